package io.embeddedgateway.discovery;

import io.embeddedgateway.service.InstanceSource;

/**
 * Knows the instances of services by the ids that they are registered with. A bean: by
 * default one that asks Spring Cloud.
 */
@FunctionalInterface
public interface InstanceRegistry {

	/**
	 * The instances of a service.
	 * @param serviceId the id that the service is registered with
	 * @param policy how often to ask
	 * @return where its instances come from; it need not be registered yet
	 */
	InstanceSource instances(String serviceId, DiscoveryPolicy policy);

}
