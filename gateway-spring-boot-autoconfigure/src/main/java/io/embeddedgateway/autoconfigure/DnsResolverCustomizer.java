package io.embeddedgateway.autoconfigure;

import io.netty.resolver.dns.DnsNameResolverBuilder;

/**
 * Changes how the gateway asks DNS for instances, and for the hosts of instances. A bean,
 * applied after the properties.
 */
@FunctionalInterface
public interface DnsResolverCustomizer {

	/**
	 * Change the settings.
	 * @param builder the settings
	 */
	void customize(DnsNameResolverBuilder builder);

}
