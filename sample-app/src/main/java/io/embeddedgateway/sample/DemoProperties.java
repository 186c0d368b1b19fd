package io.embeddedgateway.sample;

import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The demo services.
 *
 * @param ports the port of each instance, by the name of the instance
 */
@ConfigurationProperties("demo")
record DemoProperties(Map<String, Integer> ports) {
}
