package io.embeddedgateway;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link GatewayExchange} and {@link Caller}.
 */
class GatewayExchangeTests {

	private final Route route = Route.builder("orders").path("/orders/{id}").toLocal();

	private final GatewayRequest request = GatewayRequest.of(HttpMethod.GET, "/orders/7");

	@Test
	void changesMakeAnotherExchange() {
		GatewayExchange exchange = GatewayExchange.of(this.route, this.request);
		Caller caller = Caller.named("ann");
		GatewayExchange changed = exchange.withRequest(this.request.withPath("/v1")).withCaller(caller);
		assertThat(changed.request().rawPath()).isEqualTo("/v1");
		assertThat(changed.caller()).isEqualTo(caller);
		assertThat(changed.route()).isSameAs(this.route);
		assertThat(changed.client()).isSameAs(exchange.client());
		assertThat(changed).hasToString("GET /v1 on route 'orders'");
		assertThat(exchange.request()).isSameAs(this.request);
		assertThat(exchange.caller()).isNull();
	}

	@Test
	void attributesAreSharedByAllChangesOfAnExchange() {
		AttributeKey<Integer> key = AttributeKey.of("attempts", Integer.class);
		GatewayExchange exchange = GatewayExchange.of(this.route, this.request);
		exchange.withCaller(Caller.named("ann")).attribute(key, 2);
		assertThat(exchange.attribute(key)).isEqualTo(2);
		assertThat(exchange.withRequest(this.request).attribute(key)).isEqualTo(2);
		assertThat(exchange.attribute(AttributeKey.of("attempts", Integer.class))).isNull();
		assertThat(GatewayExchange.of(this.route, this.request).attribute(key)).isNull();
		assertThat(key).hasToString("attempts");
	}

	@Test
	void changesToTheAnswerAreSharedWithOtherRoutesToo() {
		GatewayExchange exchange = GatewayExchange.of(this.route, this.request);
		assertThat(exchange.answerChanges()).isNull();
		GatewayExchange other = exchange.withCaller(Caller.named("ann")).onRoute(this.route);
		assertThat(exchange.answerChanges()).isNull();
		exchange.withRequest(this.request).onAnswer((headers) -> headers.add("A", "1"));
		other.onAnswer((headers) -> headers.add("A", "2"));
		HttpHeaders headers = new HttpHeaders();
		assertThat(exchange.answerChanges()).isNotNull().isSameAs(other.answerChanges());
		exchange.answerChanges().accept(headers);
		assertThat(headers.get("A")).containsExactly("1", "2");
	}

	@Test
	void rawVariablesAreFoundOutOnceAndOnlyWhenAskedFor() {
		AtomicInteger asked = new AtomicInteger();
		GatewayExchange exchange = GatewayExchange.of(this.route, this.request,
				ClientConnection.direct(null, "http", null), Map.of("id", "a b"), () -> {
					asked.incrementAndGet();
					return Map.of("id", "a%20b");
				});
		assertThat(exchange.pathVariables()).containsEntry("id", "a b");
		assertThat(asked).hasValue(0);
		GatewayExchange changed = exchange.withRequest(this.request.withPath("/v1"));
		assertThat(exchange.rawPathVariables()).containsEntry("id", "a%20b");
		assertThat(changed.rawPathVariables()).containsEntry("id", "a%20b");
		assertThat(asked).hasValue(1);
	}

	@Test
	void callerHasANameAndItsOwnClaims() {
		Map<String, Object> claims = new HashMap<>(Map.of("plan", "pro"));
		Caller caller = new Caller("ann", claims);
		claims.clear();
		assertThat(caller.claims()).containsEntry("plan", "pro");
		assertThat(Caller.named("ann").claims()).isEmpty();
		assertThatIllegalArgumentException().isThrownBy(() -> Caller.named(" ")).withMessage("A caller needs a name");
	}

}
