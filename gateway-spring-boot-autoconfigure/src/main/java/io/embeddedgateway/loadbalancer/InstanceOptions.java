package io.embeddedgateway.loadbalancer;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.service.Availability;
import io.embeddedgateway.service.BoundInstance;
import io.embeddedgateway.service.InstanceState;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.ServiceInstance;
import io.embeddedgateway.text.KebabCase;

/**
 * Says of all instances of a service whether a request may go there, without choosing
 * one.
 */
final class InstanceOptions {

	private final Availability availability;

	private final List<Split.Part> parts;

	private final @Nullable BoundInstance bound;

	private final @Nullable ServiceInstance boundTo;

	private final List<ServiceInstance> tried;

	/**
	 * Create the options of a request.
	 * @param service the service
	 * @param zone where the gateway runs, or {@code null} if that is not known
	 * @param bound the instance of the service that the client is bound to, or
	 * {@code null} if it is bound to none
	 * @param tried the instances that the request was sent to before
	 */
	InstanceOptions(LiveService service, @Nullable String zone, @Nullable BoundInstance bound,
			List<ServiceInstance> tried) {
		this.availability = service.availability();
		this.parts = this.availability.candidates().isEmpty() ? List.of() : Split.of(this.availability, zone).parts();
		this.bound = bound;
		ServiceInstance instance = (bound != null) ? service.instance(bound.instanceId()) : null;
		this.boundTo = (instance != null && instance.state().takesBound()) ? instance : null;
		this.tried = tried;
	}

	List<InstanceOption> all() {
		List<InstanceOption> options = new ArrayList<>();
		for (ServiceInstance instance : this.availability.instances()) {
			options.add(option(instance));
		}
		return options;
	}

	private InstanceOption option(ServiceInstance instance) {
		if (this.boundTo != null) {
			return new InstanceOption(instance, instance == this.boundTo,
					(instance == this.boundTo) ? "the client is bound to it" : "the client is bound to another one");
		}
		if (this.bound != null && this.bound.required()) {
			return new InstanceOption(instance, false, "the client is bound to one that takes no requests");
		}
		if (!this.availability.candidates().contains(instance)) {
			return new InstanceOption(instance, false, whyNot(instance));
		}
		if (this.tried.contains(instance)) {
			return new InstanceOption(instance, false, "the request was sent there before");
		}
		return candidate(instance);
	}

	private InstanceOption candidate(ServiceInstance instance) {
		double share = this.parts.stream()
			.filter((part) -> part.candidates().contains(instance))
			.mapToDouble(Split.Part::share)
			.sum();
		if (share <= 0) {
			return new InstanceOption(instance, false,
					"instances of a lower level or of the own zone carry all requests");
		}
		if (instance.weight() == 0 && this.availability.candidates().stream().anyMatch((other) -> other.weight() > 0)) {
			return new InstanceOption(instance, false, "its weight is 0");
		}
		String part = (share < 1) ? ", in a part that gets " + Math.round(share * 100) + "% of the requests" : "";
		return new InstanceOption(instance, true, why(instance) + part);
	}

	private String why(ServiceInstance instance) {
		InstanceState state = instance.state();
		if (!state.isAvailable()) {
			return "too few instances are available, so all are used; it is " + text(state);
		}
		return (state == InstanceState.ON_TRIAL) ? "on trial: one request at a time" : "available";
	}

	private static String whyNot(ServiceInstance instance) {
		InstanceState state = instance.state();
		return switch (state) {
			case DISABLED -> "switched off by an operator";
			case DRAINING -> "being emptied by an operator: only clients that are bound to it get there";
			case UNHEALTHY -> "its health checks fail";
			case EJECTED -> "ejected: " + String.join(", ", instance.condition().suspensions());
			default -> text(state);
		};
	}

	private static String text(InstanceState state) {
		return KebabCase.of(state).replace('-', ' ');
	}

}
