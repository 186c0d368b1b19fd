package io.embeddedgateway.loadbalancer;

import io.embeddedgateway.service.ServiceInstance;

/**
 * An instance that a request may go to or not.
 *
 * @param instance the instance
 * @param eligible whether it may be chosen
 * @param reason why, or why not, for people to read
 */
public record InstanceOption(ServiceInstance instance, boolean eligible, String reason) {
}
