package io.embeddedgateway.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Reads a body of 1 GiB through a proxy, more slowly than it is sent, and fails if the
 * proxy holds more of it than a little.
 */
public final class SlowReader {

	private static final int STEP = 1 << 20;

	private static final long MOST_GROWTH = 64 << 20;

	private SlowReader() {
	}

	/**
	 * Run it.
	 * @param args the directory of the benchmarks, the rate in MB/s, and the id of the
	 * proxy
	 * @throws IOException if a process does not start, or the body breaks off
	 * @throws InterruptedException if it is to end
	 */
	public static void main(String[] args) throws IOException, InterruptedException {
		Path home = Path.of(args[0]).toAbsolutePath();
		Path directory = Files.createDirectories(home.resolve("target/run"));
		// So that the JVM counts the direct memory of Netty
		Proxy.Settings settings = new Proxy.Settings(home, directory, List.of("-Dio.netty.maxDirectMemory=0"));
		boolean flat;
		try (RunningProxy backend = RunningProxy.start(Proxy.DIRECT, Setup.PLAIN, 0, settings);
				RunningProxy proxy = RunningProxy.start(Proxy.of(args[2]), Setup.PLAIN, backend.port(), settings)) {
			flat = run(proxy, Integer.parseInt(args[1]));
		}
		System.exit(flat ? 0 : 1);
	}

	private static boolean run(RunningProxy proxy, int rate) throws IOException, InterruptedException {
		long heap = proxy.probe().heapAfterCollection();
		long direct = proxy.probe().directMemory();
		long mostHeap = 0;
		long mostDirect = 0;
		try (Socket socket = new Socket("127.0.0.1", proxy.port())) {
			socket.setReceiveBufferSize(64 * 1024);
			socket.getOutputStream()
				.write("GET /api/stream HTTP/1.1\r\nHost: benchmark\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			InputStream in = socket.getInputStream();
			long begun = System.nanoTime();
			for (long read = 0; read < Backend.STREAM_LENGTH; read += STEP) {
				if (in.readNBytes(STEP).length < STEP) {
					throw new IOException("The body broke off after " + read + " bytes");
				}
				long due = begun + (read / STEP) * 1_000_000_000L / rate;
				// To read slowly is what this thread is for
				Thread.sleep(Math.max(0, (due - System.nanoTime()) / 1_000_000));
				if (read % (64L * STEP) == 0) {
					mostHeap = Math.max(mostHeap, proxy.probe().heapAfterCollection() - heap);
					mostDirect = Math.max(mostDirect, proxy.probe().directMemory() - direct);
				}
			}
		}
		boolean flat = mostHeap < MOST_GROWTH && mostDirect < MOST_GROWTH;
		System.out.println(String.format(Locale.ROOT,
				"%s: 1 GiB at %d MB/s; at most %.1f MB of heap and %.1f MB of direct memory more than before: %s",
				proxy.proxy().id(), rate, mostHeap / 1048576.0, mostDirect / 1048576.0, flat ? "flat" : "FAILED"));
		return flat;
	}

}
