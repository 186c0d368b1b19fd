package io.embeddedgateway.health;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

import io.embeddedgateway.service.CallOutcome;
import io.embeddedgateway.service.InstanceObserver;
import io.embeddedgateway.service.ServiceInstance;

/**
 * Ejects one instance when requests to it fail, and lets it prove itself when its time is
 * over. While requests succeed, it reads a few fields and writes none.
 */
final class OutlierDetector implements InstanceObserver {

	private final OutlierPolicy policy;

	private final Ejections ejections;

	private final ServiceInstance instance;

	private final LongSupplier ticker;

	private final EjectionTimer timer;

	private final @Nullable FailureRate rate;

	private final AtomicInteger failures = new AtomicInteger();

	private final AtomicInteger gatewayFailures = new AtomicInteger();

	private final AtomicInteger ejectionCount = new AtomicInteger();

	private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.IN);

	/**
	 * When the instance joined or came back: what began before does not count.
	 */
	private volatile long since;

	/**
	 * When it passed its trial.
	 */
	private volatile long resumed;

	/**
	 * How often it was ejected lately. Changed by one thread at a time, see
	 * {@link Ejections}.
	 */
	private volatile int ejectionsInARow;

	private volatile long left;

	/**
	 * Whether it is tried before its time, and so has not failed once more if it fails
	 * then.
	 */
	private volatile boolean early;

	private volatile boolean removed;

	private @Nullable Disposable end;

	OutlierDetector(OutlierPolicy policy, Ejections ejections, ServiceInstance instance, LongSupplier ticker,
			EjectionTimer timer) {
		this.policy = policy;
		this.ejections = ejections;
		this.instance = instance;
		this.ticker = ticker;
		this.timer = timer;
		this.rate = (policy.failureRate() != null)
				? new FailureRate(policy.failureRate(), policy.minimumRequests(), policy.interval().toNanos(), ticker)
				: null;
		this.since = ticker.getAsLong();
		this.resumed = this.since;
	}

	@Override
	public void responded(int status, long nanos) {
		// A stream may last for hours; nobody has to wait for its end
		if (this.phase.get() == Phase.ON_TRIAL && status < 429) {
			judge(CallOutcome.SUCCESS, nanos);
		}
	}

	@Override
	public void ended(CallOutcome outcome, long nanos) {
		if (outcome == CallOutcome.UNKNOWN || outcome == CallOutcome.PRESSURE) {
			return;
		}
		Phase phase = this.phase.get();
		if (isOut() || (outcome != CallOutcome.SUCCESS && beganBefore(nanos))) {
			return;
		}
		if (phase == Phase.ON_TRIAL) {
			judge(outcome, nanos);
		}
		else if (outcome == CallOutcome.SUCCESS) {
			succeeded();
		}
		else {
			failed(outcome);
		}
	}

	private boolean beganBefore(long nanos) {
		return this.ticker.getAsLong() - nanos - this.since < 0;
	}

	private void succeeded() {
		forgive(this.failures);
		forgive(this.gatewayFailures);
		if (this.rate != null) {
			this.rate.succeeded();
		}
	}

	// Written only where it changes something, because all threads come by here
	private static void forgive(AtomicInteger failures) {
		if (failures.get() != 0) {
			failures.set(0);
		}
	}

	private void failed(CallOutcome outcome) {
		if (this.rate != null && this.rate.failed()) {
			eject(this.rate + " within " + Durations.text(this.policy.interval()));
			return;
		}
		if (outcome.isLocal()) {
			if (isReached(this.failures, this.policy.consecutiveFailures())) {
				eject(this.policy.consecutiveFailures() + " failures in a row, the last one " + describe(outcome));
			}
			return;
		}
		forgive(this.failures);
		if (outcome == CallOutcome.ERROR) {
			forgive(this.gatewayFailures);
		}
		else if (isReached(this.gatewayFailures, this.policy.consecutiveGatewayFailures())) {
			eject(this.policy.consecutiveGatewayFailures() + " times 502, 503 or 504 in a row");
		}
	}

	private static boolean isReached(AtomicInteger failures, int limit) {
		if (limit == 0 || failures.incrementAndGet() < limit) {
			return false;
		}
		failures.set(0);
		return true;
	}

	private static String describe(CallOutcome outcome) {
		return switch (outcome) {
			case UNREACHABLE -> "without a connection";
			case TIMEOUT -> "a timeout";
			default -> "broken off";
		};
	}

	private void judge(CallOutcome outcome, long nanos) {
		if (beganBefore(nanos)) {
			return;
		}
		boolean counts = (outcome.isLocal() && this.policy.consecutiveFailures() > 0)
				|| (outcome == CallOutcome.GATEWAY_ERROR && this.policy.consecutiveGatewayFailures() > 0)
				|| (outcome.isFailure() && this.rate != null);
		if (counts) {
			eject("the request on trial failed: " + (outcome.isLocal() ? describe(outcome) : "status from 500 on"));
		}
		else if (this.phase.compareAndSet(Phase.ON_TRIAL, Phase.RETURNING)) {
			this.resumed = this.ticker.getAsLong();
			succeeded();
			this.instance.condition().resume(this, "the request on trial succeeded");
			this.phase.set(Phase.IN);
		}
	}

	private void eject(String reason) {
		if (this.removed) {
			return;
		}
		if (!this.ejections.reserve(this.instance, this)) {
			this.ejections.makeRoom(this.instance);
			return;
		}
		Duration time = this.policy.ejectionTime().multipliedBy(this.ejectionsInARow);
		Duration capped = (time.compareTo(this.policy.maxEjectionTime()) < 0) ? time : this.policy.maxEjectionTime();
		this.instance.condition().suspend(this, reason + "; out for " + Durations.text(capped));
		// Not before: who tries it again must find it suspended
		this.phase.set(Phase.OUT);
		schedule(this.timer.withJitter(capped));
	}

	/**
	 * Leave, unless this instance is out already.
	 * @return whether it left
	 */
	boolean leave() {
		Phase phase = this.phase.get();
		boolean inside = phase == Phase.IN || phase == Phase.ON_TRIAL;
		if (!inside || !this.phase.compareAndSet(phase, Phase.LEAVING)) {
			return false;
		}
		long clean = (phase == Phase.IN) ? (this.ticker.getAsLong() - this.resumed) / this.policy.interval().toNanos()
				: 0;
		long longest = Math.max(1, (this.policy.maxEjectionTime().toNanos() + this.policy.ejectionTime().toNanos() - 1)
				/ this.policy.ejectionTime().toNanos());
		this.left = this.ticker.getAsLong();
		if (phase == Phase.IN || !this.early) {
			this.ejectionsInARow = (int) Math.min(Math.max(0, this.ejectionsInARow - clean) + 1, longest);
		}
		this.early = false;
		this.ejectionCount.incrementAndGet();
		return true;
	}

	int ejectionCount() {
		return this.ejectionCount.get();
	}

	boolean isOut() {
		Phase phase = this.phase.get();
		return phase == Phase.OUT || phase == Phase.LEAVING;
	}

	private synchronized void schedule(Duration time) {
		if (!this.removed) {
			if (this.end != null) {
				// That of an ejection that ended early
				this.end.dispose();
			}
			this.end = this.timer.schedule(this::tryInTime, time.toNanos(), TimeUnit.NANOSECONDS);
		}
	}

	/**
	 * How long it is out.
	 * @return the time in nanoseconds, or -1 if it is not out
	 */
	long outFor() {
		return isOut() ? this.ticker.getAsLong() - this.left : -1;
	}

	/**
	 * Let the instance prove itself before its time is over.
	 * @param reason why, for people to read
	 */
	void tryEarly(String reason) {
		if (isOut()) {
			this.early = true;
			tryAgain(reason);
		}
	}

	private void tryInTime() {
		this.early = false;
		tryAgain("its time is over, one request at a time");
	}

	private void tryAgain(String reason) {
		if (!this.phase.compareAndSet(Phase.OUT, Phase.ON_TRIAL)) {
			return;
		}
		forgive(this.failures);
		forgive(this.gatewayFailures);
		if (this.rate != null) {
			this.rate.reset();
		}
		this.since = this.ticker.getAsLong();
		this.instance.condition().tryAgain(this, reason);
	}

	@Override
	public synchronized void removed() {
		this.removed = true;
		if (this.end != null) {
			this.end.dispose();
		}
	}

	private enum Phase {

		IN, LEAVING, OUT, ON_TRIAL, RETURNING

	}

}
