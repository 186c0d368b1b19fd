package io.embeddedgateway.autoconfigure;

import java.util.List;

import org.springframework.boot.context.properties.bind.DefaultValue;

import io.embeddedgateway.discovery.NameServer;

/**
 * How names of hosts are looked up.
 *
 * @param servers whom to ask, one after the other
 */
record DnsProperties(@DefaultValue List<NameServer> servers) {
}
