package io.embeddedgateway.routing;

import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Sinks;

import io.embeddedgateway.GatewayResponse;

/**
 * What an own handler writes, held back as a value instead of going to the client. The
 * handler goes on running while its body is read, and completes when that is done.
 */
final class CapturedResponse extends ServerHttpResponseDecorator {

	private final HttpHeaders headers = new HttpHeaders();

	private final MultiValueMap<String, ResponseCookie> cookies = new LinkedMultiValueMap<>();

	private final AtomicBoolean committed = new AtomicBoolean();

	private @Nullable HttpStatusCode status;

	private volatile @Nullable MonoSink<GatewayResponse> sink;

	CapturedResponse(ServerHttpResponse delegate) {
		super(delegate);
		delegate.getHeaders().forEach(this.headers::addAll);
		this.status = delegate.getStatusCode();
	}

	/**
	 * Run the handler until it writes.
	 * @param handling the handler, which writes to this response
	 * @return what it wrote, or the error it ended with before it did
	 */
	Mono<GatewayResponse> capture(Mono<Void> handling) {
		return Mono.create((sink) -> {
			this.sink = sink;
			// The handler outlives the response it gives: it completes when the body was
			// read. So it can't be part of the Mono that ends with the response, and has
			// a subscription of its own.
			Disposable running = handling.contextWrite(sink.contextView())
				.subscribe(null, this::fail, this::completeEmpty);
			sink.onCancel(running);
		});
	}

	// Once there is a body, it is the body that fails
	private void fail(Throwable error) {
		MonoSink<GatewayResponse> sink = this.sink;
		if (this.committed.compareAndSet(false, true) && sink != null) {
			sink.error(error);
		}
	}

	private void completeEmpty() {
		if (this.committed.compareAndSet(false, true)) {
			emit(Flux.empty());
		}
	}

	private void emit(Flux<DataBuffer> body) {
		MonoSink<GatewayResponse> sink = this.sink;
		if (sink != null) {
			this.cookies.values()
				.forEach((cookies) -> cookies
					.forEach((cookie) -> this.headers.add(HttpHeaders.SET_COOKIE, cookie.toString())));
			HttpStatusCode status = (this.status != null) ? this.status : HttpStatus.OK;
			sink.success(new GatewayResponse(status, this.headers, body));
		}
	}

	@Override
	public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
		return Mono.defer(() -> {
			if (!this.committed.compareAndSet(false, true)) {
				return Mono.error(new IllegalStateException("The response was written already"));
			}
			Sinks.Empty<Void> read = Sinks.empty();
			emit(Flux.<DataBuffer>from(body)
				.doOnComplete(read::tryEmitEmpty)
				.doOnError(read::tryEmitError)
				.doOnCancel(read::tryEmitEmpty));
			return read.asMono();
		});
	}

	@Override
	public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
		return writeWith(Flux.from(body).concatMap(Flux::from, 1));
	}

	@Override
	public Mono<Void> setComplete() {
		return Mono.fromRunnable(this::completeEmpty);
	}

	@Override
	public boolean isCommitted() {
		return this.committed.get() || super.isCommitted();
	}

	@Override
	public boolean setStatusCode(@Nullable HttpStatusCode status) {
		if (isCommitted()) {
			return false;
		}
		this.status = status;
		return true;
	}

	@Override
	public @Nullable HttpStatusCode getStatusCode() {
		return this.status;
	}

	@Override
	public HttpHeaders getHeaders() {
		return this.headers;
	}

	@Override
	public MultiValueMap<String, ResponseCookie> getCookies() {
		return this.cookies;
	}

	@Override
	public void addCookie(ResponseCookie cookie) {
		this.cookies.add(cookie.getName(), cookie);
	}

}
