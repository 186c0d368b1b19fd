package io.embeddedgateway.cors;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.web.cors.reactive.DefaultCorsProcessor;

import io.embeddedgateway.Route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Which values a policy takes.
 */
class CorsPolicyTests {

	@ParameterizedTest
	@CsvSource({ "app.example.com, without a scheme", "//app.example.com, without a scheme", "null, without a scheme",
			"https://app.example.com/, without a path", "https://app.example.com/app, without a path",
			"https://app.example.com?a=b, without a path", "https://user@app.example.com, without a path",
			"https://, without a path", "https://*.example.com, 'origin-patterns: https://*.example.com'",
			"https://app.example.com:443, without the port", "http://app.example.com:80, without the port" })
	void whatIsNoOriginIsRefused(String origin, String remedy) {
		assertThatIllegalArgumentException().isThrownBy(() -> CorsPolicy.of(origin))
			.withMessageContaining("'origins' has '" + origin + "'")
			.withMessageContaining(remedy);
	}

	@ParameterizedTest
	@ValueSource(strings = { "*", "https://app.example.com", "http://localhost:3000", "https://[::1]:8443",
			"capacitor://localhost", "https://a.example.com, https://b.example.com:444" })
	void originsAreTaken(String origins) {
		assertThat(CorsPolicy.of(origins).origins()).containsExactly(origins.split(", "));
	}

	@ParameterizedTest
	@ValueSource(strings = { "*.example.com", "https://*.example.com/", "https://*.example.com:443",
			"https://*example.com", "https://*example.com:8443" })
	void whatIsNoPatternIsRefused(String pattern) {
		assertThatIllegalArgumentException().isThrownBy(() -> CorsPolicy.originPatterns(pattern))
			.withMessageContaining("'origin-patterns' has '" + pattern + "'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "*", "https://*", "https://*.example.com", "https://*.example.com:[*]",
			"https://*.example.com:[8080,8081]", "https://*-preview.example.com" })
	void patternsAreTaken(String pattern) {
		assertThat(CorsPolicy.originPatterns(pattern).originPatterns()).containsExactly(pattern);
	}

	@ParameterizedTest
	@ValueSource(strings = { "*", "https://*", "https://*:[*]" })
	void anyOriginNeverComesWithCredentials(String pattern) {
		CorsPolicy any = CorsPolicy.originPatterns(pattern);
		assertThatIllegalArgumentException().isThrownBy(() -> any.withCredentials(true))
			.withMessageContaining("'credentials'")
			.withMessageContaining("Name the origins");
		assertThatIllegalArgumentException().isThrownBy(() -> any.withPrivateNetwork(true))
			.withMessageContaining("'private-network'");
	}

	@Test
	void knownOriginsMayComeWithCredentials() {
		assertThat(CorsPolicy.originPatterns("https://*.example.com").withCredentials(true).credentials()).isTrue();
		assertThatIllegalArgumentException().isThrownBy(() -> CorsPolicy.of("*").withCredentials(true));
	}

	@Test
	void otherMistakesAreToldAsWell() {
		CorsPolicy policy = CorsPolicy.of("https://app.example.com");
		assertThatIllegalArgumentException().isThrownBy(() -> policy.withMethods(HttpMethod.valueOf("get")))
			.withMessageContaining("Write 'GET'");
		assertThatIllegalArgumentException().isThrownBy(() -> policy.withMethods(HttpMethod.valueOf("FETCH")))
			.withMessageContaining("'FETCH', which is not a method");
		assertThatIllegalArgumentException().isThrownBy(policy::withMethods)
			.withMessageContaining("'methods' is empty");
		assertThatIllegalArgumentException().isThrownBy(() -> policy.withHeaders("X Y"))
			.withMessageContaining("'headers' has 'X Y'");
		assertThatIllegalArgumentException().isThrownBy(() -> policy.withExposedHeaders("*").withCredentials(true))
			.withMessageContaining("'exposed-headers' is '*'");
		assertThatIllegalArgumentException().isThrownBy(() -> policy.withMaxAge(Duration.ofSeconds(-1)))
			.withMessageContaining("Write 0 or more");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new CorsPolicy(List.of(), List.of(), List.of("*"), List.of("*"), List.of(), false,
					Duration.ZERO, false))
			.withMessageContaining("allows no origin");
	}

	@Test
	void routeWithoutRulesHasNoFilter() {
		CorsFeature feature = new CorsFeature(new DefaultCorsProcessor());
		assertThat(feature.filterFor(Route.builder("a").path("/**").with(CorsPolicy.of("none")).toLocal())).isNull();
		assertThat(feature.filterFor(Route.builder("a").path("/**").toLocal())).isNull();
	}

}
