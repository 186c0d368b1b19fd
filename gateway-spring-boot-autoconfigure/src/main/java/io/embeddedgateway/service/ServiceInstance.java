package io.embeddedgateway.service;

import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * An instance at run time: its definition, which may change, and its state, which stays
 * with it as long as its service has an instance of its {@link Instance#id() id}. Equal
 * only to itself.
 */
public final class ServiceInstance {

	private final String id;

	private final AtomicInteger inFlight = new AtomicInteger();

	/**
	 * The one request of a trial, or {@code null} if there is none.
	 */
	private final AtomicReference<@Nullable Trial> trial = new AtomicReference<>();

	private final InstanceCondition condition;

	private volatile Instance definition;

	private volatile InstanceObserver[] observers = {};

	/**
	 * The time of {@link System#nanoTime()} at which the instance joined its service or
	 * came back, or {@code null} if it has been there from the start.
	 */
	private volatile @Nullable Long availableSince;

	/**
	 * Create an instance without requests in flight.
	 * @param definition the definition
	 */
	public ServiceInstance(Instance definition) {
		this(definition, null);
	}

	ServiceInstance(Instance definition, @Nullable LiveService owner) {
		this.id = definition.id();
		this.definition = definition;
		this.condition = new InstanceCondition(this, owner);
	}

	/**
	 * What tells this instance from others.
	 * @return scheme, host and port, with the port also where it is the default of the
	 * scheme
	 */
	public String id() {
		return this.id;
	}

	/**
	 * The definition as it stands now.
	 * @return the definition
	 */
	public Instance definition() {
		return this.definition;
	}

	/**
	 * Where the instance is.
	 * @return scheme and host, and the port if the definition has one
	 */
	public URI uri() {
		return this.definition.uri();
	}

	/**
	 * The share of the requests that the instance is to get, relative to the others.
	 * @return the weight, 0 to 1,000,000
	 */
	public int weight() {
		return this.definition.weight();
	}

	/**
	 * Where the instance runs.
	 * @return the zone, or {@code null} if it is not known
	 */
	public @Nullable String zone() {
		return this.definition.zone();
	}

	/**
	 * The level of the instance: those of a higher number are used as far as those of
	 * lower ones do not suffice.
	 * @return the level, 0 to 100
	 */
	public int priority() {
		return this.definition.priority();
	}

	/**
	 * Free values for load balancers of the application.
	 * @return the values by name
	 */
	public Map<String, String> metadata() {
		return this.definition.metadata();
	}

	/**
	 * How many requests the instance has been given that have not ended.
	 * @return the number of requests, 0 or more
	 */
	public int inFlight() {
		return this.inFlight.get();
	}

	/**
	 * Count a request, as soon as this instance is chosen for it.
	 */
	public void begin() {
		this.inFlight.incrementAndGet();
		for (InstanceObserver observer : this.observers) {
			observer.begun();
		}
	}

	/**
	 * The headers of the response to a request came.
	 * @param status the status, 101 or 200 to 599
	 * @param nanos the time since the instance was chosen, in nanoseconds
	 */
	public void responded(int status, long nanos) {
		for (InstanceObserver observer : this.observers) {
			observer.responded(status, nanos);
		}
	}

	/**
	 * Count a request out. To be called exactly once for each {@link #begin()}, however
	 * the request ends; a call too many does not take the number below 0.
	 * @param outcome how it ended
	 * @param nanos the time since the instance was chosen, in nanoseconds
	 */
	public void end(CallOutcome outcome, long nanos) {
		this.inFlight.updateAndGet((count) -> Math.max(0, count - 1));
		for (InstanceObserver observer : this.observers) {
			observer.ended(outcome, nanos);
		}
		Trial trial = this.trial.get();
		// A request that was sent before the trial does not end it
		if (trial != null && System.nanoTime() - nanos - trial.begun() >= 0) {
			this.trial.compareAndSet(trial, null);
		}
	}

	/**
	 * What a feature knows about this instance.
	 * @param <T> the type of its observer
	 * @param type the type of its observer
	 * @return the observer, or {@code null} if the feature does not observe the instance
	 */
	public <T extends InstanceObserver> @Nullable T observer(Class<T> type) {
		for (InstanceObserver observer : this.observers) {
			if (type.isInstance(observer)) {
				return type.cast(observer);
			}
		}
		return null;
	}

	/**
	 * Whether the instance gets requests, and why not.
	 * @return the state
	 */
	public InstanceState state() {
		return this.condition.state();
	}

	/**
	 * What decides about the state.
	 * @return the condition of the instance
	 */
	public InstanceCondition condition() {
		return this.condition;
	}

	/**
	 * When the instance became available, if it was not from the start of its service.
	 * @return a time of {@link System#nanoTime()}, or {@code null}
	 */
	public @Nullable Long availableSince() {
		return this.availableSince;
	}

	/**
	 * Take the one request that an instance on trial is given at a time.
	 * @return whether the instance may be used: always, unless it is on trial and has its
	 * request
	 */
	public boolean tryUse() {
		return state() != InstanceState.ON_TRIAL || this.trial.compareAndSet(null, new Trial(System.nanoTime()));
	}

	void availableSince(long nanoTime) {
		this.availableSince = nanoTime;
	}

	void beginTrials() {
		this.trial.set(null);
	}

	void observe(InstanceObserver observer) {
		InstanceObserver[] observers = Arrays.copyOf(this.observers, this.observers.length + 1);
		observers[observers.length - 1] = observer;
		this.observers = observers;
	}

	void removed() {
		for (InstanceObserver observer : this.observers) {
			observer.removed();
		}
	}

	void redefine(Instance definition) {
		this.definition = definition;
	}

	@Override
	public String toString() {
		return this.id;
	}

	/**
	 * The request that an instance on trial was given.
	 *
	 * @param begun when, as of {@link System#nanoTime()}
	 */
	private record Trial(long begun) {
	}

}
