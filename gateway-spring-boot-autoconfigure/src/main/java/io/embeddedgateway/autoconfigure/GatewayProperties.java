package io.embeddedgateway.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.embeddedgateway.AddressRange;
import io.embeddedgateway.auth.apikey.ApiKeyPolicy;
import io.embeddedgateway.auth.dpop.DpopPolicy;
import io.embeddedgateway.masking.SecretNames;
import io.embeddedgateway.observability.TraceHeaderPolicy;
import io.embeddedgateway.observability.accesslog.AccessLogPolicy;
import io.embeddedgateway.ratelimit.RateLimitPolicy;
import io.embeddedgateway.ratelimit.RateLimitStorePolicy;
import io.embeddedgateway.relay.TokenClientPolicy;
import io.embeddedgateway.server.ServerPolicy;
import io.embeddedgateway.sticky.StickyKey;
import io.embeddedgateway.usage.UsagePolicy;

/**
 * Everything below {@code gateway}.
 *
 * @param enabled whether the gateway is there at all
 * @param startupReport whether routes are logged at the start, with what is probably a
 * mistake
 * @param trustedProxies addresses of the proxies whose {@code X-Forwarded-*} headers
 * count
 * @param zone where the gateway runs
 * @param allowPathParameters whether paths may have parameters (;a=b)
 * @param stickyKey the secret that binds clients to instances
 * @param server what clients may take of the server
 * @param health what the health of the application depends on
 * @param dns how names of hosts are looked up
 * @param auth who vouches for callers, by name
 * @param tokenClients how the gateway gets tokens, by name
 * @param dpop how clients prove that they have the key of a token
 * @param rateLimits limits that routes share, by name
 * @param rateLimitStore where buckets of limits are
 * @param usage how usage is metered, if it is
 * @param accessLog which lines the access log has, if there is one
 * @param dashboard the page of the actuator
 * @param traceHeader who may see the way of their requests, if anybody
 * @param services services by id
 * @param defaults settings for every route
 * @param routes routes by id
 */
@ConfigurationProperties("gateway")
record GatewayProperties(@DefaultValue("true") boolean enabled, @DefaultValue("true") boolean startupReport,
		@DefaultValue List<AddressRange> trustedProxies, @Nullable String zone,
		@DefaultValue("false") boolean allowPathParameters, @Nullable StickyKey stickyKey,
		@NestedConfigurationProperty @DefaultValue ServerPolicy server,
		@NestedConfigurationProperty @DefaultValue HealthProperties health,
		@NestedConfigurationProperty @DefaultValue DnsProperties dns,
		@DefaultValue Map<String, AuthProviderProperties> auth,
		@DefaultValue Map<String, TokenClientPolicy> tokenClients,
		@NestedConfigurationProperty @DefaultValue DpopPolicy dpop,
		@DefaultValue Map<String, RateLimitPolicy> rateLimits,
		@NestedConfigurationProperty @DefaultValue RateLimitStorePolicy rateLimitStore, @Nullable UsagePolicy usage,
		@Nullable AccessLogPolicy accessLog, @NestedConfigurationProperty @DefaultValue DashboardProperties dashboard,
		@Nullable TraceHeaderPolicy traceHeader, @DefaultValue Map<String, ServiceProperties> services,
		@NestedConfigurationProperty @DefaultValue DefaultsProperties defaults,
		@DefaultValue Map<String, RouteProperties> routes) {

	/**
	 * The headers that carry keys of clients, whatever they are called.
	 */
	List<String> keyHeaders() {
		return AuthProviderProperties.of(this.auth, AuthProviderProperties::apiKey)
			.values()
			.stream()
			.map(ApiKeyPolicy::header)
			.toList();
	}

	/**
	 * What is secret by its name in this application.
	 */
	SecretNames secretNames() {
		List<String> names = new ArrayList<>(keyHeaders());
		if (this.accessLog != null) {
			names.addAll(this.accessLog.mask());
		}
		return new SecretNames(names);
	}

}
