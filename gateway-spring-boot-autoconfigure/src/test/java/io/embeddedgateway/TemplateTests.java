package io.embeddedgateway;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;

import io.embeddedgateway.Template.Place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Template}.
 */
class TemplateTests {

	private final Route route = Route.builder("orders").path("/orders/{id}/**").toLocal();

	@Test
	void everySourceIsDrawnFrom() {
		GatewayExchange exchange = exchange("/orders/7?q=1%2B2").withCaller(new Caller("ann", Map.of("plan", "pro")));
		assertThat(expand("{id} {header.X-A} {query.q} {cookie.c} {claim.plan} {principal} {client-ip}", exchange))
			.isEqualTo("7 a 1+2 d pro ann 10.0.0.1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{header.X-None}", "{query.none}", "{cookie.none}", "{claim.none}", "{principal}", "{nr}",
			"a{id}{nr}" })
	void missingValueMeansNoText(String text) {
		GatewayExchange exchange = exchange("/orders/7");
		for (Place place : Place.values()) {
			assertThat(Template.of(text).expand(exchange, place)).isNull();
		}
	}

	@Test
	void emptyValueIsMissingOnlyInAPath() {
		GatewayExchange exchange = exchange("/orders/7?q=");
		assertThat(Template.of("/{query.q}").expand(exchange, Place.PATH)).isNull();
		assertThat(Template.of("{query.q}").expand(exchange, Place.QUERY)).isEmpty();
		assertThat(Template.of("{query.q}").expand(exchange, Place.HEADER)).isEmpty();
	}

	@Test
	void valuesAreEscapedForTheirPlace() {
		GatewayExchange exchange = exchange("/orders/7?q=a/b%20%26%3D%3F%23%C3%A4~");
		Template template = Template.of("/x/{query.q}");
		assertThat(template.expand(exchange, Place.PATH)).isEqualTo("/x/a%2Fb%20%26%3D%3F%23%C3%A4~");
		assertThat(template.expand(exchange, Place.QUERY)).isEqualTo("/x/a%2Fb%20%26%3D%3F%23%C3%A4~");
		assertThat(template.expand(exchange, Place.HEADER)).isEqualTo("/x/a/b &=?#%C3%A4~");
	}

	@ParameterizedTest
	@ValueSource(strings = { "%0d", "%0a", "%00", "%1f", "%7f" })
	void controlCharacterNeverStandsInAHeader(String encoded) {
		GatewayExchange exchange = exchange("/orders/7?q=a" + encoded);
		assertThatExceptionOfType(BadRequestException.class)
			.isThrownBy(() -> Template.of("{query.q}").expand(exchange, Place.HEADER))
			.withMessage("A value of the request has characters that a header can't hold.");
	}

	@ParameterizedTest
	@CsvSource({ "/v1/{rest},a%20b/c,/v1/a%20b/c", "/v1{rest},/a,/v1/a", "/v1/{rest},/a,/v1/a", "/v1/{rest},'',/v1",
			"/{rest},'',/", "/{rest}/x,'',/x", "/v1/{rest}/x,'',/v1/x", "/v1/{rest}/,a/,/v1/a//" })
	void variablesOfThePathStandInAPathAsTheyWereSent(String text, String raw, String expected) {
		GatewayExchange exchange = GatewayExchange.of(this.route, GatewayRequest.of(HttpMethod.GET, "/"),
				ClientConnection.direct(null, "http", null), Map.of("rest", "unused"), () -> Map.of("rest", raw));
		assertThat(Template.of(text).expand(exchange, Place.PATH)).isEqualTo(expected);
		assertThat(Template.of("{rest}").expand(exchange, Place.QUERY)).isEqualTo("unused");
	}

	@Test
	void doubledBraceStandsForItself() {
		assertThat(expand("{{id}} }}{{ {{{id}}}", exchange("/orders/7"))).isEqualTo("{id} }{ {7}");
		assertThat(expand("", exchange("/orders/7"))).isEmpty();
	}

	@Test
	void braceWithoutItsOtherHalfIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Template.of("/a/{id"))
			.withMessage("'/a/{id' has a '{' that is not closed");
		assertThatIllegalArgumentException().isThrownBy(() -> Template.of("/a/id}"))
			.withMessage("'/a/id}' has a '}' that is not opened. Write '}}' for a brace");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "body.x", "header.", ".x", "part.field" })
	void unknownSourceIsRefused(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> Template.of("/{" + name + "}"))
			.withMessage("'{" + name + "}' in '/{" + name + "}' is not a value of the request. Write "
					+ "a variable of the path, '{header.Name}', '{query.name}', '{cookie.name}', '{claim.name}', "
					+ "'{principal}' or '{client-ip}'");
	}

	@Test
	void variablesAreCheckedAgainstTheRoute() {
		Template.of("/{id}/{rest}/{header.X}/{principal}").check(this.route);
		assertThatIllegalArgumentException().isThrownBy(() -> Template.of("/{nr}").check(this.route))
			.withMessage("'{nr}' in '/{nr}' is not a variable of the path. There is [id, rest]");
		Route plain = Route.builder("plain").path("/plain").toLocal();
		assertThatIllegalArgumentException().isThrownBy(() -> Template.of("/{nr}").check(plain))
			.withMessage("'{nr}' in '/{nr}' is not a variable of the path. The path has no variables");
	}

	@Test
	void templatesOfTheSameTextAreEqual() {
		assertThat(Template.of("/{id}")).isEqualTo(Template.of("/{id}"))
			.hasSameHashCodeAs(Template.of("/{id}"))
			.hasToString("/{id}")
			.isNotEqualTo(Template.of("/{nr}"))
			.isNotEqualTo("/{id}");
	}

	private static String expand(String text, GatewayExchange exchange) {
		return Template.of(text).expand(exchange, Place.HEADER);
	}

	private GatewayExchange exchange(String uri) {
		GatewayRequest request = GatewayRequest.of(HttpMethod.GET, uri).withHeaders((headers) -> {
			headers.add("x-a", "a");
			headers.add("X-A", "b");
			headers.add("Cookie", "c=d");
		});
		InetSocketAddress peer = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
		ClientConnection client = new ClientConnection(peer, address(), "http", null, "1.1", true);
		return GatewayExchange.of(this.route, request, client, Map.of("id", "7"), () -> Map.of("id", "7"));
	}

	private static InetAddress address() {
		try {
			return InetAddress.getByAddress(new byte[] { 10, 0, 0, 1 });
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
