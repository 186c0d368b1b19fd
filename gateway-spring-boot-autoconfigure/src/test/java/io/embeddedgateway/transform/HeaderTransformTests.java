package io.embeddedgateway.transform;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;

import io.embeddedgateway.Caller;
import io.embeddedgateway.GatewayRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what {@link HeaderEdits} does to the headers of a request.
 */
class HeaderTransformTests {

	private final RequestTransform none = RequestTransform.none();

	@Test
	void headerIsSetInsteadOfAllOfItsName() {
		GatewayRequest request = TransformRun.get("/orders/7", "x-tenant", "evil", "X-Tenant", "worse", "X-Other", "1");
		RequestTransform transform = this.none.withHeader("X-Tenant", "{claim.tenant}");
		HttpHeaders headers = TransformRun
			.sent(transform, TransformRun.exchange(request).withCaller(new Caller("ann", Map.of("tenant", "acme"))))
			.headers();
		assertThat(headers.get("X-Tenant")).containsExactly("acme");
		assertThat(headers.get("X-Other")).containsExactly("1");
		assertThat(request.headers().get("X-Tenant")).containsExactly("evil", "worse");
	}

	@Test
	void headerOfTheClientNeverTakesThePlaceOfAMissingValue() {
		RequestTransform transform = this.none.withHeader("X-Tenant", "{claim.tenant}");
		HttpHeaders headers = TransformRun.sent(transform, TransformRun.get("/orders/7", "X-TENANT", "evil")).headers();
		assertThat(headers.containsHeader("X-Tenant")).isFalse();
	}

	@Test
	void headerIsAddedToThoseOfItsName() {
		RequestTransform transform = this.none.withAddedHeader("X-Seen-By", "gateway {id}")
			.withAddedHeader("X-None", "{query.none}");
		HttpHeaders headers = TransformRun.sent(transform, TransformRun.get("/orders/7", "X-Seen-By", "proxy"))
			.headers();
		assertThat(headers.get("X-Seen-By")).containsExactly("proxy", "gateway 7");
		assertThat(headers.containsHeader("X-None")).isFalse();
	}

	@Test
	void headersAreRemovedByNameAndByTheirBeginning() {
		RequestTransform transform = this.none.withoutHeaders("cookie", "X-Internal-*");
		HttpHeaders headers = TransformRun
			.sent(transform,
					TransformRun.get("/orders/7", "Cookie", "a=b", "X-Internal-User", "1", "x-internal-Role", "2",
							"X-Internal", "3", "Accept", "4"))
			.headers();
		assertThat(headers.headerNames()).containsExactlyInAnyOrder("X-Internal", "Accept");
	}

	@Test
	void beginningNeverRemovesWhatOnlyTheGatewayWrites() {
		RequestTransform transform = this.none.withoutHeaders("C*", "H*", "T*", "X-*");
		HttpHeaders headers = TransformRun
			.sent(transform,
					TransformRun.get("/orders/7", "Content-Length", "1", "Connection", "close", "Transfer-Encoding",
							"chunked", "Host", "a", "X-Forwarded-For", "b", "Cookie", "c", "X-A", "d"))
			.headers();
		assertThat(headers.headerNames()).containsExactlyInAnyOrder("Content-Length", "Connection", "Transfer-Encoding",
				"Host", "X-Forwarded-For");
	}

	@Test
	void headersAreRemovedBeforeOthersAreSetAndAdded() {
		RequestTransform transform = this.none.withoutHeaders("X-*")
			.withHeader("X-User", "{header.X-Name}")
			.withAddedHeader("X-User", "b");
		HttpHeaders headers = TransformRun
			.sent(transform, TransformRun.get("/orders/7", "X-Name", "ann", "X-User", "evil"))
			.headers();
		assertThat(headers.headerNames()).containsExactly("X-User");
		assertThat(headers.get("X-User")).containsExactly("ann", "b");
	}

	@ParameterizedTest
	@ValueSource(strings = { "%0d%0aX-Evil:%201", "%0a", "%00", "%7f", "a%0db" })
	void valueThatAHeaderCannotHoldIsRefused(String value) {
		RequestTransform transform = this.none.withHeader("X-Value", "{query.x}");
		TransformRun.assertRefused(transform, TransformRun.exchange(TransformRun.get("/orders/7?x=" + value)),
				"A value of the request has characters that a header can't hold.");
	}

	@Test
	void valueBeyondAsciiIsPercentEncoded() {
		RequestTransform transform = this.none.withHeader("X-Value", "{query.x}");
		assertThat(TransformRun.sent(transform, TransformRun.get("/orders/7?x=a%C3%A4%F0%9F%98%80b%25"))
			.headers()
			.get("X-Value")).containsExactly("a%C3%A4%F0%9F%98%80b%");
	}

	@Test
	void whatIsNotConfiguredIsNotTouched() {
		GatewayRequest request = TransformRun.get("/orders/7?a=%7e", "X-A", "a");
		GatewayRequest sent = TransformRun.sent(this.none.withStripPrefix(1), request);
		assertThat(sent.rawPath()).isEqualTo("/7");
		assertThat(sent.headers()).isSameAs(request.headers());
		assertThat(sent.rawQuery()).isSameAs(request.rawQuery());
	}

}
