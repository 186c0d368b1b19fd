package io.embeddedgateway.actuate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/**
 * Says in the information about the application which gateway is in it.
 */
public final class GatewayInfoContributor implements InfoContributor {

	private final GatewayOverview overview;

	/**
	 * Create the contributor.
	 * @param overview the numbers to tell
	 */
	public GatewayInfoContributor(GatewayOverview overview) {
		this.overview = overview;
	}

	@Override
	public void contribute(Info.Builder builder) {
		Map<String, Object> numbers = new LinkedHashMap<>(this.overview.read());
		// What went wrong is for operators, and information is often open to all
		numbers.keySet().removeAll(Set.of("lastError", "loadedAt"));
		builder.withDetail("gateway", numbers);
	}

}
