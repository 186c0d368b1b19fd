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

	private RequestConditions(Condition[] conditions, Condition[] announced) {
		this.conditions = conditions;
		this.announced = announced;
	}

	static RequestConditions compile(RequestMatch match, Clock clock) {
		List<Condition> conditions = new ArrayList<>();
		if (match.after() != null || match.before() != null) {
			conditions.add((request, client) -> isBetween(clock.instant(), match.after(), match.before()));
		}
		if (!match.clientIps().isEmpty()) {
			List<AddressRange> ranges = match.clientIps();
			conditions.add((request, client) -> ranges.stream().anyMatch((range) -> range.contains(client.address())));
		}
		match.query().forEach((name, value) -> {
			ValuesPredicate predicate = value.compile();
			conditions.add((request, client) -> predicate.test(request.queryValues(name)));
		});
		Condition[] announced = conditions.toArray(EMPTY);
		match.headers().forEach((name, value) -> {
			ValuesPredicate predicate = value.compile();
			conditions.add((request, client) -> predicate.test(request.headers().getOrEmpty(name)));
		});
		match.cookies().forEach((name, value) -> {
			ValuesPredicate predicate = value.compile();
			conditions.add((request, client) -> predicate.test(request.cookieValues(name)));
		});
		return new RequestConditions(conditions.toArray(EMPTY), announced);
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
