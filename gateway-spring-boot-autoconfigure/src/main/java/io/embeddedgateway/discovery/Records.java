package io.embeddedgateway.discovery;

import java.net.InetAddress;

import io.netty.handler.codec.dns.DnsRecordType;
import reactor.core.publisher.Mono;

/**
 * Asks DNS. Each subscription is a query, which finds nothing, an empty answer, only if a
 * server said that there is nothing.
 */
interface Records {

	/**
	 * Ask for addresses.
	 * @param host the name of the host
	 * @param type of IPv4 or of IPv6
	 * @return the addresses
	 */
	Mono<Answer<InetAddress>> addresses(String host, DnsRecordType type);

	/**
	 * Ask for servers.
	 * @param name the name of the records
	 * @return the servers
	 */
	Mono<Answer<SrvRecord>> servers(String name);

}
