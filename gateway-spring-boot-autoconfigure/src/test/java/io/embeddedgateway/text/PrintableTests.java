package io.embeddedgateway.text;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PrintableTests {

	@Test
	void textStaysOnItsLine() {
		assertThat(Printable.of("alice\r\nWARN forged\t\u0000\u001b[1m\u007f")).isEqualTo("alice??WARN forged???[1m?");
	}

	@Test
	void allElseIsShown() {
		assertThat(Printable.of("größer als 'a' & \"b\"")).isEqualTo("größer als 'a' & \"b\"");
	}

}
