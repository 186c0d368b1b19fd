package io.embeddedgateway.websocket;

import io.micrometer.core.instrument.MeterRegistry;

import io.embeddedgateway.metrics.GatewayMeter;
import io.embeddedgateway.metrics.GatewayMeters;
import io.embeddedgateway.text.KebabCase;

/**
 * Makes meters of the WebSockets that are open, and of how others ended.
 */
public final class WebSocketMetrics {

	private final GatewayMeters meters;

	/**
	 * Count from now on.
	 * @param sessions the WebSockets
	 * @param registry where to count
	 */
	public WebSocketMetrics(WebSocketSessions sessions, MeterRegistry registry) {
		this.meters = new GatewayMeters(registry);
		this.meters.gauge(GatewayMeter.WEBSOCKETS, sessions, WebSocketSessions::open);
		for (CloseKind kind : CloseKind.values()) {
			this.meters.counter(GatewayMeter.WEBSOCKETS_CLOSED, sessions, (counted) -> counted.closed(kind),
					KebabCase.of(kind));
		}
	}

}
