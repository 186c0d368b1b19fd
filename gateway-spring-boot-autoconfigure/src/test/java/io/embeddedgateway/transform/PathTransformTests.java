package io.embeddedgateway.transform;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.embeddedgateway.Caller;
import io.embeddedgateway.GatewayRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what {@link PathEdit} does to a path.
 */
class PathTransformTests {

	private static final String REFUSED = "The request has a value that can't stand in a path.";

	private static final String MISSING = "The request lacks a value that its path is made of.";

	private final RequestTransform none = RequestTransform.none();

	@Test
	void variablesOfThePathArePutInAsTheyWereSent() {
		GatewayRequest request = TransformRun.sent(this.none.withPath("/v1/orders/{id}/items/{rest}"), TransformRun
			.exchange(TransformRun.get("/orders/a%20b/c%C3%A4/d?x=%7e"), Map.of("id", "a%20b", "rest", "c%C3%A4/d")));
		assertThat(request.rawPath()).isEqualTo("/v1/orders/a%20b/items/c%C3%A4/d");
		assertThat(request.rawQuery()).isEqualTo("x=%7e");
	}

	@Test
	void emptyRestLeavesNoSlashBehind() {
		assertThat(TransformRun.sent(this.none.withPath("/v1/orders/{rest}"), TransformRun.get("/orders/7")).rawPath())
			.isEqualTo("/v1/orders");
		assertThat(TransformRun.sent(this.none.withPath("/{rest}"), TransformRun.get("/orders/7")).rawPath())
			.isEqualTo("/");
	}

	@Test
	void otherValuesAreEscaped() {
		GatewayRequest request = TransformRun.get("/orders/7", "X-Name", "a b?c#d&e;f%2e\u00e4");
		assertThat(TransformRun.sent(this.none.withPath("/v1/{header.X-Name}/x"), request).rawPath())
			.isEqualTo("/v1/a%20b%3Fc%23d%26e%3Bf%252e%C3%A4/x");
	}

	@Test
	void claimsOfTheCallerArePutIn() {
		RequestTransform transform = this.none.withPath("/tenants/{claim.tenant}/{principal}");
		assertThat(TransformRun
			.sent(transform,
					TransformRun.exchange(TransformRun.get("/orders/7"))
						.withCaller(new Caller("ann", Map.of("tenant", "acme"))))
			.rawPath()).isEqualTo("/tenants/acme/ann");
	}

	@ParameterizedTest
	@ValueSource(strings = { "..", ".", "a/b", "../../admin", "a\\b", "a\u0000b", "a\r\nb", "\u007f" })
	void valueThatWouldChangeTheStructureIsRefused(String value) {
		TransformRun.assertRefused(this.none.withPath("/v1/{header.X}/x"),
				TransformRun.exchange(TransformRun.get("/orders/7", "X", value)), REFUSED);
		TransformRun.assertRefused(this.none.withPath("/v1/{header.X}"),
				TransformRun.exchange(TransformRun.get("/orders/7", "X", value)), REFUSED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "%2e", "%2E%2e", ".%2e", "..", "a/../b", "..;x=1", "a%2fb", "a%5cb", "a%00", "a%zz", "a%2",
			"a?b", "a#b", "a b", "a\u00e4" })
	void variableThatCanBeReadInTwoWaysIsRefused(String raw) {
		GatewayRequest request = TransformRun.get("/orders/7");
		TransformRun.assertRefused(this.none.withPath("/v1/{rest}"),
				TransformRun.exchange(request, Map.of("rest", raw)), REFUSED);
	}

	@Test
	void twoHarmlessValuesDoNotMakeADotSegment() {
		TransformRun.assertRefused(this.none.withPath("/v1/{header.A}{header.B}/x"),
				TransformRun.exchange(TransformRun.get("/orders/7", "A", ".", "B", ".")), REFUSED);
		TransformRun.assertRefused(this.none.withPath("/v1/.{header.A}"),
				TransformRun.exchange(TransformRun.get("/orders/7", "A", ".")), REFUSED);
		assertThat(TransformRun.sent(this.none.withPath("/v1/.{header.A}"), TransformRun.get("/orders/7", "A", ".."))
			.rawPath()).isEqualTo("/v1/...");
	}

	@Test
	void valueThatIsMissingOrEmptyIsRefused() {
		TransformRun.assertRefused(this.none.withPath("/v1/{header.X}"),
				TransformRun.exchange(TransformRun.get("/orders/7")), MISSING);
		TransformRun.assertRefused(this.none.withPath("/v1/{header.X}"),
				TransformRun.exchange(TransformRun.get("/orders/7", "X", "")), MISSING);
		TransformRun.assertRefused(this.none.withPath("/v1/{claim.tenant}"),
				TransformRun.exchange(TransformRun.get("/orders/7")), MISSING);
	}

	@ParameterizedTest
	@CsvSource({ "0,/api/orders/7,/api/orders/7", "1,/api/orders/7,/orders/7", "2,/api/orders/7,/7",
			"3,/api/orders/7,/", "9,/api/orders/7,/", "1,/api,/", "1,/api/,/", "2,/api/,/", "1,/,/",
			"1,/a%20b/c%2ed//e/,/c%2ed//e/", "2,/api//x,/x", "1,/api/x/,/x/" })
	void leadingSegmentsAreStrippedByteForByte(int segments, String path, String expected) {
		assertThat(TransformRun.sent(this.none.withStripPrefix(segments).withHeader("X-A", "a"), TransformRun.get(path))
			.rawPath()).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "0,/orders/7,/v1/orders/7", "0,/,/v1/", "1,/api/orders,/v1/orders", "1,/api,/v1", "1,/api/,/v1/" })
	void prefixIsPutBeforeWhatIsLeft(int segments, String path, String expected) {
		assertThat(TransformRun.sent(this.none.withStripPrefix(segments).withPrefix("/v1"), TransformRun.get(path))
			.rawPath()).isEqualTo(expected);
	}

}
