package io.embeddedgateway.service;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * A service at run time: its definition, and the instances that it has now.
 */
public final class LiveService {

	private final Service definition;

	private final AvailabilityPolicy policy;

	private final ServiceListener listener;

	private final LongSupplier ticker;

	private final List<InstanceObservation> observations = new ArrayList<>();

	private final Map<Class<?>, Object> states = new ConcurrentHashMap<>();

	private final AdministeredInstances administered = new AdministeredInstances();

	private final Queue<Runnable> untold = new ArrayDeque<>();

	private boolean telling;

	private volatile Map<String, ServiceInstance> instances = Map.of();

	private volatile Availability availability = Availability.NONE;

	LiveService(Service definition, ServiceListener listener, LongSupplier ticker) {
		this.definition = definition;
		AvailabilityPolicy policy = definition.policy(AvailabilityPolicy.class);
		this.policy = (policy != null) ? policy : AvailabilityPolicy.DEFAULT;
		this.listener = listener;
		this.ticker = ticker;
		replace(definition.instances());
	}

	/**
	 * The definition.
	 * @return the definition
	 */
	public Service definition() {
		return this.definition;
	}

	/**
	 * The id.
	 * @return the id of the service
	 */
	public String id() {
		return this.definition.id();
	}

	/**
	 * The instances that the service has now.
	 * @return an immutable snapshot, empty as long as a source has not named any
	 */
	public List<ServiceInstance> instances() {
		return this.availability.instances();
	}

	/**
	 * One of the instances.
	 * @param id the id of the instance
	 * @return the instance, or {@code null} if the service does not have it now
	 */
	public @Nullable ServiceInstance instance(String id) {
		return this.instances.get(id);
	}

	/**
	 * Which instances can be chosen now.
	 * @return an immutable snapshot, the same until something about it changes
	 */
	public Availability availability() {
		return this.availability;
	}

	/**
	 * What a feature keeps about this service, as long as there is the service.
	 * @param <T> the type of what is kept
	 * @param type the type of what is kept, known to the feature alone
	 * @param creation makes it, when it is asked for the first time
	 * @return what is kept
	 */
	public <T> T state(Class<T> type, Function<LiveService, T> creation) {
		Object state = this.states.get(type);
		return type.cast((state != null) ? state : this.states.computeIfAbsent(type, (key) -> creation.apply(this)));
	}

	/**
	 * Observe each instance that the service has, and each that it gets.
	 * @param observation makes the observers
	 */
	public synchronized void observe(InstanceObservation observation) {
		this.observations.add(observation);
		this.availability.instances().forEach((instance) -> observe(instance, observation));
	}

	private void observe(ServiceInstance instance, InstanceObservation observation) {
		InstanceObserver observer = observation.observe(this, instance);
		if (observer != null) {
			instance.observe(observer);
		}
	}

	/**
	 * Replace all instances at once. An instance that the service had before, by its
	 * {@link Instance#id() id}, keeps its state; of one that it had earlier, only what
	 * operators wanted is known. If nothing differs, the snapshot stays.
	 * @param definitions the instances that the service has from now on
	 * @throws IllegalArgumentException if one is {@code null} or two are the same;
	 * nothing changes then
	 */
	public void update(List<Instance> definitions) {
		List<Instance> checked = Service.checked(id(), definitions);
		synchronized (this) {
			List<ServiceInstance> current = this.availability.instances();
			if (checked.equals(current.stream().map(ServiceInstance::definition).toList())) {
				return;
			}
			replace(checked);
		}
		tell();
	}

	private void replace(List<Instance> definitions) {
		Map<String, ServiceInstance> known = this.instances;
		Map<String, ServiceInstance> byId = new HashMap<>();
		List<ServiceInstance> updated = new ArrayList<>(definitions.size());
		for (Instance definition : definitions) {
			ServiceInstance present = known.get(definition.id());
			ServiceInstance instance = (present != null) ? present : join(definition, !known.isEmpty());
			instance.redefine(definition);
			byId.put(definition.id(), instance);
			updated.add(instance);
		}
		this.instances = Map.copyOf(byId);
		refresh(updated);
		known.forEach((id, instance) -> {
			if (!byId.containsKey(id)) {
				this.administered.left(id, this.ticker.getAsLong());
				this.untold.add(instance::removed);
			}
		});
	}

	private ServiceInstance join(Instance definition, boolean later) {
		ServiceInstance instance = new ServiceInstance(definition, this);
		if (later) {
			instance.availableSince(this.ticker.getAsLong());
		}
		AdministeredInstances.Wish wish = this.administered.of(instance.id(), this.ticker.getAsLong());
		if (wish != null) {
			instance.condition().restore(wish.state(), wish.reason());
			untold(instance, InstanceState.AVAILABLE, wish.reason() + ", before it left and came back");
		}
		this.observations.forEach((observation) -> observe(instance, observation));
		return instance;
	}

	long nanoTime() {
		return this.ticker.getAsLong();
	}

	/**
	 * The state of an instance changed. Followed by {@link #tell()}, once the caller
	 * holds no lock.
	 * @param instance the instance
	 * @param from the state before
	 * @param reason why
	 */
	synchronized void changed(ServiceInstance instance, InstanceState from, String reason) {
		InstanceState to = instance.state();
		if (to.isAvailable() && !from.isAvailable()) {
			instance.availableSince(this.ticker.getAsLong());
		}
		// One that left in the meantime may still change
		if (this.instances.get(instance.id()) == instance) {
			untold(instance, from, reason);
			refresh(this.availability.instances());
		}
	}

	private void untold(ServiceInstance instance, InstanceState from, String reason) {
		InstanceStateChange change = new InstanceStateChange(id(), instance.id(), from, instance.state(), reason);
		this.untold.add(() -> this.listener.stateChanged(change));
	}

	/**
	 * An operator said what he wants of an instance.
	 * @param instance the instance
	 * @param state what he wants
	 * @param reason why
	 */
	synchronized void administered(ServiceInstance instance, AdminState state, String reason) {
		if (this.instances.get(instance.id()) == instance) {
			this.administered.remember(instance.id(), state, reason);
		}
	}

	private void refresh(List<ServiceInstance> instances) {
		Availability before = this.availability;
		Availability now = Availability.of(instances, this.policy);
		this.availability = now;
		if (before.panic() != now.panic()) {
			int available = (int) instances.stream().filter((instance) -> instance.state().isAvailable()).count();
			this.untold
				.add(() -> this.listener.panicChanged(new PanicChange(id(), now.panic(), available, instances.size())));
		}
	}

	/**
	 * Tell the listeners what changed: outside all locks, and one thread at a time, so
	 * that they see the order of the changes.
	 */
	void tell() {
		Runnable next = next(true);
		while (next != null) {
			boolean told = false;
			try {
				next.run();
				told = true;
			}
			finally {
				if (!told) {
					stopTelling();
				}
			}
			next = next(false);
		}
	}

	private synchronized void stopTelling() {
		this.telling = false;
	}

	private synchronized @Nullable Runnable next(boolean first) {
		if (first && this.telling) {
			return null;
		}
		Runnable next = this.untold.poll();
		this.telling = (next != null);
		return next;
	}

	@Override
	public String toString() {
		return this.definition + " with instances " + instances();
	}

}
