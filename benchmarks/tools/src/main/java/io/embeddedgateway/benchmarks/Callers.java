package io.embeddedgateway.benchmarks;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Sends the requests of a scenario in the name of its callers. Where callers never
 * repeat, no process gets a token twice: a round that has used up its share ends before
 * its time.
 */
final class Callers {

	/**
	 * The header with the name of a caller that has no token.
	 */
	static final String NAME_HEADER = "X-Client";

	private static final int REPEATING = 100;

	private static final int NEW_PER_ROUND = 20_000;

	private static final int NEW_TO_WARM_UP = 2 * NEW_PER_ROUND;

	private final SignedTokens tokens;

	private final Map<Scenario, List<Exchange>> repeating = new EnumMap<>(Scenario.class);

	private final Map<RunningProxy, int[]> next = new HashMap<>();

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
		if (scenario.callers() != Kind.NEW) {
			return warmUp(scenario, proxy);
		}
		int begin = next(proxy)[0];
		if (begin + NEW_PER_ROUND > this.tokens.count()) {
			throw new IllegalStateException(
					proxy.proxy().id() + " has had %d of %d tokens".formatted(begin, this.tokens.count()));
		}
		return fresh(scenario, proxy, begin + NEW_PER_ROUND);
	}

	/**
	 * Requests before the first round.
	 * @param scenario the scenario
	 * @param proxy who gets them
	 * @return the requests in turn, {@code null} at their end
	 */
	Supplier<Exchange> warmUp(Scenario scenario, RunningProxy proxy) {
		return switch (scenario.callers()) {
			case NONE -> scenario::exchange;
			case NAMED -> repeating(scenario, (i) -> "client-" + i);
			case REPEATING -> repeating(scenario, this.tokens::get);
			case NEW -> fresh(scenario, proxy, REPEATING + NEW_TO_WARM_UP);
		};
	}

	private Supplier<Exchange> repeating(Scenario scenario, IntFunction<String> caller) {
		List<Exchange> exchanges = this.repeating.computeIfAbsent(scenario,
				(key) -> IntStream.range(0, REPEATING).mapToObj((i) -> scenario.exchange(caller.apply(i))).toList());
		int[] next = { 0 };
		return () -> exchanges.get(next[0]++ % REPEATING);
	}

	private int[] next(RunningProxy proxy) {
		return this.next.computeIfAbsent(proxy, (key) -> new int[] { REPEATING });
	}

	private Supplier<Exchange> fresh(Scenario scenario, RunningProxy proxy, int end) {
		int[] next = next(proxy);
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
		 * A hundred callers in turn, each with its name in a header.
		 */
		NAMED,

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
