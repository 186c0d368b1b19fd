package io.embeddedgateway.health;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.http.HttpMethod;

import io.embeddedgateway.text.KebabCase;

/**
 * How the instances of a service are asked whether they work.
 *
 * @param type how they are asked
 * @param path path and query of the request; must be set with {@code http}, and only then
 * @param method the method of the request; with {@code http} only
 * @param headers headers of the request by name; copied
 * @param statuses the statuses of a healthy instance; with {@code http} only
 * @param body a text that the first 64 KiB of the body of a healthy instance contain, or
 * {@code null} for any body; with {@code http} only
 * @param service whose health is asked for, by the name of a gRPC service, or
 * {@code null} for that of the whole instance; with {@code grpc} only
 * @param interval how long after a check the next one begins, give or take a tenth; 10 ms
 * to 1 d
 * @param timeout how long a check may take in all; less than the interval
 * @param unhealthyAfter how many checks in a row fail before the instance is unhealthy;
 * the first check decides alone
 * @param healthyAfter how many checks in a row succeed before it is healthy again
 * @param port another port than that of the instance, 1 to 65535, or {@code null}
 */
public record HealthCheckPolicy(@DefaultValue("http") CheckType type, @Nullable String path,
		@DefaultValue("GET") HttpMethod method, @DefaultValue Map<String, String> headers,
		@DefaultValue("200-299") List<StatusRange> statuses, @Nullable String body, @Nullable String service,
		@DefaultValue("10s") Duration interval, @DefaultValue("2s") Duration timeout,
		@DefaultValue("3") int unhealthyAfter, @DefaultValue("2") int healthyAfter, @Nullable Integer port) {

	private static final Duration SHORTEST = Duration.ofMillis(10);

	private static final Duration LONGEST = Duration.ofDays(1);

	/**
	 * What says where a request ends, or belongs to its connection.
	 */
	private static final Set<String> FRAMING = Set.of("connection", "content-length", "expect", "keep-alive", "te",
			"trailer", "transfer-encoding", "upgrade");

	/**
	 * Check the policy.
	 * @throws IllegalArgumentException if a value is missing, out of range, or does not
	 * go with the type
	 */
	public HealthCheckPolicy {
		checkType(type, path, body, service);
		if (path != null && !path.matches("/[!-\"$-~]*")) {
			throw new IllegalArgumentException("'path' is '" + path
					+ "'. Write path and query as they are sent, without spaces, such as '/health'");
		}
		if (body != null && (body.isEmpty() || method.equals(HttpMethod.HEAD))) {
			throw new IllegalArgumentException(
					"There is no such 'body' to look for. Remove it, or write 'method: GET'");
		}
		if (statuses.isEmpty()) {
			throw new IllegalArgumentException("'statuses' is empty. Write for example '200-299'");
		}
		checkHeaders(headers);
		checkTimes(interval, timeout);
		if (unhealthyAfter < 1 || healthyAfter < 1) {
			throw new IllegalArgumentException("'" + ((unhealthyAfter < 1) ? "unhealthy-after" : "healthy-after")
					+ "' is less than 1. Write 1 or more checks");
		}
		if (port != null && (port < 1 || port > 65535)) {
			throw new IllegalArgumentException("'port' is " + port + ". Write 1 to 65535");
		}
		headers = Map.copyOf(headers);
		statuses = List.copyOf(statuses);
	}

	private static void checkType(CheckType type, @Nullable String path, @Nullable String body,
			@Nullable String service) {
		String written = KebabCase.of(type);
		if (type == CheckType.HTTP && path == null) {
			throw new IllegalArgumentException(
					"'path' is missing. Write the path that tells the health of an instance, such as '/health'");
		}
		if (type != CheckType.HTTP && (path != null || body != null)) {
			throw new IllegalArgumentException("'" + ((path != null) ? "path" : "body") + "' does not go with 'type: "
					+ written + "'. Remove one");
		}
		if (type != CheckType.GRPC && service != null) {
			throw new IllegalArgumentException(
					"'service' does not go with 'type: " + written + "'. Write 'type: grpc', or remove it");
		}
	}

	private static void checkHeaders(Map<String, String> headers) {
		headers.forEach((name, value) -> {
			if (FRAMING.contains(name.toLowerCase(Locale.ROOT))) {
				throw new IllegalArgumentException(
						"'headers' has '" + name + "', which is not yours to set. Remove it");
			}
			try {
				new DefaultHttpHeaders().add(name, value);
			}
			catch (IllegalArgumentException ex) {
				throw new IllegalArgumentException("'headers' has '" + name + "', which can't be sent: "
						+ ex.getMessage() + ". Correct name and value", ex);
			}
		});
	}

	private static void checkTimes(Duration interval, Duration timeout) {
		if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException(
					"'interval' is " + Durations.text(interval) + ". Write between 10ms and 1d, for example '10s'");
		}
		if (timeout.toMillis() < 1 || timeout.compareTo(interval) >= 0) {
			throw new IllegalArgumentException("'timeout' is " + Durations.text(timeout)
					+ ". Write less than the 'interval' of " + Durations.text(interval));
		}
	}

	/**
	 * The policy in its short form.
	 * @param text a path, such as {@code /health}, or {@code tcp} or {@code grpc}
	 * @return the policy
	 * @throws IllegalArgumentException if it is none of them
	 */
	public static HealthCheckPolicy of(String text) {
		return switch (text) {
			case "tcp" -> of(CheckType.TCP, null);
			case "grpc" -> of(CheckType.GRPC, null);
			default -> {
				if (!text.startsWith("/")) {
					throw new IllegalArgumentException(
							"'" + text + "' is no health check. Write a path such as '/health', 'tcp' or 'grpc'");
				}
				yield of(CheckType.HTTP, text);
			}
		};
	}

	private static HealthCheckPolicy of(CheckType type, @Nullable String path) {
		return new HealthCheckPolicy(type, path, HttpMethod.GET, Map.of(), List.of(StatusRange.of("200-299")), null,
				null, Duration.ofSeconds(10), Duration.ofSeconds(2), 3, 2, null);
	}

	/**
	 * This policy with other times.
	 * @param interval how long after a check the next one begins
	 * @param timeout how long a check may take in all
	 * @return the changed policy
	 */
	public HealthCheckPolicy withTimes(Duration interval, Duration timeout) {
		return new HealthCheckPolicy(this.type, this.path, this.method, this.headers, this.statuses, this.body,
				this.service, interval, timeout, this.unhealthyAfter, this.healthyAfter, this.port);
	}

	/**
	 * This policy with other thresholds.
	 * @param unhealthyAfter how many checks in a row fail before the instance is
	 * unhealthy
	 * @param healthyAfter how many checks in a row succeed before it is healthy again
	 * @return the changed policy
	 */
	public HealthCheckPolicy withThresholds(int unhealthyAfter, int healthyAfter) {
		return new HealthCheckPolicy(this.type, this.path, this.method, this.headers, this.statuses, this.body,
				this.service, this.interval, this.timeout, unhealthyAfter, healthyAfter, this.port);
	}

	/**
	 * This policy with other answers of a healthy instance.
	 * @param statuses the statuses
	 * @param body a text that the body contains, or {@code null} for any
	 * @return the changed policy
	 */
	public HealthCheckPolicy withExpected(List<StatusRange> statuses, @Nullable String body) {
		return new HealthCheckPolicy(this.type, this.path, this.method, this.headers, statuses, body, this.service,
				this.interval, this.timeout, this.unhealthyAfter, this.healthyAfter, this.port);
	}

}
