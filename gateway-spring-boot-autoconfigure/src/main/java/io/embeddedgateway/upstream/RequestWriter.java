package io.embeddedgateway.upstream;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;

/**
 * Sends a request on a stream.
 */
final class RequestWriter {

	/**
	 * How long a client that expects {@code 100 Continue} is left without it; an instance
	 * may not know it (RFC 9110 §10.1.1).
	 */
	private static final Duration CONTINUE_TIMEOUT = Duration.ofSeconds(1);

	private final Exchange exchange;

	private final UpstreamRequest request;

	private final HttpStream stream;

	private @Nullable RequestBody body;

	private boolean complete;

	private boolean cancelled;

	RequestWriter(Exchange exchange, HttpStream stream) {
		this.exchange = exchange;
		this.request = exchange.request();
		this.stream = stream;
	}

	/**
	 * Whether all of the request was sent.
	 * @return {@code true} if it was
	 */
	boolean isComplete() {
		return this.complete;
	}

	/**
	 * Whether nothing moves because the instance takes no more.
	 * @return {@code true} if so
	 */
	boolean isHeldBack() {
		return this.body != null && this.body.isHeldBack();
	}

	/**
	 * Whether it is the turn of the client to send.
	 * @return {@code true} if so
	 */
	boolean isSending() {
		return !this.complete && this.body != null;
	}

	void begin() {
		Flux<DataBuffer> body = this.request.body();
		this.stream.expectWithin(this.request.responseTimeout());
		if (body == null || RequestMessages.isUpgrade(this.request)) {
			this.complete = true;
			this.stream.write(RequestMessages.whole(this.request));
			this.stream.flush();
			return;
		}
		this.stream.write(RequestMessages.head(this.request));
		if (RequestMessages.expectsContinue(this.request)) {
			this.stream.flush();
			Future<?> unused = this.stream.channel()
				.eventLoop()
				.schedule(this::goOn, CONTINUE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
		}
		else {
			goOn();
		}
	}

	/**
	 * Send the body, if it waits for that.
	 */
	void goOn() {
		Flux<DataBuffer> body = this.request.body();
		if (body != null && this.body == null && !this.complete && !this.cancelled) {
			this.body = new RequestBody(this.exchange, this.stream, RequestMessages.announcedLength(this.request),
					DefaultHttpContent::new);
			this.stream.expectWithin(this.request.idleTimeout());
			body.subscribe(this.body);
		}
	}

	/**
	 * From here on there are only bytes.
	 */
	void tunnel() {
		Flux<DataBuffer> body = this.request.body();
		if (body != null && !this.cancelled) {
			this.stream.switchToBytes();
			this.body = new RequestBody(this.exchange, this.stream, -1, (bytes) -> bytes);
			body.subscribe(this.body);
		}
	}

	void bodyComplete(boolean tunnel) {
		this.complete = true;
		if (tunnel) {
			// The client sends no more; what it sent before still goes out
			this.stream.finish();
		}
		else {
			this.stream.write(RequestMessages.end(this.request));
			this.stream.flush();
		}
	}

	void writable() {
		if (this.body != null) {
			this.body.writable();
		}
	}

	void cancel() {
		this.cancelled = true;
		if (this.body != null) {
			this.body.cancel();
		}
	}

}
