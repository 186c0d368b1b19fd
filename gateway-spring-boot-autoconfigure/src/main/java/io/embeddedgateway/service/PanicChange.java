package io.embeddedgateway.service;

/**
 * A service began to use instances that are not available, because too few are, or ceased
 * to. Published as an application event as well.
 *
 * @param serviceId the id of the service
 * @param panic whether it uses all instances from now on
 * @param available how many instances are available
 * @param instances how many instances the service has
 */
public record PanicChange(String serviceId, boolean panic, int available, int instances) {
}
