package io.embeddedgateway.resilience;

import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import io.embeddedgateway.metrics.GatewayMeter;
import io.embeddedgateway.metrics.GatewayMeters;
import io.embeddedgateway.text.KebabCase;

/**
 * Makes meters of what circuit breakers, limits of concurrency, retries and hedged
 * requests do. Those of a route go with it.
 */
public final class ResilienceMetrics {

	private final GatewayMeters meters;

	/**
	 * Measure from now on.
	 * @param breakers the circuit breakers
	 * @param limits the limits of concurrency
	 * @param retries the retries and hedged requests
	 * @param registry where to measure
	 */
	public ResilienceMetrics(CircuitBreakerFeature breakers, MaxConcurrentFeature limits, RetryFeature retries,
			MeterRegistry registry) {
		this.meters = new GatewayMeters(registry);
		breakers.observe(this::register);
		limits.observe(this::register);
		retries.observe(this::register);
	}

	private Runnable register(@Nullable String service, @Nullable String route, Breaker breaker) {
		GatewayMeters own = this.meters.group();
		BreakerCounts counts = breaker.counts();
		for (CircuitBreakerState state : CircuitBreakerState.values()) {
			String text = KebabCase.of(state);
			own.gauge(GatewayMeter.CIRCUIT_BREAKER_STATE, breaker, (of) -> (of.state() == state) ? 1 : 0, service,
					route, text);
			own.counter(GatewayMeter.CIRCUIT_BREAKER_TRANSITIONS, counts, (of) -> of.transitions(state), service, route,
					text);
		}
		own.counter(GatewayMeter.CIRCUIT_BREAKER_REFUSED, counts, BreakerCounts::refusals, service, route);
		return own::close;
	}

	private Runnable register(@Nullable String service, @Nullable String route, ConcurrencyLimit limit) {
		GatewayMeters own = this.meters.group();
		own.gauge(GatewayMeter.CONCURRENCY_LIMIT, limit, ConcurrencyLimit::limit, service, route);
		own.gauge(GatewayMeter.CONCURRENCY_ACTIVE, limit, ConcurrencyLimit::inFlight, service, route);
		own.gauge(GatewayMeter.CONCURRENCY_WAITING, limit, ConcurrencyLimit::waiting, service, route);
		own.counter(GatewayMeter.CONCURRENCY_REFUSED, limit, ConcurrencyLimit::refused, service, route);
		return own::close;
	}

	private Runnable register(@Nullable String service, @Nullable String route, RetryCounts counts) {
		GatewayMeters own = this.meters.group();
		own.counter(GatewayMeter.RETRIES, counts, RetryCounts::unsent, route, service, "unsent");
		own.counter(GatewayMeter.RETRIES, counts, RetryCounts::errors, route, service, "error");
		own.counter(GatewayMeter.RETRIES, counts, RetryCounts::statuses, route, service, "status");
		own.counter(GatewayMeter.RETRIES_REFUSED, counts, RetryCounts::refused, route, service);
		own.counter(GatewayMeter.HEDGES, counts, RetryCounts::hedges, route, service);
		own.counter(GatewayMeter.HEDGES_WON, counts, RetryCounts::hedgesWon, route, service);
		return own::close;
	}

}
