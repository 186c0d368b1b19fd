package io.embeddedgateway.routing;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.AddressRange;
import io.embeddedgateway.ClientConnection;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.routing.ValueMatch.ValuesPredicate;

/**
 * The compiled conditions of a route, but for methods and hosts, cheapest first.
 */
final class RequestConditions {

	private static final Condition[] EMPTY = {};

	private final Condition[] conditions;

	/**
	 * Those that hold for a preflight if they hold for the request that it announces.
	 */
	private final Condition[] announced;

	/**
	 * What does not hold where a condition does not, in the same order.
	 */
	private final List<String> failures;

	private RequestConditions(Condition[] conditions, Condition[] announced, List<String> failures) {
		this.conditions = conditions;
		this.announced = announced;
		this.failures = List.copyOf(failures);
	}

	static RequestConditions compile(RequestMatch match, Clock clock) {
		List<Condition> conditions = new ArrayList<>();
		List<String> failures = new ArrayList<>();
		if (match.after() != null || match.before() != null) {
			conditions.add((request, client) -> isBetween(clock.instant(), match.after(), match.before()));
			failures.add("the time is not" + ((match.after() != null) ? " after " + match.after() : "")
					+ ((match.before() != null) ? " before " + match.before() : ""));
		}
		if (!match.clientIps().isEmpty()) {
			List<AddressRange> ranges = match.clientIps();
			conditions.add((request, client) -> ranges.stream().anyMatch((range) -> range.contains(client.address())));
			failures.add("the address of the client is not in one of " + ranges);
		}
		match.query().forEach((name, value) -> {
			ValuesPredicate predicate = value.compile();
			conditions.add((request, client) -> predicate.test(request.queryValues(name)));
			failures.add("query parameter " + name + value.failure(name));
		});
		Condition[] announced = conditions.toArray(EMPTY);
		match.headers().forEach((name, value) -> {
			ValuesPredicate predicate = value.compile();
			conditions.add((request, client) -> predicate.test(request.headers().getOrEmpty(name)));
			failures.add("header " + name + value.failure(name));
		});
		match.cookies().forEach((name, value) -> {
			ValuesPredicate predicate = value.compile();
			conditions.add((request, client) -> predicate.test(request.cookieValues(name)));
			failures.add("cookie " + name + value.failure("cookie"));
		});
		return new RequestConditions(conditions.toArray(EMPTY), announced, failures);
	}

	private static boolean isBetween(Instant now, @Nullable Instant after, @Nullable Instant before) {
		return (after == null || !now.isBefore(after)) && (before == null || now.isBefore(before));
	}

	boolean test(GatewayRequest request, ClientConnection client) {
		return test(this.conditions, request, client);
	}

	// Whether the request that a preflight announces may match: its headers and cookies
	// are not known yet
	boolean mayMatchAnnounced(GatewayRequest preflight, ClientConnection client) {
		return test(this.announced, preflight, client);
	}

	boolean needHeaders() {
		return this.conditions.length > this.announced.length;
	}

	/**
	 * Which of the conditions do not hold.
	 * @param request the request
	 * @param client where it comes from
	 * @return what is wrong, for people to read; empty if all of them hold
	 */
	List<String> failures(GatewayRequest request, ClientConnection client) {
		List<String> failed = new ArrayList<>();
		for (int i = 0; i < this.conditions.length; i++) {
			try {
				if (!this.conditions[i].test(request, client)) {
					failed.add(this.failures.get(i));
				}
			}
			catch (RuntimeException ex) {
				failed.add(this.failures.get(i) + ", as far as can be told: " + ex.getClass().getSimpleName());
			}
		}
		return failed;
	}

	private static boolean test(Condition[] conditions, GatewayRequest request, ClientConnection client) {
		for (Condition condition : conditions) {
			if (!condition.test(request, client)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * One compiled condition. What it throws refuses the request; it never falls through
	 * to another route.
	 */
	@FunctionalInterface
	private interface Condition {

		boolean test(GatewayRequest request, ClientConnection client);

	}

}
