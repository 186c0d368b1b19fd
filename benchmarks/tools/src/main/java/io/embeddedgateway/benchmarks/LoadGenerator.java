package io.embeddedgateway.benchmarks;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponseDecoder;

/**
 * Sends requests to one port and counts the correct answers. All of it happens on one
 * event loop, so that it needs no locks and leaves the machine to those it measures.
 * <p>
 * In a closed loop each connection sends its next request as soon as it has an answer. At
 * a steady rate requests are due at fixed times, whatever the answers do, and latency
 * counts from the time a request was due, so that a stalled server can't hide the
 * requests it kept from being sent.
 */
final class LoadGenerator implements AutoCloseable {

	private static final Duration GRACE = Duration.ofSeconds(10);

	private final EventLoopGroup loop = Transport.eventLoops(1);

	/**
	 * Run a load and wait for its last answer.
	 * @param load what to send
	 * @return what came of it
	 */
	LoadResult run(Load load) {
		Run run = new Run(load);
		this.loop.execute(run::begin);
		return run.done.join();
	}

	@Override
	public void close() {
		this.loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
	}

	/**
	 * What to send.
	 *
	 * @param port the port on the loopback address
	 * @param exchanges the requests, in turn; the load ends before its time where they are
	 * {@code null}
	 * @param connections the number of connections
	 * @param rate requests per second, or 0 for a closed loop
	 * @param duration how long to send
	 */
	record Load(int port, Supplier<Exchange> exchanges, int connections, int rate, Duration duration) {
	}

	/**
	 * One load while it runs.
	 */
	private final class Run {

		private final Load load;

		private final LoadResult result = new LoadResult();

		private final CompletableFuture<LoadResult> done = new CompletableFuture<>();

		private final ChannelGroup channels = new DefaultChannelGroup(LoadGenerator.this.loop.next());

		private final Deque<Connection> idle = new ArrayDeque<>();

		private final Deque<Long> due = new ArrayDeque<>();

		private long start;

		private long end;

		private long sent;

		private int connecting;

		private int inFlight;

		private boolean finished;

		Run(Load load) {
			this.load = load;
		}

		void begin() {
			for (int i = 0; i < this.load.connections(); i++) {
				connect();
			}
		}

		private void connect() {
			this.connecting++;
			Connection connection = new Connection(this::answered, this::closed, this.result);
			new Bootstrap().group(LoadGenerator.this.loop)
				.channel(Transport.socket())
				.option(ChannelOption.TCP_NODELAY, true)
				.handler(new ChannelInitializer<SocketChannel>() {

					@Override
					protected void initChannel(SocketChannel channel) {
						HttpDecoderConfig config = new HttpDecoderConfig().setValidateHeaders(false)
							.setMaxChunkSize(256 * 1024);
						channel.pipeline().addLast(new HttpResponseDecoder(config), connection);
						Run.this.channels.add(channel);
					}

				})
				.connect("127.0.0.1", this.load.port())
				.addListener((future) -> connected(connection, future.isSuccess()));
		}

		private void connected(Connection connection, boolean success) {
			this.connecting--;
			if (success) {
				this.idle.add(connection);
			}
			else {
				this.result.error("connect");
			}
			if (this.start == 0 && this.connecting == 0) {
				this.start = System.nanoTime();
				this.end = this.start + this.load.duration().toNanos();
				LoadGenerator.this.loop.schedule(this::stop, this.load.duration().toNanos(), TimeUnit.NANOSECONDS);
				LoadGenerator.this.loop.schedule(this::giveUp, this.load.duration().plus(GRACE).toNanos(),
						TimeUnit.NANOSECONDS);
				if (this.load.rate() > 0) {
					tick();
				}
			}
			if (this.start != 0) {
				sendWherePossible();
			}
		}

		// Requests that are due at fixed times
		private void tick() {
			long now = System.nanoTime();
			long next = dueAt(this.sent);
			while (next <= now && next < this.end) {
				this.due.add(next);
				this.sent++;
				next = dueAt(this.sent);
			}
			sendWherePossible();
			if (next < this.end) {
				LoadGenerator.this.loop.schedule(this::tick, next - System.nanoTime(), TimeUnit.NANOSECONDS);
			}
		}

		private long dueAt(long index) {
			return this.start + index * 1_000_000_000L / this.load.rate();
		}

		private void sendWherePossible() {
			while (!this.idle.isEmpty()) {
				long now = System.nanoTime();
				Long intended = (this.load.rate() > 0) ? this.due.poll()
						: ((now < this.end) ? Long.valueOf(now) : null);
				if (intended == null) {
					break;
				}
				Exchange exchange = this.load.exchanges().get();
				if (exchange == null) {
					this.end = now;
					break;
				}
				this.inFlight++;
				this.idle.poll().send(exchange, intended);
			}
			if (this.inFlight == 0 && this.due.isEmpty() && System.nanoTime() >= this.end) {
				finish();
			}
		}

		private void answered(Connection connection) {
			this.inFlight--;
			this.idle.add(connection);
			sendWherePossible();
		}

		private void closed(Connection connection, boolean inFlight) {
			if (this.finished) {
				return;
			}
			if (inFlight) {
				this.inFlight--;
			}
			this.idle.remove(connection);
			if (System.nanoTime() < this.end) {
				connect();
			}
			else {
				sendWherePossible();
			}
		}

		private void stop() {
			sendWherePossible();
		}

		private void giveUp() {
			for (int i = 0; i < this.inFlight + this.due.size(); i++) {
				this.result.error("no answer");
			}
			finish();
		}

		private void finish() {
			if (!this.finished) {
				this.finished = true;
				this.result.lasted(System.nanoTime() - this.start);
				this.channels.close();
				this.done.complete(this.result);
			}
		}

	}

}
