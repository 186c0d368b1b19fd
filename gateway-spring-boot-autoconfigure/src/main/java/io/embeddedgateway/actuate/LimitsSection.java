package io.embeddedgateway.actuate;

import java.util.List;
import java.util.Map;

import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import reactor.core.publisher.Mono;

import io.embeddedgateway.ratelimit.LimitUse;
import io.embeddedgateway.ratelimit.RateLimitInspector;

/**
 * Tells how rate limits are used.
 */
public final class LimitsSection implements EndpointSection {

	private final RateLimitInspector limits;

	/**
	 * Create the section.
	 * @param limits knows the limits
	 */
	public LimitsSection(RateLimitInspector limits) {
		this.limits = limits;
	}

	@Override
	public String name() {
		return "limits";
	}

	@Override
	public Mono<WebEndpointResponse<?>> read(SectionQuery query) {
		String policy = query.item();
		List<Map<String, Object>> uses = this.limits.uses()
			.stream()
			.filter((use) -> policy == null || use.policy().equals(policy))
			.map(LimitsSection::describe)
			.toList();
		return (policy == null || !uses.isEmpty()) ? Mono.just(new WebEndpointResponse<>(Map.of("policies", uses)))
				: Mono.empty();
	}

	private static Map<String, Object> describe(LimitUse use) {
		return new Fields().with("policy", use.policy())
			.with("tier", use.tier())
			.with("granted", use.granted())
			.with("refused", use.refused())
			.with("keys", use.keys())
			.map();
	}

}
