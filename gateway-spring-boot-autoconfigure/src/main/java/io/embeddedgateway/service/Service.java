package io.embeddedgateway.service;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The definition of a service: a named set of interchangeable instances, with the
 * policies for reaching them. Immutable; whatever YAML can say about a service, its
 * {@link #builder(String) builder} can.
 */
public final class Service {

	private final String id;

	private final List<Instance> instances;

	private final @Nullable InstanceSource instanceSource;

	private final Map<Class<?>, Object> policies;

	private final @Nullable String origin;

	private Service(Builder builder) {
		this.id = builder.id;
		this.instances = builder.instances;
		this.instanceSource = builder.instanceSource;
		this.policies = Map.copyOf(builder.policies);
		this.origin = builder.origin;
	}

	/**
	 * Start a service.
	 * @param id the id, unique among all services
	 * @return what asks for the instances
	 * @throws IllegalArgumentException if the id is blank
	 */
	public static InstancesStage builder(String id) {
		if (id.isBlank()) {
			throw new IllegalArgumentException("A service needs an id");
		}
		return new InstancesStage(id);
	}

	/**
	 * The id.
	 * @return the id, unique among all services
	 */
	public String id() {
		return this.id;
	}

	/**
	 * The instances that the service has from the start.
	 * @return at least one instance, or none if they come from a source
	 */
	public List<Instance> instances() {
		return this.instances;
	}

	/**
	 * Where the instances come from.
	 * @return the source, or {@code null} if the instances are fixed
	 */
	public @Nullable InstanceSource instanceSource() {
		return this.instanceSource;
	}

	/**
	 * The policy of a feature on this service.
	 * @param <T> the type of the policy
	 * @param type the type of the policy
	 * @return the policy, or {@code null} if the service has none of this type
	 */
	public <T> @Nullable T policy(Class<T> type) {
		return type.cast(this.policies.get(type));
	}

	/**
	 * Where the service was declared.
	 * @return the place, for messages, or {@code null} if it is not known
	 */
	public @Nullable String origin() {
		return this.origin;
	}

	@Override
	public String toString() {
		return "service '" + this.id + "'" + ((this.origin != null) ? " (" + this.origin + ")" : "");
	}

	static List<Instance> checked(String serviceId, List<Instance> instances) {
		Set<String> ids = new HashSet<>();
		for (Instance instance : instances) {
			if (instance == null) {
				throw new IllegalArgumentException("Service '" + serviceId + "' has an instance that is null");
			}
			if (!ids.add(instance.id())) {
				throw new IllegalArgumentException("Service '" + serviceId + "' has the instance " + instance.id()
						+ " twice; remove one, and set 'weight' on the other if it is to get more requests");
			}
		}
		return List.copyOf(instances);
	}

	/**
	 * Asks for the instances of a {@link Service}.
	 */
	public static final class InstancesStage {

		private final String id;

		private InstancesStage(String id) {
			this.id = id;
		}

		/**
		 * Set the instances.
		 * @param uris scheme, host and port of each
		 * @return the builder
		 * @throws IllegalArgumentException if there is none, one can't be used, or two
		 * are the same
		 */
		public Builder instances(String... uris) {
			return instances(Stream.of(uris).map(Instance::of).toList());
		}

		/**
		 * Set the instances.
		 * @param instances the instances; copied
		 * @return the builder
		 * @throws IllegalArgumentException if there is none, one is {@code null}, or two
		 * are the same
		 */
		public Builder instances(List<Instance> instances) {
			if (instances.isEmpty()) {
				throw new IllegalArgumentException("Service '" + this.id + "' has no instances");
			}
			return new Builder(this.id, checked(this.id, instances), null);
		}

		/**
		 * Say where the instances come from, as they change while the application runs.
		 * @param source the source
		 * @return the builder
		 */
		public Builder instances(InstanceSource source) {
			return new Builder(this.id, List.of(), source);
		}

	}

	/**
	 * Builds a {@link Service}.
	 */
	public static final class Builder {

		private final String id;

		private final List<Instance> instances;

		private final @Nullable InstanceSource instanceSource;

		private final Map<Class<?>, Object> policies = new LinkedHashMap<>();

		private @Nullable String origin;

		private Builder(String id, List<Instance> instances, @Nullable InstanceSource instanceSource) {
			this.id = id;
			this.instances = instances;
			this.instanceSource = instanceSource;
		}

		/**
		 * Set the policy of a feature.
		 * @param policy the policy
		 * @return this builder
		 * @throws IllegalArgumentException if there is one of this type already
		 */
		public Builder with(Object policy) {
			if (this.policies.putIfAbsent(policy.getClass(), policy) != null) {
				throw new IllegalArgumentException(
						"Service '" + this.id + "' has more than one " + policy.getClass().getSimpleName());
			}
			return this;
		}

		/**
		 * Say where the service was declared.
		 * @param origin the place, for messages, or {@code null} if it is not known
		 * @return this builder
		 */
		public Builder origin(@Nullable String origin) {
			this.origin = origin;
			return this;
		}

		/**
		 * Build the service.
		 * @return the service
		 */
		public Service build() {
			return new Service(this);
		}

	}

}
