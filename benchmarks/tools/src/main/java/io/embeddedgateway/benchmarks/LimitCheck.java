package io.embeddedgateway.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Proves that a proxy counts in Redis, says so, and refuses, before it is measured: one
 * that only lets requests through would be faster.
 */
final class LimitCheck {

	private static final int REQUESTS = 20;

	private static final Pattern REMAINING = Pattern.compile("(?:.*;r=)?(\\d+)(?:;.*)?");

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final RunningProxy proxy;

	private final Redis redis;

	private LimitCheck(RunningProxy proxy, Redis redis) {
		this.proxy = proxy;
		this.redis = redis;
	}

	/**
	 * Check a proxy.
	 * @param proxy the proxy
	 * @param redis where it has to count
	 * @throws IOException if it does not do what it has to
	 */
	static void check(RunningProxy proxy, Redis redis) throws IOException {
		LimitCheck check = new LimitCheck(proxy, redis);
		check.granted(Setup.IN_REDIS, REQUESTS);
		if (Scenario.LIMITED_REDIS_SYNC.suits(proxy.proxy())) {
			// All may be within one interval
			check.granted(Setup.SYNCED, 1);
		}
		check.refused();
	}

	private void granted(String prefix, int commands) throws IOException {
		long before = this.redis.commands();
		String told = null;
		for (int i = 0; i < REQUESTS; i++) {
			HttpResponse<Void> answer = get(prefix);
			told = remaining(answer);
			// Some tell -1 where Redis did not answer
			if (answer.statusCode() != 200 || told == null || !REMAINING.matcher(told).matches()) {
				throw mistake("answers %d with %s left to request %d to %s", answer.statusCode(), told, i + 1, prefix);
			}
		}
		// Without the question itself
		long asked = this.redis.commands() - before - 1;
		if (asked < commands) {
			throw mistake("asked Redis for %d of %d requests to %s", asked, REQUESTS, prefix);
		}
		System.out.printf("check %s: %d answers of 200 from %s, %d commands in Redis, left: %s%n",
				this.proxy.proxy().id(), REQUESTS, prefix, asked, told);
	}

	private void refused() throws IOException {
		for (int status : new int[] { 200, 200, 429 }) {
			int answered = get(Setup.REFUSED).statusCode();
			if (answered != status) {
				throw mistake("answers %d where two requests in a minute are granted, and not %d", answered, status);
			}
		}
	}

	private static String remaining(HttpResponse<Void> answer) {
		return answer.headers()
			.firstValue("RateLimit")
			.or(() -> answer.headers().firstValue("X-RateLimit-Remaining"))
			.orElse(null);
	}

	private HttpResponse<Void> get(String prefix) throws IOException {
		URI uri = URI.create("http://127.0.0.1:" + this.proxy.port() + prefix + Payload.SMALL.path());
		HttpRequest request = HttpRequest.newBuilder(uri)
			.header(Callers.NAME_HEADER, "check")
			.timeout(Duration.ofSeconds(5))
			.build();
		try {
			return this.client.send(request, BodyHandlers.discarding());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException(ex);
		}
	}

	private IOException mistake(String message, Object... args) {
		return new IOException(this.proxy.proxy().id() + " " + message.formatted(args));
	}

}
