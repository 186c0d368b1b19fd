package io.embeddedgateway.sample;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.netty.handler.codec.http.QueryStringDecoder;
import org.jspecify.annotations.Nullable;

/**
 * What the demo services know of orders, customers, prices and stock, below {@code /v2}.
 * Everybody has ordered the same.
 */
final class DemoData {

	private static final Map<String, BigDecimal> PRICES = Map.of("A1", new BigDecimal("9.90"), "B2",
			new BigDecimal("4.50"));

	private DemoData() {
	}

	/**
	 * The data at a path.
	 * @param uri path and query
	 * @return the data, or {@code null} if there is none
	 */
	static @Nullable Object at(String uri) {
		QueryStringDecoder decoder = new QueryStringDecoder(uri);
		String path = decoder.path();
		String last = path.substring(path.lastIndexOf('/') + 1);
		if (path.startsWith("/v2/orders/")) {
			return ordered("id", last, "customerId", "c-" + last, "items",
					List.of(ordered("sku", "A1", "quantity", 2), ordered("sku", "B2", "quantity", 1)));
		}
		if (path.startsWith("/v2/customers/")) {
			return ordered("id", last, "name", "Anna", "address", ordered("street", "Hafengasse 3", "city", "Ulm"));
		}
		if (path.startsWith("/v2/stock/")) {
			return ordered("sku", last, "left", last.equals("A1") ? 3 : 0);
		}
		return path.equals("/v2/prices") ? prices(decoder.parameters().getOrDefault("sku", List.of())) : null;
	}

	private static List<Map<String, Object>> prices(List<String> skus) {
		return skus.stream()
			.flatMap((list) -> Arrays.stream(list.split(",", -1)))
			.filter(PRICES::containsKey)
			.map((sku) -> ordered("sku", sku, "price", PRICES.getOrDefault(sku, BigDecimal.ZERO)))
			.toList();
	}

	private static Map<String, Object> ordered(Object... keysAndValues) {
		Map<String, Object> result = new LinkedHashMap<>();
		for (int i = 0; i < keysAndValues.length; i += 2) {
			result.put(keysAndValues[i].toString(), keysAndValues[i + 1]);
		}
		return result;
	}

}
