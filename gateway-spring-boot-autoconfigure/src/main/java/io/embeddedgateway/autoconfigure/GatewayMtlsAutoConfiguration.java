package io.embeddedgateway.autoconfigure;

import java.time.Clock;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

import io.embeddedgateway.auth.mtls.CertificateConstraint;
import io.embeddedgateway.auth.mtls.MtlsPolicy;
import io.embeddedgateway.auth.mtls.MtlsProviders;

/**
 * Auto-configuration for clients that are known by the certificate of their connection,
 * and for tokens that are bound to one.
 */
@AutoConfiguration(before = GatewayAuthAutoConfiguration.class, after = GatewayRoutingAutoConfiguration.class)
@ConditionalOnGateway
public final class GatewayMtlsAutoConfiguration {

	private static final Log logger = LogFactory.getLog(GatewayMtlsAutoConfiguration.class);

	@Bean
	@ConditionalOnMissingBean
	MtlsProviders gatewayMtlsProviders(GatewayProperties properties, Environment environment) {
		Map<String, MtlsPolicy> policies = AuthProviderProperties.of(properties.auth(), AuthProviderProperties::mtls);
		String clientAuth = environment.getProperty("server.ssl.client-auth", "none");
		// No mistake: the server may have been told in Java
		if (!policies.isEmpty() && clientAuth.equalsIgnoreCase("none")) {
			logger.warn("'gateway.auth' knows clients by their certificates, but the server does not ask for any. "
					+ "Set 'server.ssl.client-auth: want', and the authorities to trust");
		}
		return new MtlsProviders(policies, Clock.systemUTC());
	}

	@Bean
	@ConditionalOnMissingBean
	CertificateConstraint gatewayCertificateConstraint() {
		return new CertificateConstraint();
	}

}
