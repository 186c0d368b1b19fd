package io.embeddedgateway.aggregate;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EntityTag}.
 */
class EntityTagTests {

	private static final String TAG = "\"47DEQpj8HBSa-_TImW-5JA\"";

	@Test
	void tagIsMadeOfTheBytes() {
		assertThat(EntityTag.of(new byte[0])).isEqualTo(TAG);
		assertThat(EntityTag.of("a".getBytes(StandardCharsets.UTF_8))).isEqualTo("\"ypeBEsobvcr6wjGzmiPcTQ\"")
			.isEqualTo(EntityTag.of("a".getBytes(StandardCharsets.UTF_8)));
	}

	@ParameterizedTest
	@ValueSource(strings = { TAG, "W/" + TAG, "*", " * ", "\"x\", " + TAG, "W/\"x\",W/" + TAG + ", \"y\"",
			"\"a,b\", " + TAG, ",, " + TAG, "\"\", " + TAG })
	void clientThatHasTheAnswerIsKnown(String value) {
		assertThat(EntityTag.isKnown(headers(value), TAG)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\"x\"", "47DEQpj8HBSa-_TImW-5JA", "\"47DEQpj8HBSa-_TImW-5Ja\"", "\"x\", *", "*, *",
			"\"47DEQpj8HBSa-_TImW-5JA", "\", " + TAG, "w/\"x\"", "\"*\"" })
	void clientThatHasAnotherIsNot(String value) {
		assertThat(EntityTag.isKnown(headers(value), TAG)).isFalse();
	}

	@Test
	void everyLineCounts() {
		assertThat(EntityTag.isKnown(headers("\"x\"", "W/\"y\"", TAG), TAG)).isTrue();
		assertThat(EntityTag.isKnown(headers("\"x\"", "W/\"y\""), TAG)).isFalse();
		assertThat(EntityTag.isKnown(headers("*", "\"x\""), TAG)).isFalse();
		assertThat(EntityTag.isKnown(HttpHeaders.EMPTY, TAG)).isFalse();
	}

	private static HttpHeaders headers(String... values) {
		HttpHeaders headers = new HttpHeaders();
		for (String value : values) {
			headers.add(HttpHeaders.IF_NONE_MATCH, value);
		}
		return headers;
	}

}
