package io.embeddedgateway;

import java.net.InetSocketAddress;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Selector}.
 */
class SelectorTests {

	private final Route route = Route.builder("orders").path("/orders/{id}").toLocal();

	@ParameterizedTest
	@CsvSource(nullValues = "-",
			value = { "principal,ann", "client-ip,127.0.0.1", "header:x-a,a", "header: X-A ,a", "header:X-None,-",
					"query:q,1", "query:none,-", "cookie:c,d", "cookie:none,-", "claim:plan,pro", "claim:level,3",
					"claim:none,-", "path:id,7", "path:none,-" })
	void valueIsDrawnFromItsSource(String text, @Nullable String expected) {
		GatewayExchange exchange = exchange().withCaller(new Caller("ann", Map.of("plan", "pro", "level", 3)));
		assertThat(Selector.of(text).select(exchange)).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "principal", "claim:plan" })
	void unknownCallerHasNoValues(String text) {
		assertThat(Selector.of(text).select(exchange())).isNull();
	}

	@Test
	void unknownClientHasNoAddress() {
		GatewayExchange exchange = GatewayExchange.of(this.route, GatewayRequest.of(HttpMethod.GET, "/orders/7"));
		assertThat(Selector.of("client-ip").select(exchange)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "ip", "header", "header:", "header: ", "body:x", ":x", "principal:x", "#{1+1}" })
	void textThatIsNoSelectorIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Selector.of(text))
			.withMessage("'" + text + "' does not say where to take the value from. Write 'principal', 'client-ip', "
					+ "'header:Name', 'query:name', 'cookie:name', 'claim:name' or 'path:name'");
	}

	private GatewayExchange exchange() {
		GatewayRequest request = GatewayRequest.of(HttpMethod.GET, "/orders/7?q=1&q=2").withHeaders((headers) -> {
			headers.add("X-A", "a");
			headers.add("X-A", "b");
			headers.add("Cookie", "c=d; e=f");
		});
		ClientConnection client = ClientConnection.direct(new InetSocketAddress("127.0.0.1", 1), "http", null);
		return GatewayExchange.of(this.route, request, client, Map.of("id", "7"), Map::of);
	}

}
