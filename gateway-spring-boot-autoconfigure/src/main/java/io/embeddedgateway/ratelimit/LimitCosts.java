package io.embeddedgateway.ratelimit;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

import io.embeddedgateway.BadRequestException;
import io.embeddedgateway.Selector;

/**
 * Makes functions of what policies say about costs.
 */
final class LimitCosts {

	private static final String HEADER = "header:";

	private static final int MOST_DIGITS = 9;

	private static final long MOST = 999_999_999;

	private LimitCosts() {
	}

	/**
	 * Whether a cost is always the same.
	 * @param text what the policy says
	 * @return {@code true} for a number
	 */
	static boolean isNumber(String text) {
		return isDigits(text) && Long.parseLong(text) > 0;
	}

	static RequestCost ofRequest(String text, LimitBeans beans) {
		if (isNumber(text)) {
			long cost = Long.parseLong(text);
			return (exchange) -> cost;
		}
		RequestCost bean = beans.requestCost(text);
		if (bean != null) {
			return (exchange) -> checked(bean.cost(exchange), text);
		}
		Selector selector = Selector.of(text);
		return (exchange) -> sent(selector.select(exchange));
	}

	// Clients may say that a request costs more, not that it is for free
	private static long sent(@Nullable String value) {
		if (value == null) {
			return 1;
		}
		String digits = value.strip();
		if (!isDigits(digits)) {
			throw new BadRequestException("The cost of the request is not a number");
		}
		return Math.max(1, Long.parseLong(digits));
	}

	static ResponseCost ofResponse(String text, LimitBeans beans) {
		ResponseCost bean = beans.responseCost(text);
		if (bean != null) {
			return (exchange, response) -> checked(bean.cost(exchange, response), text);
		}
		if (!text.startsWith(HEADER) || text.length() == HEADER.length()) {
			throw new IllegalArgumentException("'response-cost' is '" + text
					+ "'. Write 'header:Name', a header of the response, or the name of a ResponseCost bean");
		}
		String name = text.substring(HEADER.length()).strip();
		return (exchange, response) -> answered(response.headers(), name);
	}

	private static long answered(HttpHeaders headers, String name) {
		String value = headers.getFirst(name);
		if (value == null || !value.strip().matches("[0-9]+")) {
			return 0;
		}
		return isDigits(value.strip()) ? Long.parseLong(value.strip()) : MOST;
	}

	private static long checked(long cost, String name) {
		if (cost < 0) {
			throw new IllegalStateException("bean '" + name + "' says that a request costs " + cost);
		}
		return Math.min(cost, MOST);
	}

	private static boolean isDigits(String text) {
		return !text.isEmpty() && text.length() <= MOST_DIGITS && text.chars().allMatch((c) -> c >= '0' && c <= '9');
	}

}
