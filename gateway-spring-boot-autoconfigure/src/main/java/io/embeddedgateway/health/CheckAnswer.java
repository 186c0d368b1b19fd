package io.embeddedgateway.health;

import java.io.ByteArrayOutputStream;
import java.util.function.Supplier;

import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.util.context.Context;

import io.embeddedgateway.upstream.Connector;
import io.embeddedgateway.upstream.Endpoint;
import io.embeddedgateway.upstream.Exchange;
import io.embeddedgateway.upstream.UpstreamException;
import io.embeddedgateway.upstream.UpstreamListener;
import io.embeddedgateway.upstream.UpstreamRequest;
import io.embeddedgateway.upstream.UpstreamResponse;

/**
 * What an instance answered to a check.
 *
 * @param status the status
 * @param headers the headers
 * @param body the body, of which no more than 64 KiB are read
 * @param trailers the fields behind the body
 */
@SuppressWarnings("ArrayRecordComponent") // read once, by the check that asked for it
record CheckAnswer(int status, HttpHeaders headers, byte[] body, HttpHeaders trailers) {

	private static final int MOST = 64 * 1024;

	/**
	 * Ask an instance.
	 * @param connector the connections
	 * @param instance scheme, host and port
	 * @param request what to ask
	 * @return the answer, or an {@link UpstreamException}
	 */
	static Mono<CheckAnswer> of(Connector connector, Endpoint instance, UpstreamRequest request) {
		return Mono.create((result) -> {
			Reception reception = new Reception(result);
			Exchange exchange = connector.send(instance, request, reception);
			result.onDispose(() -> {
				exchange.cancel();
				reception.dispose();
			});
		});
	}

	/**
	 * Receives an answer. It reads the body in any case, so that none is left behind when
	 * the check is given up at the same time.
	 */
	private static final class Reception extends BaseSubscriber<DataBuffer> implements UpstreamListener {

		private final MonoSink<CheckAnswer> result;

		private final ByteArrayOutputStream body = new ByteArrayOutputStream();

		private int status;

		private HttpHeaders headers = EmptyHttpHeaders.INSTANCE;

		private @Nullable Supplier<@Nullable HttpHeaders> trailers;

		Reception(MonoSink<CheckAnswer> result) {
			this.result = result;
		}

		@Override
		public void onInterim(int status, HttpHeaders headers) {
			// Says nothing yet
		}

		@Override
		public void onResponse(UpstreamResponse response) {
			this.status = response.status();
			this.headers = response.headers();
			this.trailers = response.trailers();
			response.body().subscribe(this);
		}

		@Override
		public void onError(UpstreamException error) {
			this.result.error(error);
		}

		@Override
		public Throwable onBodyError(UpstreamException error) {
			return error;
		}

		@Override
		public void onEnd() {
			// The answer says so
		}

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
			subscription.request(Long.MAX_VALUE);
		}

		@Override
		protected void hookOnNext(DataBuffer buffer) {
			byte[] bytes = new byte[Math.min(buffer.readableByteCount(), MOST - this.body.size())];
			buffer.read(bytes);
			DataBufferUtils.release(buffer);
			this.body.writeBytes(bytes);
			if (this.body.size() == MOST) {
				cancel();
				answer();
			}
		}

		@Override
		protected void hookOnComplete() {
			answer();
		}

		@Override
		protected void hookOnError(Throwable error) {
			this.result.error(error);
		}

		private void answer() {
			HttpHeaders trailers = (this.trailers != null) ? this.trailers.get() : null;
			this.result.success(new CheckAnswer(this.status, this.headers, this.body.toByteArray(),
					(trailers != null) ? trailers : EmptyHttpHeaders.INSTANCE));
		}

		@Override
		public Context currentContext() {
			return Context.empty();
		}

	}

}
