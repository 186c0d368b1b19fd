package io.embeddedgateway.observability.tracing;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.service.CallOutcome;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.ServiceInstance;

/**
 * What is known of an attempt when its observation is named and described. The carrier
 * are the headers that the instance is sent.
 */
public final class GatewayAttemptObservationContext extends SenderContext<HttpHeaders> {

	private final GatewayExchange exchange;

	private final LiveService service;

	private final ServiceInstance instance;

	private final int attempt;

	private volatile int status;

	private volatile @Nullable CallOutcome outcome;

	/**
	 * Create a context.
	 * @param exchange the exchange that is sent
	 * @param service the service
	 * @param instance the instance
	 * @param attempt which attempt of the request this is, from 1
	 */
	public GatewayAttemptObservationContext(GatewayExchange exchange, LiveService service, ServiceInstance instance,
			int attempt) {
		super((headers, name, value) -> {
			if (headers != null) {
				headers.set(name, value);
			}
		}, Kind.CLIENT);
		this.exchange = exchange;
		this.service = service;
		this.instance = instance;
		this.attempt = attempt;
		setRemoteServiceName(service.id());
		setRemoteServiceAddress(instance.id());
	}

	/**
	 * The exchange that is sent: its request is what the instance gets, its route the one
	 * that leads to the service.
	 * @return the exchange
	 */
	public GatewayExchange exchange() {
		return this.exchange;
	}

	/**
	 * The service.
	 * @return the service
	 */
	public LiveService service() {
		return this.service;
	}

	/**
	 * The instance.
	 * @return the instance
	 */
	public ServiceInstance instance() {
		return this.instance;
	}

	/**
	 * Which attempt of the request this is.
	 * @return the number, from 1; parts of an aggregate are counted together
	 */
	public int attempt() {
		return this.attempt;
	}

	/**
	 * The status of the response.
	 * @return the status, or 0 if there is none
	 */
	public int status() {
		return this.status;
	}

	/**
	 * How the attempt ended.
	 * @return the outcome, or {@code null} before the end; {@link CallOutcome#UNKNOWN}
	 * without an {@linkplain #getError() error} if nobody wanted the response any more
	 */
	public @Nullable CallOutcome outcome() {
		return this.outcome;
	}

	void responded(int status) {
		this.status = status;
	}

	void ended(CallOutcome outcome) {
		this.outcome = outcome;
	}

}
