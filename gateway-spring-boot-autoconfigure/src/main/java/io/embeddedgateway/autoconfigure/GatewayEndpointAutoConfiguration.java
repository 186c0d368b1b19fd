package io.embeddedgateway.autoconfigure;

import java.time.Clock;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.EndpointAccessResolver;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import reactor.core.scheduler.Schedulers;

import io.embeddedgateway.actuate.ConfigSection;
import io.embeddedgateway.actuate.EndpointSection;
import io.embeddedgateway.actuate.GatewayEndpoint;
import io.embeddedgateway.actuate.GatewayOperations;
import io.embeddedgateway.actuate.GatewayOverview;
import io.embeddedgateway.actuate.LimitsSection;
import io.embeddedgateway.actuate.RoutesSection;
import io.embeddedgateway.actuate.ServicesSection;
import io.embeddedgateway.observability.RouteTraffic;
import io.embeddedgateway.ratelimit.RateLimitInspector;
import io.embeddedgateway.ratelimit.RateLimiters;
import io.embeddedgateway.resilience.CircuitBreakerFeature;
import io.embeddedgateway.routing.RouteTables;
import io.embeddedgateway.service.Services;

/**
 * Auto-configuration for the endpoint of the actuator that tells what the gateway does.
 */
@AutoConfiguration(after = { GatewayRoutingAutoConfiguration.class, GatewayServiceAutoConfiguration.class,
		GatewayResilienceAutoConfiguration.class, GatewayRateLimitAutoConfiguration.class })
@ConditionalOnGateway
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(GatewayEndpoint.class)
public final class GatewayEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	GatewayEndpoint gatewayEndpoint(ObjectProvider<EndpointSection> sections, RouteTables tables, Services services,
			ObjectProvider<EndpointAccessResolver> access) {
		EndpointAccessResolver resolver = access.getIfAvailable(() -> (id, byDefault) -> byDefault);
		return new GatewayEndpoint(sections.orderedStream().toList(), new GatewayOverview(tables, services),
				new GatewayOperations(tables, services), resolver.accessFor(EndpointId.of("gateway"), Access.READ_ONLY),
				Schedulers.boundedElastic());
	}

	@Bean
	@ConditionalOnMissingBean
	RouteTraffic gatewayRouteTraffic() {
		return new RouteTraffic();
	}

	@Bean
	@ConditionalOnMissingBean
	RoutesSection gatewayRoutesSection(RouteTables tables, RouteTraffic traffic) {
		return new RoutesSection(tables, traffic);
	}

	@Bean
	@ConditionalOnMissingBean
	ServicesSection gatewayServicesSection(Services services, ObjectProvider<CircuitBreakerFeature> breakers) {
		return new ServicesSection(services,
				() -> breakers.stream().flatMap((feature) -> feature.breakers().stream()).toList(), Clock.systemUTC(),
				System::nanoTime);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(RateLimiters.class)
	LimitsSection gatewayLimitsSection(RateLimiters limiters) {
		return new LimitsSection(new RateLimitInspector(limiters));
	}

	@Bean
	@ConditionalOnMissingBean
	ConfigSection gatewayConfigSection(GatewayProperties properties, RouteTables tables) {
		return new ConfigSection(() -> EffectiveConfiguration.of(properties), tables);
	}

}
