package io.embeddedgateway.text;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KebabCaseTests {

	private final Locale locale = Locale.getDefault();

	@AfterEach
	void restoreLocale() {
		Locale.setDefault(this.locale);
	}

	@Test
	void wordsAreSeparatedByHyphens() {
		assertThat(KebabCase.of(Written.ONE)).isEqualTo("one");
		assertThat(KebabCase.of(Written.TWO_WORDS)).isEqualTo("two-words");
	}

	@Test
	void constantWithABodyIsOneOfItsEnum() {
		assertThat(KebabCase.of(Written.WITH_A_BODY)).isEqualTo("with-a-body");
	}

	@Test
	void localeDoesNotMatter() {
		Locale.setDefault(Locale.forLanguageTag("tr"));
		assertThat(KebabCase.of(TimeUnit.MINUTES)).isEqualTo("minutes");
	}

	private enum Written {

		ONE, TWO_WORDS,

		WITH_A_BODY {
			@Override
			public String toString() {
				return "something else";
			}
		}

	}

}
