package io.embeddedgateway.service;

/**
 * An instance changed its state. Published as an application event as well.
 *
 * @param serviceId the id of the service
 * @param instanceId the id of the instance
 * @param from the state before
 * @param to the state now
 * @param reason why, for people to read
 */
public record InstanceStateChange(String serviceId, String instanceId, InstanceState from, InstanceState to,
		String reason) {
}
