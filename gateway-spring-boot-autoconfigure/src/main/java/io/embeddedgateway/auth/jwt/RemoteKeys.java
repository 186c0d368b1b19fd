package io.embeddedgateway.auth.jwt;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import io.embeddedgateway.auth.KeyRefreshes;

/**
 * The keys of an issuer elsewhere. They are asked for when the first token comes, and
 * then again and again in the background, so that no token waits. While the issuer can't
 * be reached, the last ones count.
 */
final class RemoteKeys implements KeySource, Disposable {

	private static final Log logger = LogFactory.getLog(RemoteKeys.class);

	/**
	 * How often keys are asked for: how long a key that was withdrawn still counts.
	 */
	static final Duration REFRESH = Duration.ofMinutes(5);

	/**
	 * How often tokens that name unknown keys cause a question.
	 */
	static final Duration PAUSE = Duration.ofSeconds(30);

	/**
	 * How long keys count that can't be asked for again.
	 */
	static final Duration STALE = Duration.ofHours(24);

	private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

	private static final Duration LAST_RETRY = Duration.ofSeconds(30);

	private final String provider;

	private final Mono<VerificationKeys> download;

	private final Clock clock;

	private final Scheduler scheduler;

	private final Disposable.Swap next = Disposables.swap();

	private final KeyRefreshes refreshes = new KeyRefreshes();

	private volatile @Nullable Known known;

	private volatile @Nullable Throwable failure;

	private int failures;

	private long notBefore;

	private @Nullable Mono<VerificationKeys> flight;

	/**
	 * Create a source.
	 * @param provider the name of the provider, for the log
	 * @param download gets the keys, each time anew
	 * @param clock says how old they are
	 * @param scheduler asks for them in the background
	 */
	RemoteKeys(String provider, Mono<VerificationKeys> download, Clock clock, Scheduler scheduler) {
		this.provider = provider;
		this.download = download;
		this.clock = clock;
		this.scheduler = scheduler;
	}

	@Override
	public @Nullable VerificationKeys current() {
		Known known = this.known;
		return (known != null && this.clock.millis() < known.until) ? known.keys : null;
	}

	@Override
	public Mono<VerificationKeys> newer() {
		Mono<VerificationKeys> flight = flight(true);
		if (flight != null) {
			return flight;
		}
		VerificationKeys current = current();
		Throwable failure = this.failure;
		return (current != null && failure == null) ? Mono.just(current) : Mono
			.error(new IllegalStateException("the keys of provider '" + this.provider + "' are not there", failure));
	}

	// The question that is on its way, or a new one, unless it is too early
	private synchronized @Nullable Mono<VerificationKeys> flight(boolean patient) {
		if (this.flight == null && !this.next.isDisposed() && !(patient && this.clock.millis() < this.notBefore)) {
			this.notBefore = this.clock.millis() + PAUSE.toMillis();
			this.flight = this.download.doOnNext(this::loaded).doOnError(this::failed).cache();
		}
		return this.flight;
	}

	private synchronized void loaded(VerificationKeys keys) {
		this.refreshes.succeed();
		if (this.failures > 0) {
			logger.info("The keys of provider '" + this.provider + "' can be had again");
		}
		Known known = this.known;
		boolean same = known != null && known.keys.equals(keys);
		long until = this.clock.millis() + STALE.toMillis();
		// The same object stands for the same keys
		this.known = new Known((same && known != null) ? known.keys : keys, until);
		this.failure = null;
		this.failures = 0;
		this.flight = null;
		schedule(REFRESH);
	}

	private synchronized void failed(Throwable error) {
		this.refreshes.fail();
		if (this.failures == 0) {
			logger.warn("The keys of provider '" + this.provider + "' can't be had: " + error + ". "
					+ ((current() != null) ? "The last ones count for at most " + STALE.toHours() + " h"
							: "Its tokens are answered with 503 until they are there"));
		}
		this.failure = error;
		Duration pause = FIRST_RETRY.multipliedBy(1L << Math.min(this.failures, 5));
		this.failures++;
		this.flight = null;
		schedule((pause.compareTo(LAST_RETRY) < 0) ? pause : LAST_RETRY);
	}

	private void schedule(Duration delay) {
		if (this.failures > 0) {
			this.notBefore = this.clock.millis() + delay.toMillis();
		}
		this.next.update(this.scheduler.schedule(this::refresh, delay.toMillis(), TimeUnit.MILLISECONDS));
	}

	private void refresh() {
		Mono<VerificationKeys> flight = flight(false);
		if (flight != null) {
			flight.subscribe((keys) -> {
			}, (error) -> {
				// Was logged, and will be tried again
			});
		}
	}

	KeyRefreshes refreshes() {
		return this.refreshes;
	}

	@Override
	public void dispose() {
		this.next.dispose();
	}

	@Override
	public boolean isDisposed() {
		return this.next.isDisposed();
	}

	private record Known(VerificationKeys keys, long until) {
	}

}
