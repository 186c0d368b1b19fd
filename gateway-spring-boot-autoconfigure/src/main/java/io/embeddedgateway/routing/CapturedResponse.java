package io.embeddedgateway.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

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

	private final List<Supplier<? extends Mono<Void>>> commitActions = new CopyOnWriteArrayList<>();

	private final AtomicBoolean committed = new AtomicBoolean();

	private final boolean handshake;

	private @Nullable HttpStatusCode status;

	private volatile boolean upgraded;

	private volatile @Nullable MonoSink<GatewayResponse> sink;

	/**
	 * Create a response that is held back.
	 * @param delegate the response of the server
	 * @param handshake whether the request asks for a WebSocket, for which a handler
	 * takes the connection over
	 */
	CapturedResponse(ServerHttpResponse delegate, boolean handshake) {
		super(delegate);
		delegate.getHeaders().forEach((name, values) -> this.headers.put(name, new ArrayList<>(values)));
		this.handshake = handshake;
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
			Disposable running = handling.then(Mono.defer(() -> commit(Flux.empty())))
				.contextWrite(sink.contextView())
				.subscribe(null, this::fail, this::complete);
			sink.onCancel(running);
		});
	}

	// Once there is a body, it is the body that fails
	private void fail(Throwable error) {
		MonoSink<GatewayResponse> sink = this.sink;
		if ((this.upgraded || this.committed.compareAndSet(false, true)) && sink != null) {
			sink.error(error);
		}
	}

	private void complete() {
		MonoSink<GatewayResponse> sink = this.sink;
		if (this.upgraded && sink != null) {
			sink.success(GatewayResponse.of(HttpStatus.SWITCHING_PROTOCOLS));
		}
	}

	private Mono<Void> commit(Flux<DataBuffer> body) {
		if (!this.committed.compareAndSet(false, true)) {
			return Mono.empty();
		}
		return Flux.fromIterable(this.commitActions).concatMap(Supplier::get).then(Mono.fromRunnable(() -> emit(body)));
	}

	private void emit(Flux<DataBuffer> body) {
		MonoSink<GatewayResponse> sink = this.sink;
		if (sink != null) {
			this.cookies.values()
				.forEach((cookies) -> cookies
					.forEach((cookie) -> this.headers.add(HttpHeaders.SET_COOKIE, cookie.toString())));
			HttpStatusCode status = getStatusCode();
			sink.success(new GatewayResponse((status != null) ? status : HttpStatus.OK, this.headers, body));
		}
	}

	@Override
	public void beforeCommit(Supplier<? extends Mono<Void>> action) {
		this.commitActions.add(action);
	}

	@Override
	public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
		return Mono.defer(() -> {
			if (this.committed.get()) {
				return Mono.error(new IllegalStateException("The response was written already"));
			}
			Sinks.Empty<Void> read = Sinks.empty();
			Flux<DataBuffer> observed = Flux.<DataBuffer>from(body)
				.doOnComplete(read::tryEmitEmpty)
				.doOnError(read::tryEmitError)
				.doOnCancel(read::tryEmitEmpty);
			return commit(observed).then(read.asMono());
		});
	}

	@Override
	public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
		return writeWith(Flux.from(body).concatMap(Flux::from, 1));
	}

	@Override
	public Mono<Void> setComplete() {
		return Mono.defer(() -> {
			// The handler that takes a connection over says no more than this before it
			boolean upgrade = this.handshake && this.status == null && this.committed.compareAndSet(false, true);
			this.upgraded |= upgrade;
			return upgrade ? getDelegate().setComplete() : commit(Flux.empty());
		});
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
		return (this.status != null) ? this.status : getDelegate().getStatusCode();
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
