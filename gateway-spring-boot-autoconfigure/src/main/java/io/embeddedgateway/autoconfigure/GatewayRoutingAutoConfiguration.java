package io.embeddedgateway.autoconfigure;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.web.reactive.HandlerMapping;

import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.Route;
import io.embeddedgateway.RouteFeature;
import io.embeddedgateway.UnroutedListener;
import io.embeddedgateway.aggregate.AggregationCustomizer;
import io.embeddedgateway.aggregate.PartSource;
import io.embeddedgateway.autoconfigure.strict.DeclarationOrigins;
import io.embeddedgateway.autoconfigure.strict.ShortFormConverter;
import io.embeddedgateway.autoconfigure.strict.StrictBinding;
import io.embeddedgateway.routing.ClientConnections;
import io.embeddedgateway.routing.GatewayWebFilter;
import io.embeddedgateway.routing.RouteExplainer;
import io.embeddedgateway.routing.RouteSource;
import io.embeddedgateway.routing.RouteTables;

/**
 * Auto-configuration for {@code gateway.*}, for the routes and for the one filter through
 * which requests enter.
 */
@AutoConfiguration
@ConditionalOnGateway
@EnableConfigurationProperties(GatewayProperties.class)
public final class GatewayRoutingAutoConfiguration {

	@Bean
	static StrictBinding<GatewayProperties> gatewayStrictBinding(ListableBeanFactory beans) {
		return new StrictBinding<>("gateway", GatewayProperties.class, new DeclarationCheck(beans));
	}

	@Bean
	@ConfigurationPropertiesBinding
	static ShortFormConverter gatewayShortFormConverter() {
		return new ShortFormConverter();
	}

	@Bean
	@ConditionalOnMissingBean
	ClientConnections gatewayClientConnections(GatewayProperties properties) {
		return new ClientConnections(properties.trustedProxies());
	}

	@Bean
	@ConditionalOnMissingBean
	RouteTables gatewayRouteTables(GatewayProperties properties, ListableBeanFactory beans, Environment environment,
			ObjectProvider<RouteFeature> features, ObjectProvider<Route> routes, ObjectProvider<RouteSource> sources) {
		DeclarationOrigins origins = new DeclarationOrigins(environment, "gateway.routes");
		DeclaredAggregates aggregates = new DeclaredAggregates((name) -> beans.getBean(name, PartSource.class),
				(name) -> beans.getBean(name, AggregationCustomizer.class));
		DeclaredRoutes declared = new DeclaredRoutes(properties, (name) -> beans.getBean(name, GatewayFilter.class),
				aggregates);
		List<Route> all = new ArrayList<>();
		properties.routes().forEach((id, route) -> all.add(declared.route(id, route, origins.of(id))));
		routes.orderedStream().forEach(all::add);
		return new RouteTables(features.orderedStream().toList(), all, sources.orderedStream().toList(),
				() -> BeanFactoryUtils.beansOfTypeIncludingAncestors(beans, HandlerMapping.class),
				properties.allowPathParameters(), Clock.systemUTC());
	}

	@Bean
	@ConditionalOnMissingBean
	RouteExplainer gatewayRouteExplainer(RouteTables tables, ClientConnections connections, ApplicationContext context,
			Environment environment) {
		return new RouteExplainer(tables, connections, context,
				environment.getProperty("spring.webflux.base-path", ""));
	}

	@Bean
	@ConditionalOnMissingBean
	GatewayWebFilter gatewayWebFilter(RouteTables tables, ClientConnections connections, ApplicationContext context,
			ObjectProvider<UnroutedListener> unrouted) {
		return new GatewayWebFilter(tables, connections, context, unrouted.orderedStream().toList());
	}

}
