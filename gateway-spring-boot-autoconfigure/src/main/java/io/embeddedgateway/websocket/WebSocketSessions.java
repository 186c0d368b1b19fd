package io.embeddedgateway.websocket;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/**
 * The WebSockets that are open. When the application stops, both sides of each are told
 * to go, before the server stops.
 */
public final class WebSocketSessions implements SmartLifecycle {

	/**
	 * How long the two sides may take to answer a Close frame.
	 */
	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	private final Scheduler scheduler;

	private final Set<WebSocketSession> open = ConcurrentHashMap.newKeySet();

	private final AtomicReference<@Nullable Runnable> whenAllEnded = new AtomicReference<>();

	private final Map<CloseKind, LongAdder> closed = new ConcurrentHashMap<>();

	private volatile boolean running;

	/**
	 * Create the sessions, of which there are none.
	 * @param scheduler runs what is to be done later
	 */
	public WebSocketSessions(Scheduler scheduler) {
		this.scheduler = scheduler;
	}

	Disposable every(Duration period, Runnable task) {
		return this.scheduler.schedulePeriodically(task, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
	}

	void began(WebSocketSession session) {
		this.open.add(session);
		if (!this.running) {
			session.goAway();
		}
	}

	void ended(WebSocketSession session, int closeCode) {
		if (this.open.remove(session)) {
			this.closed.computeIfAbsent(CloseKind.of(closeCode), (kind) -> new LongAdder()).increment();
		}
		if (this.open.isEmpty()) {
			allEnded();
		}
	}

	/**
	 * How many WebSockets are open.
	 * @return the number
	 */
	int open() {
		return this.open.size();
	}

	/**
	 * How many WebSockets ended in a way.
	 * @param kind the way
	 * @return the number since the start
	 */
	long closed(CloseKind kind) {
		LongAdder count = this.closed.get(kind);
		return (count != null) ? count.sum() : 0;
	}

	private void allEnded() {
		Runnable whenAllEnded = this.whenAllEnded.getAndSet(null);
		if (whenAllEnded != null) {
			whenAllEnded.run();
		}
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	@Override
	public void stop(Runnable callback) {
		this.running = false;
		this.whenAllEnded.set(callback);
		this.open.forEach(WebSocketSession::goAway);
		if (this.open.isEmpty()) {
			allEnded();
		}
		else {
			this.scheduler.schedule(this::endAll, CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	private void endAll() {
		this.open.forEach(WebSocketSession::end);
		allEnded();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

}
