package io.embeddedgateway.aggregate;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import tools.jackson.databind.JsonNode;

import io.embeddedgateway.GatewayResponse;

/**
 * How a call for a part has ended.
 *
 * @param value the value, which may be that of JSON's null, or {@code null} if there is
 * none
 * @param shown what of it stands in the answer, or {@code null} for nothing
 * @param failure why there is none, or {@code null} if that is no failure
 * @param headers the headers of each response
 * @param open the response if its body is passed on as it comes, or {@code null}
 */
record PartOutcome(@Nullable JsonNode value, @Nullable JsonNode shown, @Nullable PartFailure failure,
		List<HttpHeaders> headers, @Nullable GatewayResponse open) {

	/**
	 * Of a part that was not called.
	 */
	static final PartOutcome SKIPPED = new PartOutcome(null, null, null, List.of(), null);

	static PartOutcome of(JsonNode value, List<HttpHeaders> headers) {
		return new PartOutcome(value, value, null, headers, null);
	}

	static PartOutcome failed(PartFailure failure) {
		return new PartOutcome(null, null, failure, List.of(), null);
	}

	static PartOutcome open(GatewayResponse response) {
		return new PartOutcome(null, null, null, List.of(response.headers()), response);
	}

	/**
	 * This outcome with what stands for the part all the same.
	 * @param fallback the value, or {@code null} for none
	 * @return the changed outcome
	 */
	PartOutcome orElse(@Nullable JsonNode fallback) {
		return new PartOutcome(fallback, fallback, this.failure, this.headers, this.open);
	}

	boolean isSkipped() {
		return this.value == null && this.failure == null && this.open == null;
	}

}
