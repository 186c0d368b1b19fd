package io.embeddedgateway.ratelimit;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.MonoSink;

/**
 * Somebody who waits for a bucket that gateways share.
 *
 * @param <T> what is to be known of it
 */
final class PendingOperation<T> implements Disposable {

	/**
	 * When to come back to a bucket that is too busy to answer.
	 */
	private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

	/**
	 * How often what was used already is brought to the store.
	 */
	private static final int MOST_FLIGHTS = 5;

	private final LimitPlan plan;

	private final LimitOperation operation;

	private final BiFunction<Allowance, @Nullable LimitState, T> result;

	private final MonoSink<T> sink;

	private final Executor executor;

	// These two are touched by one thread at a time
	private long deadline;

	private int flights;

	private volatile boolean disposed;

	/**
	 * Create an operation.
	 * @param plan the limits
	 * @param operation what is to be done
	 * @param result makes the result of the answer and of the state of the bucket, which
	 * it copies if it keeps it; there is none if nothing was done with the bucket
	 * @param sink who waits
	 * @param executor where the answer goes to
	 * @param deadline when the answer has to be there
	 */
	PendingOperation(LimitPlan plan, LimitOperation operation, BiFunction<Allowance, @Nullable LimitState, T> result,
			MonoSink<T> sink, Executor executor, long deadline) {
		this.plan = plan;
		this.operation = operation;
		this.result = result;
		this.sink = sink;
		this.executor = executor;
		this.deadline = deadline;
	}

	LimitPlan plan() {
		return this.plan;
	}

	long deadline() {
		return this.deadline;
	}

	boolean isTake() {
		return this.operation instanceof LimitOperation.Take;
	}

	Allowance apply(LimitState state, LimitTime now) {
		return state.apply(this.operation, this.plan, now);
	}

	/**
	 * Whether an answer means that the bucket is no longer what it was.
	 * @param allowance the answer
	 * @return {@code false} if it was looked at only
	 */
	boolean isChange(Allowance allowance) {
		if (this.operation instanceof LimitOperation.Take take) {
			return allowance.granted() && take.cost() > 0;
		}
		return !(this.operation instanceof LimitOperation.Charge charge) || charge.cost() != 0;
	}

	/**
	 * Whether it is to be done later if it can't be done now. What was used already was
	 * granted before, and has to be counted.
	 * @param next when the answer has to be there then
	 * @return {@code false} if it is refused
	 */
	boolean isAgain(long next) {
		if (!(this.operation instanceof LimitOperation.Charge) || ++this.flights >= MOST_FLIGHTS) {
			return false;
		}
		this.deadline = next;
		return true;
	}

	void answer(Allowance allowance, @Nullable LimitState state) {
		T value = this.result.apply(allowance, state);
		execute(() -> this.sink.success(value));
	}

	/**
	 * Say that too much is asked for: nothing was taken.
	 * @param known the state that was seen last, or {@code null} if nothing is known
	 * @param now the time
	 */
	void refuse(@Nullable LimitState known, LimitTime now) {
		if (!isTake()) {
			fail(new StoreFailedException("too many operations at the same time"));
		}
		else if (known == null) {
			answer(new Allowance(this.plan, false, 0, 0, PAUSE, PAUSE), null);
		}
		else {
			Allowance left = known.copy().apply(LimitOperation.Take.NOTHING, this.plan, now);
			answer(new Allowance(this.plan, false, left.limit(), left.remaining(), left.resetNanos(), PAUSE), null);
		}
	}

	void fail(Throwable cause) {
		execute(() -> this.sink.error(cause));
	}

	private void execute(Runnable answer) {
		try {
			this.executor.execute(answer);
		}
		catch (RejectedExecutionException ex) {
			// The application ends
			answer.run();
		}
	}

	@Override
	public void dispose() {
		this.disposed = true;
	}

	@Override
	public boolean isDisposed() {
		return this.disposed;
	}

}
