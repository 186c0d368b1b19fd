package io.embeddedgateway.auth;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.Caller;

/**
 * Counts what became of requests, by the provider that vouched for the caller.
 */
public final class AuthCounts {

	/**
	 * The provider where nobody vouched for the caller.
	 */
	public static final String NOBODY = "none";

	private final Map<String, Map<AuthOutcome, LongAdder>> counts = new HashMap<>();

	AuthCounts(Collection<String> providers) {
		providers.forEach((provider) -> this.counts.put(provider, adders()));
		this.counts.put(Caller.APPLICATION, adders());
		this.counts.put(NOBODY, adders());
	}

	private static Map<AuthOutcome, LongAdder> adders() {
		Map<AuthOutcome, LongAdder> adders = new EnumMap<>(AuthOutcome.class);
		for (AuthOutcome outcome : AuthOutcome.values()) {
			adders.put(outcome, new LongAdder());
		}
		return adders;
	}

	void add(@Nullable Caller caller, AuthOutcome outcome) {
		adder((caller != null) ? caller.provider() : NOBODY, outcome).increment();
	}

	/**
	 * The providers that are told apart.
	 * @return their names, with {@link #NOBODY}
	 */
	public Set<String> providers() {
		return new TreeSet<>(this.counts.keySet());
	}

	/**
	 * How many requests there were.
	 * @param provider the provider, or {@link #NOBODY}
	 * @param outcome what became of them
	 * @return their number since the start
	 */
	public long count(String provider, AuthOutcome outcome) {
		return adder(provider, outcome).sum();
	}

	private LongAdder adder(String provider, AuthOutcome outcome) {
		Map<AuthOutcome, LongAdder> adders = this.counts.get(provider);
		// Of a provider that came later
		Map<AuthOutcome, LongAdder> known = (adders != null) ? adders : this.counts.get(NOBODY);
		return Objects.requireNonNull(Objects.requireNonNull(known).get(outcome));
	}

}
