package io.embeddedgateway.transform;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;

import io.embeddedgateway.Template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link RequestTransform}.
 */
class RequestTransformTests {

	private final RequestTransform none = RequestTransform.none();

	@Test
	void changesComeTogether() {
		RequestTransform transform = this.none.withStripPrefix(1)
			.withPrefix("/v1")
			.withQuery("limit", "10")
			.withoutQuery("debug", "trace")
			.withHeader("X-Tenant", "{claim.tenant}")
			.withAddedHeader("X-Seen-By", "gateway")
			.withoutHeaders("Cookie", "X-Internal-*")
			.withMethod(HttpMethod.POST);
		assertThat(transform).isEqualTo(new RequestTransform(null, 1, "/v1", Map.of("limit", Template.of("10")),
				List.of("debug", "trace"), Map.of("X-Tenant", Template.of("{claim.tenant}")),
				Map.of("X-Seen-By", Template.of("gateway")), List.of("Cookie", "X-Internal-*"), HttpMethod.POST));
		assertThat(this.none)
			.isEqualTo(new RequestTransform(null, 0, null, Map.of(), List.of(), Map.of(), Map.of(), List.of(), null));
	}

	@Test
	void collectionsAreCopied() {
		Map<String, Template> headers = new LinkedHashMap<>(Map.of("X-A", Template.of("a")));
		List<String> removed = new ArrayList<>(List.of("X-B"));
		RequestTransform transform = new RequestTransform(null, 0, null, headers, removed, headers, headers, removed,
				null);
		headers.clear();
		removed.clear();
		assertThat(transform.setQuery()).containsOnlyKeys("X-A");
		assertThat(transform.setHeaders()).containsOnlyKeys("X-A");
		assertThat(transform.addHeaders()).containsOnlyKeys("X-A");
		assertThat(transform.removeQuery()).containsExactly("X-B");
		assertThat(transform.removeHeaders()).containsExactly("X-B");
	}

	@Test
	void pathExcludesStripPrefixAndPrefix() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.none.withPath("/v1").withStripPrefix(1))
			.withMessage("'path' and 'strip-prefix' are both set, but 'path' replaces the whole path. Remove one");
		assertThatIllegalArgumentException().isThrownBy(() -> this.none.withPrefix("/v1").withPath("/v2"))
			.withMessage("'path' and 'prefix' are both set, but 'path' replaces the whole path. Remove one");
	}

	@Test
	void negativeStripPrefixIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.none.withStripPrefix(-1))
			.withMessage(
					"'strip-prefix' is -1. Write how many segments to remove from the start of the path, 0 or more");
	}

	@ParameterizedTest
	@ValueSource(strings = { "v1", "{rest}", "" })
	void pathStartsWithASlash(String path) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.none.withPath(path))
			.withMessage("'path' is '%s', which does not start with a slash. Write it like '/v1/orders'", path);
	}

	@Test
	void prefixStartsWithASlashAndDoesNotEndWithOne() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.none.withPrefix("v1"))
			.withMessage("'prefix' is 'v1', which does not start with a slash. Write it like '/v1/orders'");
		assertThatIllegalArgumentException().isThrownBy(() -> this.none.withPrefix("/v1/"))
			.withMessage("'prefix' is '/v1/'. Write it without a slash at its end, like '/v1'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/a/../b", "/a/.", "/..", "/./{rest}", "/%2e%2E/a", "/a%2fb", "/a%2Fb", "/a\\b", "/a%5Cb",
			"/a;b=c", "/a%00b", "/a%0d%0ab" })
	void pathThatCanBeReadInTwoWaysIsRefused(String path) {
		String message = "is '%s', which can be read in two ways. "
				+ "Write it without '.' and '..' segments, '%%2e', '%%2f', '\\' and ';'";
		assertThatIllegalArgumentException().isThrownBy(() -> this.none.withPath(path))
			.withMessage("'path' " + message, path);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/a b", "/a\rb", "/a\nb", "/a#b", "/ä", "/a%zz", "/a%2", "/a%{id}", "/a%2{id}", "/{{a}}",
			"/a\"b", "/a|b", "/a[0]" })
	void pathWithOtherCharactersIsRefused(String path) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.none.withPath(path))
			.withMessage("'path' is '%s', which has characters that a path can't hold. "
					+ "Write them percent-encoded, like '%%20'", path);
	}

	@Test
	void pathWithAQueryIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.none.withPath("/v1?x={id}"))
			.withMessage("'path' is '/v1?x={id}', which has a query. Write the parameters under 'set-query'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/v1/{rest}", "/a%20b/{id}.json", "/.well-known/x", "/a..b/...", "/a/{header.X}/" })
	void otherPathsAreTaken(String path) {
		assertThat(this.none.withPath(path).path()).hasToString(path);
	}

	@Test
	void queryValueThatWouldBeMoreIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.none.withQuery("x", "1&admin=1"))
			.withMessage("'set-query' has the value '1&admin=1' for 'x', which would be two parameters. "
					+ "Write each under its own name, or '%26' for '&'");
		assertThatIllegalArgumentException().isThrownBy(() -> this.none.withQuery("x", "a b"))
			.withMessage("'set-query' has the value 'a b' for 'x', which has characters that a query can't hold. "
					+ "Write them percent-encoded, like '%20'");
		assertThatIllegalArgumentException().isThrownBy(() -> this.none.withQuery("x", "a#b"));
	}

	@Test
	void parameterNeedsAName() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.none.withQuery(" ", "1"))
			.withMessage("'set-query' has a parameter without a name. Write its name");
		assertThatIllegalArgumentException().isThrownBy(() -> this.none.withoutQuery(""))
			.withMessage("'remove-query' has a parameter without a name. Write its name");
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '"',
			value = { "get,'method' is 'get'. Write 'GET'",
					"CONNECT,\"'method' is 'CONNECT', which is not for gateways to send. Write another\"",
					"TRACE,\"'method' is 'TRACE', which is not for gateways to send. Write another\"",
					"GET /,\"'method' is 'GET /', which is not a method. Write one like POST\"" })
	void methodThatIsNotForUsIsRefused(String method, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.none.withMethod(HttpMethod.valueOf(method)))
			.withMessage(message);
	}

}
