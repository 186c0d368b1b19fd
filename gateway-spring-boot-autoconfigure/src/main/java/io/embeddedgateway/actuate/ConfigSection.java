package io.embeddedgateway.actuate;

import java.util.Map;
import java.util.function.Supplier;

import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import reactor.core.publisher.Mono;

import io.embeddedgateway.routing.RefusedUpdate;
import io.embeddedgateway.routing.RouteTables;

/**
 * Tells how the gateway is configured: what holds, also where nothing was written.
 */
public final class ConfigSection implements EndpointSection {

	private final Supplier<Map<String, Object>> configuration;

	private final RouteTables tables;

	/**
	 * Create the section.
	 * @param configuration what stands under {@code gateway}, without secrets
	 * @param tables knows which routes were refused
	 */
	public ConfigSection(Supplier<Map<String, Object>> configuration, RouteTables tables) {
		this.configuration = configuration;
		this.tables = tables;
	}

	@Override
	public String name() {
		return "config";
	}

	@Override
	public Mono<WebEndpointResponse<?>> read(SectionQuery query) {
		Map<String, Object> configuration = this.configuration.get();
		String key = query.item();
		if (key != null) {
			return Mono.justOrEmpty(configuration.get(key))
				.map((value) -> new WebEndpointResponse<>(Map.of("gateway", Map.of(key, value))));
		}
		RefusedUpdate refused = this.tables.refused();
		return Mono.just(new WebEndpointResponse<>(new Fields().with("revision", this.tables.view().revision())
			.with("lastError", (refused != null) ? GatewayOverview.describe(refused) : null)
			.with("gateway", configuration)
			.map()));
	}

}
