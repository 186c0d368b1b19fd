package io.embeddedgateway.service;

import java.util.List;

import reactor.core.publisher.Flux;

/**
 * Where the instances of a service come from, if they change while the application runs.
 * A bean, referred to by its name.
 */
@FunctionalInterface
public interface InstanceSource {

	/**
	 * The instances, now and whenever they change. Subscribed to when the application
	 * starts, before its web server, and cancelled when it stops.
	 * @return lists of which each replaces all instances; an empty list leaves the
	 * service without any. A list that can't be used, an error and the completion leave
	 * the last good list in place; after an error the source is subscribed to again, at
	 * first after a second, then after up to a minute.
	 */
	Flux<List<Instance>> instances();

}
