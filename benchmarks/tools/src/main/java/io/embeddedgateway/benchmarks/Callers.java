package io.embeddedgateway.benchmarks;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Sends the requests of a scenario in the name of its callers. Where callers never
 * repeat, no process gets a token twice: a round that has used up its share ends before
 * its time.
 */
final class Callers {

	private static final int REPEATING = 100;

	private static final int NEW_PER_ROUND = 20_000;

	private static final int NEW_TO_WARM_UP = 2 * NEW_PER_ROUND;

	private final SignedTokens tokens;

	private final Map<Scenario, List<Exchange>> repeating = new EnumMap<>(Scenario.class);

	private final Map<RunningProxy, Integer> used = new HashMap<>();

	Callers(SignedTokens tokens) {
		this.tokens = tokens;
	}

	/**
	 * How many tokens a run needs.
	 * @param scenarios its scenarios
	 * @param rounds the number of rounds
	 * @return the number
	 */
	static int tokens(List<Scenario> scenarios, int rounds) {
		boolean fresh = scenarios.stream().anyMatch((scenario) -> scenario.callers() == Kind.NEW);
		return REPEATING + (fresh ? NEW_TO_WARM_UP + rounds * NEW_PER_ROUND : 0);
	}

	/**
	 * The requests of one round.
	 * @param scenario the scenario
	 * @param proxy who gets them
	 * @return the requests in turn, {@code null} at their end
	 */
	Supplier<Exchange> round(Scenario scenario, RunningProxy proxy) {
		return requests(scenario, proxy, NEW_PER_ROUND);
	}

	/**
	 * The requests before the first round.
	 * @param scenario the scenario
	 * @param proxy who gets them
	 * @return the requests in turn, {@code null} at their end
	 */
	Supplier<Exchange> warmUp(Scenario scenario, RunningProxy proxy) {
		return requests(scenario, proxy, NEW_TO_WARM_UP);
	}

	private Supplier<Exchange> requests(Scenario scenario, RunningProxy proxy, int share) {
		return switch (scenario.callers()) {
			case NONE -> scenario::exchange;
			case REPEATING -> repeating(scenario);
			case NEW -> fresh(scenario, proxy, share);
		};
	}

	private Supplier<Exchange> repeating(Scenario scenario) {
		List<Exchange> exchanges = this.repeating.computeIfAbsent(scenario,
				(key) -> IntStream.range(0, REPEATING).mapToObj((i) -> scenario.exchange(this.tokens.get(i))).toList());
		int[] next = { 0 };
		return () -> exchanges.get(next[0]++ % REPEATING);
	}

	private Supplier<Exchange> fresh(Scenario scenario, RunningProxy proxy, int share) {
		int[] next = { this.used.getOrDefault(proxy, REPEATING) };
		int end = next[0] + share;
		if (end > this.tokens.count()) {
			throw new IllegalStateException(proxy.proxy().id() + " has had all " + this.tokens.count() + " tokens");
		}
		this.used.put(proxy, end);
		return () -> (next[0] < end) ? scenario.exchange(this.tokens.get(next[0]++)) : null;
	}

	/**
	 * Who calls.
	 */
	enum Kind {

		/**
		 * Nobody who says who it is.
		 */
		NONE,

		/**
		 * A hundred callers in turn, each with one token.
		 */
		REPEATING,

		/**
		 * Each time another one.
		 */
		NEW

	}

}
