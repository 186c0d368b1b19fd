package io.embeddedgateway.service;

import java.util.concurrent.Callable;

import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.Fuseable;
import reactor.core.publisher.Flux;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.GatewayResponse;

/**
 * Counts the bytes of both bodies of a {@linkplain TrackedCall tracked call}. What it
 * counts comes on one thread after the other.
 */
public final class BodyBytes {

	private volatile long ofRequest;

	private volatile long ofResponse;

	/**
	 * Count the body of the request.
	 * @param exchange the exchange
	 * @return the exchange with the body that is counted
	 */
	public GatewayExchange countRequest(GatewayExchange exchange) {
		GatewayRequest request = exchange.request();
		if (!request.hasBody()) {
			return exchange;
		}
		// What is announced may never come
		Flux<DataBuffer> body = request.body();
		return exchange.withRequest(request.withBody(body.doOnNext(this::countRequest)));
	}

	// By one thread at a time
	@SuppressWarnings("NonAtomicVolatileUpdate")
	private void countRequest(DataBuffer buffer) {
		this.ofRequest += buffer.readableByteCount();
	}

	/**
	 * The response came.
	 * @param response the response, to be looked at only
	 */
	public void responded(GatewayResponse response) {
		if (response.body() instanceof Fuseable.ScalarCallable<?> known) {
			this.ofResponse = length(known);
		}
		else if (response.body() instanceof Callable<?>) {
			// It belongs to whoever calls it
			this.ofResponse = Math.max(0, response.headers().getContentLength());
		}
	}

	/**
	 * Whether the parts of a body that came at once with the response have to be counted.
	 * @param response the response, to be looked at only
	 * @return {@code true} if nothing else tells its length
	 */
	public boolean watches(GatewayResponse response) {
		return !(response.body() instanceof Fuseable.ScalarCallable<?>) && response.headers().getContentLength() < 0;
	}

	private static long length(Fuseable.ScalarCallable<?> body) {
		try {
			return (body.call() instanceof DataBuffer buffer) ? buffer.readableByteCount() : 0;
		}
		catch (Exception ex) {
			// There is an error in its place
			return 0;
		}
	}

	/**
	 * A part of the body of the response passed.
	 * @param buffer the part, to be looked at only
	 */
	// By one thread at a time
	@SuppressWarnings("NonAtomicVolatileUpdate")
	public void passed(DataBuffer buffer) {
		this.ofResponse += buffer.readableByteCount();
	}

	/**
	 * The bytes of the body of the request.
	 * @return as many as were read
	 */
	public long ofRequest() {
		return this.ofRequest;
	}

	/**
	 * The bytes of the body of the response.
	 * @return as many as were passed on
	 */
	public long ofResponse() {
		return this.ofResponse;
	}

}
