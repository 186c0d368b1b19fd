package io.embeddedgateway.autoconfigure.strict;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class DidYouMeanTests {

	private static final List<String> NAMES = List.of("rate-limit", "retry", "path", "orders", "order-api");

	@ParameterizedTest
	@CsvSource({ "rate-limt, rate-limit", "ratelimits, rate-limit", "rtery, retry", "paht, path", "pathh, path",
			"ordres, orders", "orderAPI, order-api", "ORDERS, orders" })
	void nameThatIsCloseIsSuggested(String written, String meant) {
		assertThat(DidYouMean.among(written, NAMES)).isEqualTo("Did you mean '" + meant + "'?");
	}

	@ParameterizedTest
	@CsvSource({ "a", "timeout", "metadata", "x-y-z" })
	void namesAreListedWhenNoneIsClose(String written) {
		assertThat(DidYouMean.among(written, NAMES))
			.isEqualTo("There is 'order-api', 'orders', 'path', 'rate-limit' and 'retry'.");
	}

	@Test
	void nothingIsSuggestedWhenThereIsNothing() {
		assertThat(DidYouMean.among("orders", List.of())).isEqualTo("There is none.");
	}

	@Test
	void longListIsCut() {
		List<String> names = IntStream.range(10, 30).mapToObj((number) -> "name" + number).toList();
		assertThat(DidYouMean.among("x", names)).contains("'name21'").doesNotContain("'name22'").endsWith("8 more.");
	}

}
