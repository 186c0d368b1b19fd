package io.embeddedgateway.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import io.embeddedgateway.auth.AuthPolicy;
import io.embeddedgateway.cors.CorsPolicy;
import io.embeddedgateway.limits.AddressPolicy;
import io.embeddedgateway.limits.BodyLimitPolicy;
import io.embeddedgateway.observability.accesslog.RouteAccessLogPolicy;
import io.embeddedgateway.ratelimit.RateLimitPolicy;
import io.embeddedgateway.relay.RelayPolicy;
import io.embeddedgateway.resilience.RetryPolicy;
import io.embeddedgateway.secureheaders.SecureHeadersPolicy;
import io.embeddedgateway.transform.TransformPolicy;

/**
 * Settings for every route; a block on a route replaces the block here.
 *
 * @param filters names of filter beans, outermost first
 * @param maxRequestBody most bytes of a request body
 * @param timeout longest times of a request
 * @param transform changes to requests and responses
 * @param retry how often, and when, a failed request is sent again, where neither the
 * route nor its service says so
 * @param fallback who answers instead of a service that fails
 * @param auth who may use a route
 * @param relay what services are told about the caller, where neither the route nor its
 * service says so
 * @param cors which pages of other origins may use the routes
 * @param addresses from which addresses the routes may be used
 * @param secureHeaders headers that tell browsers to be careful
 * @param rateLimit how often each route may be used
 * @param accessLog which requests have a line in the access log
 */
record DefaultsProperties(@DefaultValue List<String> filters, @Nullable DataSize maxRequestBody,
		@Nullable TimeoutProperties timeout, @Nullable TransformPolicy transform, @Nullable RetryPolicy retry,
		@Nullable FallbackProperties fallback, @Nullable AuthPolicy auth, @Nullable RelayPolicy relay,
		@Nullable CorsPolicy cors, @Nullable AddressPolicy addresses, @Nullable SecureHeadersPolicy secureHeaders,
		@Nullable RateLimitPolicy rateLimit, @Nullable RouteAccessLogPolicy accessLog) {

	DefaultsProperties {
		check(maxRequestBody);
	}

	static void check(@Nullable DataSize maxRequestBody) {
		if (maxRequestBody != null) {
			new BodyLimitPolicy(maxRequestBody);
		}
	}

}
