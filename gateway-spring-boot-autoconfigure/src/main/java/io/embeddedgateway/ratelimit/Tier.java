package io.embeddedgateway.ratelimit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What one caller may use: all limits and quotas hold at the same time, and a request
 * takes from all of them or from none.
 *
 * @param limit a rate, or {@code null}
 * @param limits further rates, for different periods
 * @param quota how much in periods of the calendar, one for each kind of period
 */
public record Tier(@Nullable Rate limit, @DefaultValue List<Rate> limits, @DefaultValue List<Quota> quota) {

	/**
	 * Check the tier.
	 * @throws IllegalArgumentException if it limits nothing, or has two limits for the
	 * same period
	 */
	public Tier {
		limits = List.copyOf(limits);
		quota = List.copyOf(quota);
		if (limit == null && limits.isEmpty() && quota.isEmpty()) {
			throw new IllegalArgumentException(
					"limits nothing. Write for example 'limit: 100/1s' or 'quota: 20000/month'");
		}
		checkDifferent(rates(limit, limits), quota);
	}

	/**
	 * A tier from its short form.
	 * @param text rates and quotas separated by commas: {@code 100/1s},
	 * {@code 10/1s, 20000/month}
	 * @return the tier
	 * @throws IllegalArgumentException if the text says something else
	 */
	public static Tier of(String text) {
		List<Rate> rates = new ArrayList<>();
		List<Quota> quotas = new ArrayList<>();
		for (String part : text.split(",", -1)) {
			if (Quota.isQuota(part)) {
				quotas.add(Quota.of(part));
			}
			else {
				rates.add(Rate.of(part));
			}
		}
		return new Tier(null, rates, quotas);
	}

	/**
	 * All rates.
	 * @return the rates, in the order that they were declared
	 */
	public List<Rate> rates() {
		return rates(this.limit, this.limits);
	}

	private static List<Rate> rates(@Nullable Rate limit, List<Rate> limits) {
		List<Rate> all = new ArrayList<>(limits.size() + 1);
		if (limit != null) {
			all.add(limit);
		}
		all.addAll(limits);
		return all;
	}

	// A limit is found by its period in another tier, when a caller changes the tier
	private static void checkDifferent(List<Rate> rates, List<Quota> quotas) {
		Set<Object> periods = new HashSet<>();
		rates.forEach((rate) -> check(periods.add(rate.period()), rate.time()));
		quotas.forEach((quota) -> check(periods.add(quota.period()), quota.name()));
	}

	private static void check(boolean different, String period) {
		if (!different) {
			throw new IllegalArgumentException(
					"has two limits for the same period (" + period + "). Keep the lower one");
		}
	}

}
