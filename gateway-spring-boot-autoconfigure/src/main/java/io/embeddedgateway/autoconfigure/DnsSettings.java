package io.embeddedgateway.autoconfigure;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;

import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;

import io.embeddedgateway.discovery.NameServer;

/**
 * What properties and beans say about DNS.
 *
 * @param properties the properties
 * @param customizers the beans
 */
record DnsSettings(DnsProperties properties,
		List<DnsResolverCustomizer> customizers) implements Consumer<DnsNameResolverBuilder> {

	@Override
	public void accept(DnsNameResolverBuilder builder) {
		if (!this.properties.servers().isEmpty()) {
			builder.nameServerProvider(new SequentialDnsServerAddressStreamProvider(
					this.properties.servers().stream().map(NameServer::address).toArray(InetSocketAddress[]::new)));
		}
		this.customizers.forEach((customizer) -> customizer.customize(builder));
	}

}
