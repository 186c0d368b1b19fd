package io.embeddedgateway.auth.dpop;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class TargetUriTests {

	@ParameterizedTest
	@CsvSource({ "https://a/b, https://a/b", "HTTPS://A.Example/B, https://a.example/B", "https://a:443/b, https://a/b",
			"http://a:80/b, http://a/b", "http://a:443/b, http://a:443/b", "https://a:/b, https://a/b",
			"https://a, https://a/", "https://a?x=1, https://a/", "https://a/b?x=1#y, https://a/b",
			"https://a/b#y?z, https://a/b", "https://a/%7Eb, https://a/~b", "https://a/%c3%a4, https://a/%C3%A4",
			"https://a/b%2fc, https://a/b%2Fc", "https://a/b/./c/../d, https://a/b/d", "https://a/b/.., https://a/",
			"https://a/b/%2e%2e/c, https://a/c", "https://a//b, https://a//b", "https://a/b/, https://a/b/",
			"https://a/../b, https://a/b", "https://[::1]:8443/b, https://[::1]:8443/b" })
	void equalUrisGetOneForm(String uri, String expected) {
		assertThat(TargetUri.normalize(uri)).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "''", "/b", "a/b", "ftp://a/b", "https:///b", "https://user@a/b", "https://a/%zz", "https://a/%4",
			"//a/b", "://a/b" })
	void everythingElseIsNone(String uri) {
		assertThat(TargetUri.normalize(uri)).isNull();
	}

}
