package io.embeddedgateway.resilience;

import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.util.unit.DataSize;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import io.embeddedgateway.GatewayRequest;

/**
 * The body of a request that may have to be sent again. A reader that leaves early does
 * not end the body, until it is {@link #settle() settled} that there will be no other.
 */
final class ReplayBody extends Flux<DataBuffer> implements CoreSubscriber<DataBuffer> {

	private final Flux<DataBuffer> source;

	private final KeptBytes kept;

	private final AtomicInteger signals = new AtomicInteger();

	private boolean keeping = true;

	private volatile @Nullable Reader reader;

	private volatile boolean read;

	private @Nullable Subscription subscription;

	private boolean asked;

	private @Nullable DataBuffer next;

	private volatile boolean over;

	private volatile @Nullable Throwable error;

	private ReplayBody(Flux<DataBuffer> source, long max) {
		this.source = source;
		this.kept = new KeptBytes(max);
	}

	/**
	 * The body of a request, as one that can be read again.
	 * @param request the request
	 * @param max the most bytes that are kept
	 * @return the body, or {@code null} if the request has none, or asks for another
	 * protocol
	 */
	static @Nullable ReplayBody of(GatewayRequest request, DataSize max) {
		if (!request.hasBody() || request.isWebSocket()) {
			return null;
		}
		boolean hopeless = request.headers().getContentLength() > max.toBytes();
		return new ReplayBody(request.body(), hopeless ? 0 : max.toBytes());
	}

	// Not read yet, or kept as far as it was
	synchronized boolean isReplayable() {
		return !this.read || (this.keeping && !this.kept.isTooMany());
	}

	/**
	 * The body will not be read again: nothing of it is kept any more.
	 */
	void settle() {
		synchronized (this) {
			this.keeping = false;
			forget();
			if (this.reader != null || !this.read) {
				return;
			}
		}
		cancelSource();
	}

	// As long as the reader has to catch up, it needs what is kept
	private void forget() {
		Reader reader = this.reader;
		if (reader == null) {
			this.kept.clear();
		}
		else if (reader.position == this.kept.count()) {
			this.kept.clear();
			reader.position = 0;
		}
	}

	private void cancelSource() {
		Subscription subscription;
		DataBuffer unread;
		synchronized (this) {
			subscription = this.over ? null : this.subscription;
			this.over = true;
			unread = this.next;
			this.next = null;
		}
		if (unread != null) {
			DataBufferUtils.release(unread);
		}
		if (subscription != null) {
			subscription.cancel();
		}
	}

	@Override
	public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
		Reader reader = new Reader(actual);
		boolean first = !this.read;
		synchronized (this) {
			if (!isReplayable()) {
				Operators.error(actual, new IllegalStateException("The body of the request can't be read again"));
				return;
			}
			this.read = true;
			this.reader = reader;
		}
		actual.onSubscribe(reader);
		if (first) {
			this.source.subscribe(this);
		}
	}

	@Override
	public Context currentContext() {
		Reader reader = this.reader;
		return (reader != null) ? reader.actual.currentContext() : Context.empty();
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		synchronized (this) {
			this.subscription = subscription;
		}
		if (this.over) {
			subscription.cancel();
		}
		drain();
	}

	@Override
	public void onNext(DataBuffer buffer) {
		boolean unwanted;
		synchronized (this) {
			unwanted = this.over;
			this.asked = false;
			this.next = unwanted ? null : buffer;
		}
		if (unwanted) {
			DataBufferUtils.release(buffer);
		}
		drain();
	}

	@Override
	public void onError(Throwable error) {
		end(error);
	}

	@Override
	public void onComplete() {
		end(null);
	}

	private void end(@Nullable Throwable error) {
		synchronized (this) {
			this.error = error;
			this.over = true;
		}
		drain();
	}

	private void drain() {
		if (this.signals.getAndIncrement() != 0) {
			return;
		}
		int handled = 1;
		do {
			boolean more = true;
			while (more) {
				more = step();
			}
			handled = this.signals.addAndGet(-handled);
		}
		while (handled != 0);
	}

	private boolean step() {
		Reader reader;
		DataBuffer taken = null;
		Subscription asked = null;
		synchronized (this) {
			reader = this.reader;
			if (reader == null) {
				return false;
			}
			boolean behind = reader.position < this.kept.count() || this.next != null;
			if (this.over && !behind) {
				this.reader = null;
			}
			else if (reader.demand > 0 && behind) {
				taken = take(reader);
			}
			else if (reader.demand > 0 && !this.asked && this.subscription != null) {
				this.asked = true;
				asked = this.subscription;
			}
			else {
				return false;
			}
		}
		proceed(reader, taken, asked);
		return true;
	}

	private void proceed(Reader reader, @Nullable DataBuffer taken, @Nullable Subscription asked) {
		Throwable error = this.error;
		if (taken != null) {
			reader.actual.onNext(taken);
		}
		else if (asked != null) {
			asked.request(1);
		}
		else if (error != null) {
			reader.actual.onError(error);
		}
		else {
			reader.actual.onComplete();
		}
	}

	private DataBuffer take(Reader reader) {
		reader.demand = (reader.demand == Long.MAX_VALUE) ? Long.MAX_VALUE : reader.demand - 1;
		DataBuffer taken = this.next;
		if (taken == null || reader.position < this.kept.count()) {
			taken = this.kept.from(reader.position);
		}
		else {
			this.next = null;
			if (this.keeping) {
				this.kept.add(taken);
			}
		}
		reader.position = this.kept.count();
		if (!this.keeping) {
			forget();
		}
		return taken;
	}

	/**
	 * One that reads the body, from its start.
	 */
	private final class Reader implements Subscription {

		private final CoreSubscriber<? super DataBuffer> actual;

		private int position;

		private long demand;

		Reader(CoreSubscriber<? super DataBuffer> actual) {
			this.actual = actual;
		}

		@Override
		public void request(long count) {
			if (Operators.validate(count)) {
				synchronized (ReplayBody.this) {
					this.demand = Operators.addCap(this.demand, count);
				}
				drain();
			}
		}

		@Override
		public void cancel() {
			synchronized (ReplayBody.this) {
				if (ReplayBody.this.reader != this) {
					return;
				}
				ReplayBody.this.reader = null;
				if (ReplayBody.this.keeping && !ReplayBody.this.kept.isTooMany()) {
					return;
				}
			}
			cancelSource();
		}

	}

}
