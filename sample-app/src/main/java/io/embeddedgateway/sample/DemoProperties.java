package io.embeddedgateway.sample;

import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The demo services.
 *
 * @param ports the port of each instance, by the name of the instance
 * @param authorizationPort the port of the authorization server
 */
@ConfigurationProperties("demo")
record DemoProperties(Map<String, Integer> ports, int authorizationPort) {
}
