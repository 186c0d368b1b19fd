package io.embeddedgateway.upstream;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop to one instance. All calls come on that loop, so
 * nothing here is locked.
 */
final class InstancePool implements Runnable {

	/**
	 * Shorter than what servers commonly allow (Tomcat 60 s, nginx 75 s; Node.js, with 5
	 * s, is the exception), so that it is us who close, not them while we send.
	 */
	private static final long MAX_IDLE = TimeUnit.SECONDS.toNanos(30);

	/**
	 * How many requests a new connection of HTTP/2 is likely to take (RFC 9113 §6.5.2).
	 */
	private static final int LIKELY_STREAMS = 100;

	private final EventLoop loop;

	private final Endpoint instance;

	private final ConnectionPolicy policy;

	private final Dialer dialer;

	private final PoolCounts counts;

	private final Runnable whenUnused;

	private final int maxConnections;

	private final int maxPending;

	private final Set<UpstreamConnection> connections = new HashSet<>();

	/**
	 * Those that take more requests; the last one used comes first.
	 */
	private final ArrayDeque<UpstreamConnection> available = new ArrayDeque<>();

	private final ArrayDeque<Exchange> waiting = new ArrayDeque<>();

	private int connecting;

	private int expectedStreams;

	private boolean closed;

	private @Nullable Future<?> sweep;

	InstancePool(Place place, ConnectionPolicy policy, Dialer dialer, int loops, PoolCounts counts,
			Runnable whenUnused) {
		this.loop = place.loop();
		this.instance = place.instance();
		this.policy = policy;
		this.dialer = dialer;
		this.counts = counts;
		this.whenUnused = whenUnused;
		this.maxConnections = share(policy.maxConnections(), loops);
		this.maxPending = share(policy.maxPending(), loops);
		this.expectedStreams = mayBeMultiplexed() ? LIKELY_STREAMS : 1;
	}

	private boolean mayBeMultiplexed() {
		boolean negotiated = this.policy.protocol() == Protocol.NEGOTIATED && this.instance.isSecure();
		return negotiated || this.policy.protocol() == Protocol.H2 || this.policy.protocol() == Protocol.H2C;
	}

	private static int share(int bound, int loops) {
		return (bound + loops - 1) / loops;
	}

	void acquire(Exchange exchange) {
		UpstreamConnection connection = take();
		if (connection != null) {
			begin(connection, exchange);
		}
		else if (this.closed) {
			exchange.unconnected(new UpstreamException(UpstreamFault.BUSY, "The application stops", null));
		}
		else if (this.connecting * this.expectedStreams > this.waiting.size()) {
			queue(exchange);
		}
		else if (this.connections.size() + this.connecting < this.maxConnections) {
			queue(exchange);
			connect();
		}
		else if (this.waiting.size() - this.connecting * this.expectedStreams < this.maxPending) {
			queue(exchange);
		}
		else {
			exchange.unconnected(new UpstreamException(UpstreamFault.BUSY, "all " + this.maxConnections
					+ " connections are in use, and " + this.maxPending + " requests wait already", null));
		}
	}

	private void queue(Exchange exchange) {
		this.waiting.add(exchange);
		this.counts.queued();
		Future<?> unused = this.loop.schedule(() -> {
			if (unqueue(exchange)) {
				exchange.unconnected(new UpstreamException(UpstreamFault.BUSY,
						"no connection became free within " + this.policy.connectTimeout().toMillis() * 2 + "ms",
						null));
			}
		}, this.policy.connectTimeout().toMillis() * 2, TimeUnit.MILLISECONDS);
	}

	private boolean unqueue(Exchange exchange) {
		boolean waited = this.waiting.remove(exchange);
		if (waited) {
			this.counts.unqueued();
		}
		return waited;
	}

	private @Nullable UpstreamConnection take() {
		UpstreamConnection connection = this.available.peek();
		while (connection != null && !(connection.isOpen() && connection.capacity() > 0)) {
			this.available.remove();
			if (connection.isIdle() && !connection.isOpen()) {
				connection.close();
			}
			connection = this.available.peek();
		}
		return connection;
	}

	private void begin(UpstreamConnection connection, Exchange exchange) {
		// Before it begins, because it may end at once
		if (connection.capacity() == 1) {
			this.available.remove(connection);
		}
		connection.begin(exchange);
	}

	void forget(Exchange exchange) {
		if (!this.waiting.isEmpty()) {
			boolean unused = unqueue(exchange);
		}
	}

	private void connect() {
		this.connecting++;
		long begun = System.nanoTime();
		this.dialer.dial(this.instance, this.policy,
				(channel, multiplexed) -> connected(channel, multiplexed, System.nanoTime() - begun),
				this::unconnected);
	}

	private void connected(Channel channel, boolean multiplexed, long nanos) {
		this.connecting--;
		if (this.closed) {
			ChannelFuture unused = channel.close();
			return;
		}
		this.counts.opened(nanos);
		UpstreamConnection connection = multiplexed ? new Http2Connection(channel, this, this.policy)
				: new Http1Connection(channel, this, this.policy);
		this.expectedStreams = Math.max(1, connection.capacity());
		this.connections.add(connection);
		available(connection);
		connectForWaiting();
		if (this.sweep == null) {
			this.sweep = this.loop.scheduleWithFixedDelay(this, MAX_IDLE / 2, MAX_IDLE / 2, TimeUnit.NANOSECONDS);
		}
	}

	private void unconnected(UpstreamException error) {
		this.connecting--;
		this.counts.failed();
		// Each attempt was made for as many as it might have served
		int affected = Math.max(1, this.expectedStreams);
		for (Exchange next = next(); next != null; next = (--affected > 0) ? next() : null) {
			next.unconnected(error);
		}
		connectForWaiting();
		leaveIfUnused();
	}

	/**
	 * A connection takes another request.
	 * @param connection the connection
	 */
	void available(UpstreamConnection connection) {
		if (!connection.isOpen() || this.closed) {
			if (connection.isIdle()) {
				connection.close();
			}
			return;
		}
		while (connection.capacity() > 0 && connection.isOpen()) {
			Exchange next = next();
			if (next == null) {
				if (!this.available.contains(connection)) {
					this.available.push(connection);
				}
				return;
			}
			begin(connection, next);
		}
	}

	private @Nullable Exchange next() {
		Exchange next = poll();
		while (next != null && next.isOver()) {
			next = poll();
		}
		return next;
	}

	private @Nullable Exchange poll() {
		Exchange next = this.waiting.poll();
		if (next != null) {
			this.counts.unqueued();
		}
		return next;
	}

	PoolCounts counts() {
		return this.counts;
	}

	void closed(UpstreamConnection connection) {
		if (this.connections.remove(connection)) {
			this.counts.closed();
		}
		this.available.remove(connection);
		connectForWaiting();
	}

	private void connectForWaiting() {
		while (!this.closed && this.waiting.size() > this.connecting * this.expectedStreams
				&& this.connections.size() + this.connecting < this.maxConnections) {
			connect();
		}
	}

	/**
	 * Close what is idle for too long, or too old.
	 */
	@Override
	public void run() {
		long now = System.nanoTime();
		for (UpstreamConnection connection : Set.copyOf(this.connections)) {
			if (connection.isIdle() && (!connection.isOpen() || now - connection.idleSince() > MAX_IDLE)) {
				this.available.remove(connection);
				connection.close();
			}
		}
		Future<?> sweep = this.sweep;
		if (this.connections.isEmpty() && sweep != null) {
			sweep.cancel(false);
			this.sweep = null;
		}
		leaveIfUnused();
	}

	// Instances come and go, and their pools with them
	private void leaveIfUnused() {
		if (this.connections.isEmpty() && this.connecting == 0 && this.waiting.isEmpty()) {
			this.whenUnused.run();
		}
	}

	void close() {
		this.closed = true;
		Set.copyOf(this.connections).forEach(UpstreamConnection::close);
		if (this.sweep != null) {
			this.sweep.cancel(false);
		}
		for (Exchange next = next(); next != null; next = next()) {
			next.unconnected(new UpstreamException(UpstreamFault.BUSY, "The application stops", null));
		}
	}

	/**
	 * Which pool this is.
	 *
	 * @param loop whose pool it is
	 * @param instance where its connections lead
	 */
	record Place(EventLoop loop, Endpoint instance) {
	}

}
