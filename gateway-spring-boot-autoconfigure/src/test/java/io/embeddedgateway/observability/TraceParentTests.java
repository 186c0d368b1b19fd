package io.embeddedgateway.observability;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link TraceParent}.
 */
class TraceParentTests {

	private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

	@ParameterizedTest
	@ValueSource(strings = { "00-" + TRACE + "-00f067aa0ba902b7-01", "00-" + TRACE + "-00f067aa0ba902b7-00",
			"cc-" + TRACE + "-00f067aa0ba902b7-01", "cc-" + TRACE + "-00f067aa0ba902b7-01-what-the-future-is-like" })
	void validHeaderHasAnId(String header) {
		assertThat(TraceParent.traceId(headers(header))).isEqualTo(TRACE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "00", "00-" + TRACE, "00-" + TRACE + "-00f067aa0ba902b7",
			"00-" + TRACE + "-00f067aa0ba902b7-1", "00-" + TRACE + "-00f067aa0ba902b7-01-more",
			"ff-" + TRACE + "-00f067aa0ba902b7-01", "cc-" + TRACE + "-00f067aa0ba902b7-01.more",
			"00-" + TRACE + "-0000000000000000-01", "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
			"00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
			"00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01", "00_" + TRACE + "-00f067aa0ba902b7-01",
			"00-" + TRACE + "_00f067aa0ba902b7-01", "00-" + TRACE + "-00f067aa0ba902b7_01" })
	void anyOtherHeaderHasNone(String header) {
		assertThat(TraceParent.traceId(headers(header))).isNull();
	}

	@Test
	void requestWithoutOrWithTwoHasNone() {
		HttpHeaders headers = new HttpHeaders();
		assertThat(TraceParent.traceId(headers)).isNull();
		headers.add("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01");
		headers.add("traceparent", "00-" + TRACE + "-00f067aa0ba902b8-01");
		assertThat(TraceParent.traceId(headers)).isNull();
	}

	private static HttpHeaders headers(String header) {
		HttpHeaders headers = new HttpHeaders();
		headers.add("traceparent", header);
		return headers;
	}

}
