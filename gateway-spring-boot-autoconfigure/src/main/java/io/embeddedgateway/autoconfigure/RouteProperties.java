package io.embeddedgateway.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import io.embeddedgateway.auth.AuthPolicy;
import io.embeddedgateway.cors.CorsPolicy;
import io.embeddedgateway.limits.AddressPolicy;
import io.embeddedgateway.observability.accesslog.RouteAccessLogPolicy;
import io.embeddedgateway.ratelimit.RateLimitPolicy;
import io.embeddedgateway.relay.RelayPolicy;
import io.embeddedgateway.resilience.CircuitBreakerPolicy;
import io.embeddedgateway.resilience.HedgePolicy;
import io.embeddedgateway.resilience.MaxConcurrentPolicy;
import io.embeddedgateway.resilience.RetryPolicy;
import io.embeddedgateway.routing.RequestMatch;
import io.embeddedgateway.secureheaders.SecureHeadersPolicy;
import io.embeddedgateway.sticky.StickyPolicy;
import io.embeddedgateway.transform.RedirectPolicy;
import io.embeddedgateway.transform.RespondPolicy;
import io.embeddedgateway.transform.TransformPolicy;
import io.embeddedgateway.websocket.WebSocketPolicy;

/**
 * One route.
 *
 * @param path patterns of which the path has to match one
 * @param match conditions beside the path
 * @param order explicit order, which goes before specificity; lower comes first
 * @param uri target: scheme, host and port of one server
 * @param service target: id of a service
 * @param local target: the application's own handlers
 * @param redirect target: a redirect
 * @param respond target: a fixed answer
 * @param aggregate target: an answer that is put together from several calls
 * @param filters names of filter beans, outermost first; instead of those of the defaults
 * @param metadata free values for filters
 * @param maxRequestBody most bytes of a request body; instead of that of the defaults
 * @param timeout longest times of a request; instead of those of the defaults
 * @param transform changes to request and response
 * @param retry how often, and when, a failed request is sent again; instead of what the
 * service says
 * @param hedge when a request is sent to another instance as well; instead of what the
 * service says
 * @param fallback who answers instead of a service that fails; instead of that of the
 * defaults
 * @param websocket how WebSockets are kept alive
 * @param circuitBreaker when the service is not called any more on this route
 * @param maxConcurrent how many requests are under way on this route at a time
 * @param sticky how clients stay with one instance; instead of that of the service
 * @param auth who may use the route; instead of what the defaults say
 * @param relay what the service is told about the caller; instead of what the service or
 * the defaults say
 * @param cors which pages of other origins may use the route; instead of that of the
 * defaults
 * @param addresses from which addresses the route may be used; instead of those of the
 * defaults
 * @param secureHeaders headers that tell browsers to be careful; instead of those of the
 * defaults
 * @param rateLimit how often the route may be used; instead of what the defaults say
 * @param accessLog which requests have a line in the access log; instead of what the
 * defaults say
 */
record RouteProperties(@DefaultValue List<String> path, @Nullable RequestMatch match, @DefaultValue("0") int order,
		@Nullable String uri, @Nullable String service, @DefaultValue("false") boolean local,
		@Nullable RedirectPolicy redirect, @Nullable RespondPolicy respond, @Nullable AggregateProperties aggregate,
		@Nullable List<String> filters, @DefaultValue Map<String, String> metadata, @Nullable DataSize maxRequestBody,
		@Nullable TimeoutProperties timeout, @Nullable TransformPolicy transform, @Nullable RetryPolicy retry,
		@Nullable HedgePolicy hedge, @Nullable FallbackProperties fallback, @Nullable WebSocketPolicy websocket,
		@Nullable CircuitBreakerPolicy circuitBreaker, @Nullable MaxConcurrentPolicy maxConcurrent,
		@Nullable StickyPolicy sticky, @Nullable AuthPolicy auth, @Nullable RelayPolicy relay,
		@Nullable CorsPolicy cors, @Nullable AddressPolicy addresses, @Nullable SecureHeadersPolicy secureHeaders,
		@Nullable RateLimitPolicy rateLimit, @Nullable RouteAccessLogPolicy accessLog) {

	/**
	 * The names of all targets.
	 */
	static final List<String> TARGETS = List.of("uri", "service", "local", "redirect", "respond", "aggregate");

	RouteProperties {
		DefaultsProperties.check(maxRequestBody);
	}

	/**
	 * The names of the targets that are set.
	 * @return the names, of which there should be exactly one
	 */
	List<String> targets() {
		List<String> targets = new ArrayList<>(1);
		addIf(targets, "uri", this.uri != null);
		addIf(targets, "service", this.service != null);
		addIf(targets, "local", this.local);
		addIf(targets, "redirect", this.redirect != null);
		addIf(targets, "respond", this.respond != null);
		addIf(targets, "aggregate", this.aggregate != null);
		return targets;
	}

	boolean isForwarded() {
		return this.service != null || this.uri != null;
	}

	private static void addIf(List<String> targets, String name, boolean set) {
		if (set) {
			targets.add(name);
		}
	}

}
