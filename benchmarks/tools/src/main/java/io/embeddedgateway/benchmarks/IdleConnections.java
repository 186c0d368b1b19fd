package io.embeddedgateway.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpResponseDecoder;

import io.embeddedgateway.benchmarks.LoadGenerator.Load;

/**
 * Holds many connections open, each of which has had one answer and then is idle, while
 * an ordinary client is served; and says what a connection costs.
 */
public final class IdleConnections implements AutoCloseable {

	private static final int AT_ONCE = 64;

	private final EventLoopGroup loop = Transport.eventLoops(1);

	private final ChannelGroup channels = new DefaultChannelGroup(this.loop.next());

	private final LoadResult result = new LoadResult();

	private IdleConnections() {
	}

	/**
	 * Run it.
	 * @param args the directory of the benchmarks, the number of connections, and the ids
	 * of proxies
	 * @throws IOException if a proxy does not start
	 */
	public static void main(String[] args) throws IOException {
		Path home = Path.of(args[0]).toAbsolutePath();
		Path directory = Files.createDirectories(home.resolve("target/run"));
		Files.createDirectories(directory.resolve("temp"));
		Proxy.Settings settings = new Proxy.Settings(home, directory, List.of());
		try (RunningProxy backend = RunningProxy.start(Proxy.DIRECT, Setup.PLAIN, 0, settings);
				LoadGenerator generator = new LoadGenerator()) {
			for (String id : List.of(args).subList(2, args.length)) {
				try (RunningProxy proxy = RunningProxy.start(Proxy.of(id), Setup.PLAIN, backend.port(), settings)) {
					run(proxy, Integer.parseInt(args[1]), generator);
				}
			}
		}
		System.exit(0);
	}

	private static void run(RunningProxy proxy, int connections, LoadGenerator generator) throws IOException {
		serve(generator, proxy, Duration.ofSeconds(20));
		LoadResult alone = serve(generator, proxy, Duration.ofSeconds(10));
		long[] before = memory(proxy);
		try (IdleConnections idle = new IdleConnections()) {
			idle.open(proxy.port(), connections);
			LoadResult beside = serve(generator, proxy, Duration.ofSeconds(10));
			long[] after = memory(proxy);
			print("%s: %,d of %,d connections stay open", proxy.proxy().id(), idle.channels.size(), connections);
			print("  bytes per connection: resident %,d, heap %,d, direct %,d", (after[0] - before[0]) / connections,
					(after[1] - before[1]) / connections, (after[2] - before[2]) / connections);
			print("  ordinary client alone:  %s", describe(alone));
			print("  beside idle connections: %s", describe(beside));
		}
	}

	private static LoadResult serve(LoadGenerator generator, RunningProxy proxy, Duration duration) {
		return generator.run(new Load(proxy.port(), Scenario.SMALL::exchange, 16, 1000, duration));
	}

	private static long[] memory(RunningProxy proxy) throws IOException {
		if (!proxy.proxy().isJvm()) {
			return new long[] { proxy.memory() << 10, 0, 0 };
		}
		long heap = proxy.probe().heapAfterCollection();
		return new long[] { proxy.memory() << 10, heap, proxy.probe().directMemory() };
	}

	private static String describe(LoadResult load) {
		return String.format(Locale.ROOT, "%.0f requests/s, p50 %.2f ms, p99 %.2f ms, errors %s", load.perSecond(),
				load.latencyMillis(50), load.latencyMillis(99), load.errors());
	}

	private static void print(String format, Object... args) {
		System.out.println(String.format(Locale.ROOT, format, args));
	}

	private void open(int port, int connections) {
		Semaphore permits = new Semaphore(AT_ONCE);
		for (int i = 0; i < connections; i++) {
			permits.acquireUninterruptibly();
			connect(port, permits);
		}
		permits.acquireUninterruptibly(AT_ONCE);
	}

	private void connect(int port, Semaphore permits) {
		Connection connection = new Connection((answered) -> permits.release(), (closed, inFlight) -> {
			if (inFlight) {
				permits.release();
			}
		}, this.result);
		new Bootstrap().group(this.loop).channel(Transport.socket()).handler(new ChannelInitializer<SocketChannel>() {

			@Override
			protected void initChannel(SocketChannel channel) {
				channel.pipeline().addLast(new HttpResponseDecoder(), connection);
			}

		}).connect("127.0.0.1", port).addListener((future) -> {
			if (future.isSuccess()) {
				this.channels.add(((ChannelFuture) future).channel());
				connection.send(Scenario.SMALL.exchange(), System.nanoTime());
			}
			else {
				permits.release();
			}
		});
	}

	@Override
	public void close() {
		this.channels.close().syncUninterruptibly();
		this.loop.shutdownGracefully();
	}

}
