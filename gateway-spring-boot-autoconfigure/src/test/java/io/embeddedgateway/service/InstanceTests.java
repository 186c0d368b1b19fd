package io.embeddedgateway.service;

import java.net.InetAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class InstanceTests {

	@Test
	void shortFormHasWeightOneAndNothingElse() {
		Instance instance = Instance.of(" http://orders-1:8080 ");
		assertThat(instance.uri()).isEqualTo(URI.create("http://orders-1:8080"));
		assertThat(instance.weight()).isOne();
		assertThat(instance.zone()).isNull();
		assertThat(instance.metadata()).isEmpty();
	}

	@Test
	void addressIsPartOfTheIdentity() {
		Instance instance = Instance.of("https://orders").withAddress(InetAddress.getLoopbackAddress());
		assertThat(instance.id()).isEqualTo("https://orders:443@127.0.0.1");
		assertThat(instance.withWeight(2).withZone("z").withPriority(1).withMetadata(Map.of("a", "b")).address())
			.isEqualTo(InetAddress.getLoopbackAddress());
		assertThat(instance.withAddress(null)).isEqualTo(Instance.of("https://orders"));
	}

	@ParameterizedTest
	@CsvSource({ "http://a:8080, http://a:8080", "HTTP://Orders.Example:8080/, http://orders.example:8080",
			"http://a, http://a:80", "https://a/, https://a:443", "https://a:80, https://a:80",
			"http://[::1]:8080, http://[::1]:8080", "http://[::1], http://[::1]:80",
			"http://10.0.0.1:1, http://10.0.0.1:1", "http://a:65535, http://a:65535" })
	void idIsTheNormalisedAddressWithItsPort(String uri, String id) {
		assertThat(Instance.of(uri).id()).isEqualTo(id);
	}

	@Test
	void uriKeepsTheDefaultPortUnwritten() {
		assertThat(Instance.of("HTTPS://A/").uri()).isEqualTo(URI.create("https://a"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			localhost:8081 | 'localhost:8081' has no scheme; write http://localhost:8081
			orders:8080 | 'orders:8080' has no scheme; write http://orders:8080
			orders_1:8080 | 'orders_1:8080' has no scheme; write http://orders_1:8080
			10.0.0.1:8080 | '10.0.0.1:8080' has no scheme; write http://10.0.0.1:8080
			localhost | 'localhost' has no scheme; write http://localhost
			//localhost:8081 | '//localhost:8081' has no scheme; write http://localhost:8081
			ftp://a | 'ftp://a' has the scheme 'ftp'; write http or https
			ws://a:80 | 'ws://a:80' has the scheme 'ws'; write http or https
			mailto:a@b | '...@b' has the scheme 'mailto'; write http or https
			/orders | '/orders' has no host; write for example http://localhost:8081
			http:/orders | 'http:/orders' has no host; write for example http://localhost:8081
			http:orders | 'http:orders' has no host; write for example http://localhost:8081
			http://a:0 | 'http://a:0' has the port 0; write one from 1 to 65535
			http://a:65536 | 'http://a:65536' has the port 65536; write one from 1 to 65535
			http://a: | 'http://a:' has no port after the colon; write one from 1 to 65535
			http://a:8080/v1 | 'http://a:8080/v1' has a path; write it as transform.request.prefix on the route
			http://a//| 'http://a//' has a path; write it as transform.request.prefix on the route
			http://a?k=secret | 'http://a?...' has a query; write it as transform.request.set-query on the route
			http://a/#top | 'http://a/#top' has a fragment, which is never sent; remove it
			http://${HOST} | 'http://${HOST}' is not a valid URI: illegal character in authority
			"" | An instance has no uri; write for example http://localhost:8081
			""")
	void addressThatCannotBeUsedIsRefusedWithWhatToWrite(String uri, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> Instance.of(uri)).withMessage(message);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://orders_1:8080", "http://a:abc", "http://a:99999999999", "http://:8080",
			"http://bücher:80" })
	void hostOrPortThatIsNoneIsRefused(String uri) {
		assertThatIllegalArgumentException().isThrownBy(() -> Instance.of(uri))
			.withMessage("'" + uri + "' has no valid host and port; write a host of letters, digits, '-' and '.', "
					+ "and a port of digits");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "http://user:secret@a:8080", "http://user:secret@a_b:8080", "http://user:secret@a:99999/v1" })
	void userInfoIsRefusedAndNotRepeated(String uri) {
		assertThatIllegalArgumentException().isThrownBy(() -> Instance.of(uri))
			.withMessageContaining("has user info; write the credentials as a header")
			.withMessageNotContaining("secret");
	}

	@Test
	void userInfoIsNotRepeatedWhereTheAddressCannotBeRead() {
		assertThatIllegalArgumentException().isThrownBy(() -> Instance.of("http://user:secret@a b:80"))
			.withMessage("'http://...@a b:80' is not a valid URI: illegal character in authority")
			.withNoCause();
	}

	@Test
	void missingUriIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Instance(null, 1, null, 0, Map.of()))
			.withMessage("An instance has no uri; write for example http://localhost:8081");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 1_000_000 })
	void weightInRangeIsTaken(int weight) {
		assertThat(Instance.of("http://a").withWeight(weight).weight()).isEqualTo(weight);
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 1_000_001, Integer.MIN_VALUE, Integer.MAX_VALUE })
	void weightOutOfRangeIsRefused(int weight) {
		assertThatIllegalArgumentException().isThrownBy(() -> Instance.of("http://a").withWeight(weight))
			.withMessage("'http://a' has the weight " + weight + "; write one from 0 to 1000000");
	}

	@Test
	void blankZoneIsNone() {
		assertThat(Instance.of("http://a").withZone(" ").zone()).isNull();
		assertThat(Instance.of("http://a").withZone("b").zone()).isEqualTo("b");
	}

	@Test
	void metadataIsCopied() {
		Map<String, String> metadata = new HashMap<>(Map.of("rack", "7"));
		Instance instance = Instance.of("http://a").withMetadata(metadata);
		metadata.clear();
		assertThat(instance.metadata()).containsExactly(Map.entry("rack", "7"));
	}

}
