package io.embeddedgateway.actuate;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import reactor.core.publisher.Mono;

import io.embeddedgateway.ratelimit.RateLimitInspector;

/**
 * Actuator endpoint that tells what rate limits have left, and gives it back where that
 * is enabled.
 */
@WebEndpoint(id = "gatewaylimits", defaultAccess = Access.READ_ONLY)
public final class RateLimitEndpoint {

	private final RateLimitInspector limits;

	/**
	 * Create the endpoint.
	 * @param limits knows the limits
	 */
	public RateLimitEndpoint(RateLimitInspector limits) {
		this.limits = limits;
	}

	/**
	 * What a key has left, or all policies if none is named.
	 * @param policy the name of a policy
	 * @param key a key
	 * @param tier the tier of the key, where nothing was used yet
	 * @return what is left: 404 if there is no such policy or tier, 400 if only one of
	 * policy and key is named
	 */
	@ReadOperation
	public Mono<WebEndpointResponse<Object>> limits(@Nullable String policy, @Nullable String key,
			@Nullable String tier) {
		if (policy == null && key == null && tier == null) {
			return Mono.just(new WebEndpointResponse<>(Map.of("policies", this.limits.policies())));
		}
		if (policy == null || key == null) {
			return Mono.just(new WebEndpointResponse<>(WebEndpointResponse.STATUS_BAD_REQUEST));
		}
		return this.limits.allowance(policy, key, tier)
			.<WebEndpointResponse<Object>>map(WebEndpointResponse::new)
			.defaultIfEmpty(new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND));
	}

	/**
	 * Give a key its whole allowance back.
	 * @param policy the name of a policy
	 * @param key a key
	 * @return 204 if that was done, 404 if nothing was used
	 */
	@DeleteOperation
	public Mono<WebEndpointResponse<Void>> reset(String policy, String key) {
		return this.limits.reset(policy, key)
			.map((done) -> new WebEndpointResponse<>(
					done ? WebEndpointResponse.STATUS_NO_CONTENT : WebEndpointResponse.STATUS_NOT_FOUND));
	}

}
