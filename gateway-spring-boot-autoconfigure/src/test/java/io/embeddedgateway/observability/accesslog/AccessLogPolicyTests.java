package io.embeddedgateway.observability.accesslog;

import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.embeddedgateway.Percentage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class AccessLogPolicyTests {

	@ParameterizedTest
	@CsvSource({ "json, JSON", "common, COMMON", "combined, COMBINED", "none, NONE", "off, NONE", "false, NONE" })
	void shortFormIsTheFormat(String text, AccessLogFormat format) {
		AccessLogPolicy policy = AccessLogPolicy.of(text);
		assertThat(policy.format()).isEqualTo(format);
		assertThat(policy.sample()).isEqualTo(Percentage.of(100));
		assertThat(policy.fields()).hasSize(24)
			.startsWith(AccessLogField.TIME)
			.doesNotContain(AccessLogField.SCHEME, AccessLogField.PHASE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "xml", "true", "JSON", "" })
	void otherFormatsAreUnknown(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> AccessLogPolicy.of(text))
			.withMessage("'" + text + "' is no format of an access log. Write 'json', 'common', 'combined' or 'none'");
	}

	@ParameterizedTest
	@CsvSource({ "1%, true, 1%", "0%, true, 0%", "all, true, 100%", "on, true, 100%", "true, true, 100%",
			"none, false, 100%", "off, false, 100%", "false, false, 100%" })
	void shortFormOnARouteIsTheShare(String text, boolean enabled, String sample) {
		assertThat(RouteAccessLogPolicy.of(text)).isEqualTo(new RouteAccessLogPolicy(enabled, Percentage.of(sample)));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			value = { "200% | 'sample' is 200%. Write 0% to 100%",
					"json | 'json' is no share of the requests. Write for example '1%', 'all' or 'none'",
					"10 | '10' is no share of the requests. Write for example '1%', 'all' or 'none'",
					"-1% | '-1%' is not a percentage. Write a number with a percent sign, such as '20%'" })
	void otherSharesAreRefused(String text, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> RouteAccessLogPolicy.of(text)).withMessage(message);
	}

	@Test
	void sampleIsAtMostAll() {
		assertThatIllegalArgumentException().isThrownBy(() -> AccessLogPolicy.JSON.withSample(Percentage.of("100.1%")))
			.withMessage("'sample' is 100.1%. Write 0% to 100%");
	}

	@Test
	void fieldsAndHeadersGoWithJsonAlone() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> AccessLogPolicy.of("common").withFields(AccessLogField.PATH))
			.withMessageContaining("'fields' goes with 'format: json' alone");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> AccessLogPolicy.of("combined").withRequestHeaders("Accept"))
			.withMessageContaining("'request-headers' goes with 'format: json' alone");
		assertThat(AccessLogPolicy.of("common").withSample(Percentage.of(5)).withMasked(List.of("a")).mask())
			.containsExactly("a");
	}

	@Test
	void nothingIsNamedTwice() {
		assertThatIllegalArgumentException()
			.isThrownBy(
					() -> AccessLogPolicy.JSON.withFields(AccessLogField.REQUEST_BYTES, AccessLogField.REQUEST_BYTES))
			.withMessage("'fields' has 'requestBytes' twice. Remove one");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> AccessLogPolicy.JSON.withRequestHeaders("Accept", "accept"))
			.withMessage("'request-headers' has 'Accept' twice. Remove one");
	}

	@Test
	void namesAreNames() {
		assertThatIllegalArgumentException().isThrownBy(() -> AccessLogPolicy.JSON.withRequestHeaders("X Id\n"))
			.withMessageContaining("'request-headers' has 'X Id?', which is no name of a header");
		assertThatIllegalArgumentException().isThrownBy(() -> AccessLogPolicy.JSON.withMasked(List.of("--")))
			.withMessageContaining("'mask' has '--', which is no name");
		String[] many = Collections.nCopies(51, "X").toArray(String[]::new);
		assertThatIllegalArgumentException().isThrownBy(() -> AccessLogPolicy.JSON.withRequestHeaders(many))
			.withMessage("'request-headers' has 51 names. Write 50 at most");
	}

}
