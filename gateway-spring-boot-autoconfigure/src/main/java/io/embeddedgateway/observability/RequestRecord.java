package io.embeddedgateway.observability;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.Caller;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.Route;
import io.embeddedgateway.service.BodyBytes;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.ServiceInstance;

/**
 * What is known about one request on a route: written while it is on its way, complete
 * when it is over. Who measures, logs or explains requests reads it.
 */
public final class RequestRecord {

	private final GatewayExchange exchange;

	private final BodyBytes bytes = new BodyBytes();

	private final long begun;

	private volatile long responded;

	private volatile long ended;

	private volatile int status;

	private volatile Termination termination = Termination.COMPLETE;

	private volatile @Nullable String traceId;

	private int attempts;

	private @Nullable LiveService service;

	private @Nullable ServiceInstance instance;

	private @Nullable GatewayExchange sent;

	private @Nullable Throwable attemptError;

	/**
	 * How many attempts wait for an instance.
	 */
	private int waiting;

	private long waitingSince;

	private long waited;

	RequestRecord(GatewayExchange exchange, long now) {
		this.exchange = exchange;
		this.begun = now;
	}

	/**
	 * The route that the request matched.
	 * @return the route
	 */
	public Route route() {
		return this.exchange.route();
	}

	/**
	 * The exchange as it entered the route: {@link GatewayExchange#received()} is the
	 * request, {@link GatewayExchange#foundCaller()} who is calling.
	 * @return the exchange
	 */
	public GatewayExchange exchange() {
		return this.exchange;
	}

	/**
	 * Who is calling.
	 * @return the caller, or {@code null} if nobody found that out
	 */
	public @Nullable Caller caller() {
		return this.exchange.foundCaller();
	}

	/**
	 * The status of the answer.
	 * @return the status, or 0 if the client left before there was one
	 */
	public int status() {
		return this.status;
	}

	/**
	 * How the request ended.
	 * @return the end, once it is over
	 */
	public Termination termination() {
		return this.termination;
	}

	/**
	 * How often an instance was sent the request, or a part of it.
	 * @return the number, 0 if none was
	 */
	public synchronized int attempts() {
		return this.attempts;
	}

	/**
	 * The service that was asked last.
	 * @return the service, or {@code null} if none was
	 */
	public synchronized @Nullable LiveService service() {
		return this.service;
	}

	/**
	 * The instance that was asked last.
	 * @return the instance, or {@code null} if none was
	 */
	public synchronized @Nullable ServiceInstance instance() {
		return this.instance;
	}

	/**
	 * The exchange that was sent last: its request is what the instance got.
	 * @return the exchange, or {@code null} if none was sent
	 */
	public synchronized @Nullable GatewayExchange sent() {
		return this.sent;
	}

	/**
	 * The trace that the request belongs to.
	 * @return the id in hexadecimal digits, or {@code null} if requests are not traced
	 */
	public @Nullable String traceId() {
		return this.traceId;
	}

	/**
	 * The bytes of the body of the request.
	 * @return the number, 0 or more
	 */
	public long requestBytes() {
		return this.bytes.ofRequest();
	}

	/**
	 * The bytes of the body of the response.
	 * @return the number, 0 or more
	 */
	public long responseBytes() {
		return this.bytes.ofResponse();
	}

	/**
	 * The time from the first filter to the last byte of the response.
	 * @return the time so far, or of all if the request is over, in nanoseconds
	 */
	public long totalNanos() {
		return ((this.ended != 0) ? this.ended : System.nanoTime()) - this.begun;
	}

	/**
	 * The time from the first filter to the headers of the response.
	 * @return the time so far, or of all if there are headers or the request is over, in
	 * nanoseconds
	 */
	public long responseNanos() {
		return (this.responded != 0) ? this.responded - this.begun : totalNanos();
	}

	/**
	 * The time in which at least one instance was waited for, up to the headers of its
	 * response.
	 * @return the time in nanoseconds
	 */
	public synchronized long upstreamNanos() {
		return this.waited + ((this.waiting > 0) ? System.nanoTime() - this.waitingSince : 0);
	}

	/**
	 * The time up to the headers of the response that the gateway took for itself.
	 * @return the time in nanoseconds
	 */
	public long gatewayNanos() {
		return Math.max(0, responseNanos() - upstreamNanos());
	}

	BodyBytes bytes() {
		return this.bytes;
	}

	void traceId(@Nullable String traceId) {
		this.traceId = traceId;
	}

	void responded(int status) {
		this.responded = System.nanoTime();
		this.status = status;
	}

	void ended(int status, Termination termination) {
		this.status = status;
		this.termination = termination;
		this.ended = System.nanoTime();
	}

	/**
	 * An attempt begins.
	 * @param sent the exchange that is sent
	 * @param service the service that is asked
	 * @param instance the instance that is asked
	 * @param now the time
	 * @return which attempt this is, from 1
	 */
	synchronized int attemptBegun(GatewayExchange sent, LiveService service, ServiceInstance instance, long now) {
		this.attempts++;
		this.sent = sent;
		this.service = service;
		this.instance = instance;
		this.attemptError = null;
		if (this.waiting++ == 0) {
			this.waitingSince = now;
		}
		return this.attempts;
	}

	/**
	 * An attempt has its response, or failed before it came.
	 * @param now the time
	 */
	synchronized void attemptAnswered(long now) {
		if (--this.waiting == 0) {
			this.waited += now - this.waitingSince;
		}
	}

	synchronized void attemptFailed(@Nullable Throwable error) {
		if (error != null) {
			this.attemptError = error;
		}
	}

	synchronized @Nullable Throwable attemptError() {
		return this.attemptError;
	}

	@Override
	public String toString() {
		return this.exchange + ": " + this.status + " " + this.termination.cause();
	}

}
