package io.embeddedgateway.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Proves that a proxy counts, traces and logs its requests as it is set up to, before it
 * is measured: one that does not would be faster.
 */
final class ObservationCheck {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final RunningProxy proxy;

	private final Path accessLog;

	private ObservationCheck(RunningProxy proxy, Path directory) {
		this.proxy = proxy;
		this.accessLog = directory.resolve("access-" + proxy.proxy().id() + ".log");
	}

	/**
	 * Check a proxy, which has passed a request on already.
	 * @param proxy the proxy
	 * @param directory where it runs
	 * @throws IOException if it does not do what it has to
	 */
	static void check(RunningProxy proxy, Path directory) throws IOException {
		new ObservationCheck(proxy, directory).check();
	}

	private void check() throws IOException {
		Proxy observed = this.proxy.proxy();
		String metrics = (observed != Proxy.GATEWAY_ACCESS_LOG) ? get("/actuator/prometheus") : "";
		expect(observed != Proxy.GATEWAY_ACCESS_LOG, "metrics of Spring", metrics.contains("\nhttp_server_requests_"));
		expect(observed.countsRequests(), "metrics of the gateway", metrics.contains("\ngateway_requests_"));
		expect(observed.tracesRequests(), "observations of attempts", metrics.contains("\ngateway_attempts_"));
		if (observed.logsAccess()) {
			expect(true, "line in its access log", logs());
		}
	}

	private void expect(boolean expected, String what, boolean found) throws IOException {
		if (expected != found) {
			throw new IOException("%s has %s%s".formatted(this.proxy.proxy().id(), expected ? "no " : "", what));
		}
	}

	// Written by another thread, after what an earlier run has left
	private boolean logs() throws IOException {
		long before = logged();
		get("/api/" + Payload.SMALL.path());
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (logged() == before && System.nanoTime() < end) {
			RunningProxy.pause(Duration.ofMillis(50));
		}
		return logged() > before;
	}

	private long logged() throws IOException {
		return Files.exists(this.accessLog) ? Files.size(this.accessLog) : 0;
	}

	private String get(String path) throws IOException {
		URI uri = URI.create("http://127.0.0.1:" + this.proxy.port() + path);
		HttpRequest request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
		try {
			return this.client.send(request, BodyHandlers.ofString()).body();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException(ex);
		}
	}

}
