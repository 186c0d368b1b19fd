package io.embeddedgateway.ratelimit;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.stream.IntStream;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a tier, ready to be applied. Rates come first, then quotas.
 */
final class LimitPlan {

	private final @Nullable String tier;

	private final List<Rate> rates;

	private final List<Quota> quotas;

	private final ZoneId zone;

	private final List<BucketConfiguration> configurations;

	private final @Nullable Window[] windows;

	private final LimitCounts counts;

	private volatile @Nullable Header header;

	/**
	 * Create a plan.
	 * @param tier the name of the tier, or {@code null} if there are no tiers
	 * @param limits what one caller may use
	 * @param zone whose calendar counts
	 */
	LimitPlan(@Nullable String tier, Tier limits, ZoneId zone) {
		this(tier, limits, zone, new LimitCounts());
	}

	/**
	 * Create a plan.
	 * @param tier the name of the tier, or {@code null} if there are no tiers
	 * @param limits what one caller may use
	 * @param zone whose calendar counts
	 * @param counts counts the requests
	 */
	LimitPlan(@Nullable String tier, Tier limits, ZoneId zone, LimitCounts counts) {
		this.counts = counts;
		this.tier = tier;
		this.rates = limits.rates();
		this.quotas = limits.quota();
		this.zone = zone;
		this.configurations = this.rates.stream().map(LimitPlan::configuration).toList();
		this.windows = new Window[this.quotas.size()];
	}

	/**
	 * The bucket of a rate. It is known by its period, under which it is found again when
	 * the tier changes.
	 * @param rate the rate
	 * @return its configuration
	 */
	static BucketConfiguration configuration(Rate rate) {
		return new BucketConfiguration(List.of(Bandwidth.builder()
			.capacity(rate.burst())
			.refillGreedy(rate.tokens(), rate.period())
			.id(rate.time())
			.build()));
	}

	@Nullable String tier() {
		return this.tier;
	}

	List<Rate> rates() {
		return this.rates;
	}

	List<Quota> quotas() {
		return this.quotas;
	}

	/**
	 * The buckets of the rates, one for each.
	 * @return their configurations
	 */
	List<BucketConfiguration> configurations() {
		return this.configurations;
	}

	LimitCounts counts() {
		return this.counts;
	}

	int size() {
		return this.rates.size() + this.quotas.size();
	}

	/**
	 * How much a limit gives at once.
	 * @param limit its index
	 * @return the number of tokens
	 */
	long capacity(int limit) {
		return (limit < this.rates.size()) ? this.rates.get(limit).burst()
				: this.quotas.get(limit - this.rates.size()).tokens();
	}

	/**
	 * The name of a limit.
	 * @param limit its index
	 * @return the name
	 */
	String name(int limit) {
		return (limit < this.rates.size()) ? this.rates.get(limit).name()
				: this.quotas.get(limit - this.rates.size()).name();
	}

	List<String> names() {
		return IntStream.range(0, size()).mapToObj(this::name).toList();
	}

	/**
	 * Over which time a limit counts.
	 * @param limit its index
	 * @param epochSecond the time now
	 * @return seconds, at least 1
	 */
	long windowSeconds(int limit, long epochSecond) {
		if (limit < this.rates.size()) {
			return Math.max(1, this.rates.get(limit).period().toSeconds());
		}
		Window window = window(limit - this.rates.size(), epochSecond);
		return window.end() - window.start();
	}

	/**
	 * What the header {@code RateLimit-Policy} says of all limits.
	 * @param epochSecond the time now, in seconds since 1970
	 * @return the value of the header
	 */
	String header(long epochSecond) {
		Header known = this.header;
		if (known != null && known.from() <= epochSecond && epochSecond < known.until()) {
			return known.text();
		}
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < size(); i++) {
			text.append((i > 0) ? ", \"" : "\"").append(name(i));
			text.append("\";q=").append(capacity(i)).append(";w=").append(windowSeconds(i, epochSecond));
		}
		long from = Long.MIN_VALUE;
		long until = Long.MAX_VALUE;
		for (int i = 0; i < this.quotas.size(); i++) {
			from = Math.max(from, window(i, epochSecond).start());
			until = Math.min(until, window(i, epochSecond).end());
		}
		// Whoever reads an older one makes it again
		this.header = new Header(text.toString(), from, until);
		return text.toString();
	}

	/**
	 * The end of the period of the calendar.
	 * @param quota the index of the quota
	 * @param epochSecond the time now, in seconds since 1970
	 * @return seconds since 1970
	 */
	long periodEnd(int quota, long epochSecond) {
		return window(quota, epochSecond).end();
	}

	private Window window(int quota, long epochSecond) {
		Window known = this.windows[quota];
		if (known != null && known.start() <= epochSecond && epochSecond < known.end()) {
			return known;
		}
		ZonedDateTime now = Instant.ofEpochSecond(epochSecond).atZone(this.zone);
		QuotaPeriod period = this.quotas.get(quota).period();
		Window window = new Window(period.start(now).toEpochSecond(), period.end(now).toEpochSecond());
		// Whoever reads an older one makes it again
		this.windows[quota] = window;
		return window;
	}

	/**
	 * This plan for one of several gateways that can't ask each other.
	 * @param gateways how many there are
	 * @return the plan with its share of everything, at least 1
	 */
	LimitPlan share(int gateways) {
		if (gateways == 1) {
			return this;
		}
		List<Rate> shares = this.rates.stream()
			.map((rate) -> Rate.of(part(rate.tokens(), gateways), rate.period(), part(rate.burst(), gateways)))
			.toList();
		List<Quota> parts = this.quotas.stream()
			.map((quota) -> Quota.of(part(quota.tokens(), gateways), quota.period()))
			.toList();
		return new LimitPlan(this.tier, new Tier(null, shares, parts), this.zone, this.counts);
	}

	private static long part(long tokens, int gateways) {
		return Math.max(1, tokens / gateways);
	}

	private record Window(long start, long end) {
	}

	private record Header(String text, long from, long until) {
	}

}
