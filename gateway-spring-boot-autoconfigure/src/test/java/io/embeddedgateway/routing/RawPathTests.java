package io.embeddedgateway.routing;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RawPathTests {

	@ParameterizedTest
	@ValueSource(strings = { "/", "/a", "/a/", "/a//b", "/a%20b", "/caf%C3%A9", "/a.b/c..d/...", "/~a/-_.!$&'()*+,=:@",
			"/%7Ea", "/a%2Eb", "/100%25", "/a%25zz", "/%E2%82%AC", "/.hidden", "/a%3Bb" })
	void pathWithOneReadingIsFine(String path) {
		assertThat(RawPath.problem(path, false)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/..", "/../a", "/a/..", "/a/../b", "/.", "/a/./b", "/%2e%2e/a", "/.%2E/a", "/a/%2e",
			"/..;x=y/a", "/%2e%2e;/a" })
	void dotSegmentsAreRefusedInAnyEncoding(String path) {
		assertThat(RawPath.problem(path, true)).isNotNull();
		assertThat(RawPath.problem(path, false)).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/a%2fb", "/a%2Fb", "/a%5cb", "/a%5Cb", "/a\\b", "/a%252fb", "/%252e%252e/a", "/a%255cb",
			"/a%25252fb", "/a%00", "/a%0d%0a", "/a%7f", "/a%c0%af", "/%C1%9c", "/a%", "/a%2", "/a%zz", "/a b",
			"/caf\u00e9", "/a\tb", "/a%250a" })
	void whatAnotherReaderMayTakeForSomethingElseIsRefused(String path) {
		assertThat(RawPath.problem(path, true)).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/a;b=c", "/a;/b", "/a;jsessionid=1" })
	void parametersAreRefusedUnlessAllowed(String path) {
		assertThat(RawPath.problem(path, false)).isEqualTo("The path has parameters.");
		assertThat(RawPath.problem(path, true)).isNull();
	}

}
