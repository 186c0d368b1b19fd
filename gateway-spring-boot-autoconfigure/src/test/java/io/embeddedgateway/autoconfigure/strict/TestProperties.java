package io.embeddedgateway.autoconfigure.strict;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A small tree of records in the manner of the real one.
 */
@ConfigurationProperties("gateway")
record TestProperties(@DefaultValue Map<String, Route> routes, @DefaultValue Map<String, Service> services,
		@DefaultValue("5s") Duration timeout, @Nullable String password) {

	record Route(String path, @Nullable Match match, @Nullable URI uri, @Nullable String service,
			@Nullable Limit rateLimit, @Nullable Timeouts timeouts, @DefaultValue List<String> filters,
			@DefaultValue Map<String, String> metadata, @Nullable Status respond) {

		Route {
			if (path == null) {
				throw new IllegalArgumentException("A route needs a path. Write 'path: /orders/**'");
			}
			if ((uri == null) == (service == null)) {
				throw new IllegalArgumentException((uri != null) ? "There are both 'uri' and 'service'. Remove one"
						: "There is no target. Write 'uri' or 'service'");
			}
		}

	}

	record Match(@DefaultValue Set<Method> methods, @DefaultValue Map<String, List<String>> headers) {

	}

	enum Method {

		GET, POST, CONDITIONAL_GET

	}

	record Timeouts(@DefaultValue("2s") Duration connect, @Nullable Duration idle) {

	}

	record Limit(int requests, @DefaultValue("1s") Duration period, @Nullable String key) {

		Limit {
			if (requests < 1) {
				throw new IllegalArgumentException("A limit of " + requests + " lets nothing pass. Write at least 1");
			}
		}

		public static Limit of(String text) {
			String[] parts = text.split("/");
			if (parts.length != 2) {
				throw new IllegalArgumentException("'" + text + "' is not a limit. Write '10/1s'");
			}
			return new Limit(Integer.parseInt(parts[0]), Duration.parse("PT" + parts[1]), null);
		}

	}

	record Service(@DefaultValue List<Instance> instances, @DefaultValue("least-requests") Balancer loadBalancer,
			@DefaultValue Set<Status> retryOn, @DefaultValue("false") boolean preserveHost,
			@DefaultValue Map<String, Duration> delays) {

	}

	enum Balancer {

		LEAST_REQUESTS, ROUND_ROBIN

	}

	record Instance(URI uri, @DefaultValue("1") int weight, @Nullable String zone) {

		Instance {
			if (uri == null || uri.getHost() == null) {
				throw new IllegalArgumentException("An instance needs a host. Write 'http://orders-1:8080'");
			}
		}

		public static Instance of(String text) {
			return new Instance(URI.create(text), 1, null);
		}

	}

	record Status(String code) {

		Status {
			if (code.length() != 3) {
				throw new IllegalArgumentException("'" + code + "' is not a status. Write '502' or '5xx'");
			}
		}

		public static Status of(String text) {
			return new Status(text);
		}

	}

}
