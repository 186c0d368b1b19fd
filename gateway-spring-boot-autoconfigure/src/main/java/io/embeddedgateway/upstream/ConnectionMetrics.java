package io.embeddedgateway.upstream;

import io.micrometer.core.instrument.MeterRegistry;

import io.embeddedgateway.metrics.GatewayMeter;
import io.embeddedgateway.metrics.GatewayMeters;

/**
 * Makes meters of the connections to each instance, as long as there are any. Those of
 * health checks do not count.
 */
public final class ConnectionMetrics {

	private final GatewayMeters meters;

	/**
	 * Measure from now on.
	 * @param connections the connections
	 * @param registry where to measure
	 */
	public ConnectionMetrics(UpstreamConnections connections, MeterRegistry registry) {
		this.meters = new GatewayMeters(registry);
		connections.counts().observe(this::register);
	}

	private Runnable register(PoolCounts counts) {
		GatewayMeters own = this.meters.group();
		String instance = counts.instance();
		own.gauge(GatewayMeter.CONNECTIONS, counts, PoolCounts::busyNow, instance, "busy");
		own.gauge(GatewayMeter.CONNECTIONS, counts, PoolCounts::idleNow, instance, "idle");
		own.gauge(GatewayMeter.CONNECTIONS_PENDING, counts, PoolCounts::pendingNow, instance);
		own.counter(GatewayMeter.CONNECTIONS_CLOSED, counts, PoolCounts::timesClosed, instance);
		own.counter(GatewayMeter.CONNECTIONS_FAILED, counts, PoolCounts::timesFailed, instance);
		own.timer(GatewayMeter.CONNECT, counts, PoolCounts::timesOpened, PoolCounts::connectNanos, instance);
		return own::close;
	}

}
