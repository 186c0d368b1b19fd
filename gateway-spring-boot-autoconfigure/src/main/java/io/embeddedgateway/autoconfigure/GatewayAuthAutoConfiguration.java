package io.embeddedgateway.autoconfigure;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.security.web.server.SecurityWebFilterChain;
import reactor.core.scheduler.Schedulers;

import io.embeddedgateway.auth.AuthFeature;
import io.embeddedgateway.auth.AuthProvider;
import io.embeddedgateway.auth.AuthProviderSource;
import io.embeddedgateway.auth.IssuerClients;
import io.embeddedgateway.auth.OpenRoutes;
import io.embeddedgateway.auth.TokenCache;

/**
 * Auto-configuration for who may use routes.
 */
@AutoConfiguration(after = GatewayRoutingAutoConfiguration.class)
@ConditionalOnGateway
public final class GatewayAuthAutoConfiguration {

	private static final Duration LONGEST = Duration.ofSeconds(10);

	@Bean
	@ConditionalOnMissingBean
	TokenCache gatewayTokenCache() {
		return new TokenCache(Clock.systemUTC(), Schedulers.parallel());
	}

	@Bean
	@ConditionalOnMissingBean
	IssuerClients gatewayIssuerClients() {
		return new IssuerClients();
	}

	@Bean
	@ConditionalOnMissingBean
	OpenRoutes gatewayOpenRoutes() {
		return new OpenRoutes();
	}

	@Bean
	ApplicationListener<ApplicationStartedEvent> gatewayOpenRoutesLog(OpenRoutes routes) {
		return (event) -> routes.started();
	}

	@Bean
	@ConditionalOnMissingBean
	AuthFeature gatewayAuthFeature(GatewayProperties properties, ObjectProvider<AuthProviderSource> sources,
			ObjectProvider<SecurityWebFilterChain> application, ListableBeanFactory beans, OpenRoutes open) {
		List<AuthProvider> providers = new ArrayList<>();
		sources.orderedStream().forEach((source) -> providers.addAll(source.providers()));
		checkBuilt(properties.auth().keySet(), providers);
		return new AuthFeature(providers, AuthCheck.hasMoreProviders(beans), (name) -> bean(beans, name),
				application.stream().findAny().isPresent(), open, LONGEST, Schedulers.parallel());
	}

	private static void checkBuilt(Set<String> declared, List<AuthProvider> providers) {
		Set<String> missing = new TreeSet<>(declared);
		providers.forEach((provider) -> missing.remove(provider.name()));
		if (!missing.isEmpty()) {
			throw new IllegalStateException("Nobody made the providers " + missing
					+ " under 'gateway.auth'. Is their auto-configuration switched off?");
		}
	}

	private static @Nullable Object bean(ListableBeanFactory beans, String name) {
		return beans.containsBean(name) ? beans.getBean(name) : null;
	}

}
