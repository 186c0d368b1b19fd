package io.embeddedgateway.service;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What decides about the {@link InstanceState} of an instance: what operators want, what
 * active checks say, and who took it out because requests to it failed. Whoever changes
 * something here says why; if the state changes by it, all who listen to the service
 * learn that.
 */
public final class InstanceCondition {

	private final ServiceInstance instance;

	/**
	 * Whom to tell of each change of the state.
	 */
	private final @Nullable LiveService owner;

	private volatile AdminState adminState = AdminState.ENABLED;

	private volatile CheckedHealth checkedHealth = CheckedHealth.UNKNOWN;

	/**
	 * Who took the instance out, and why.
	 */
	private volatile Map<Object, String> suspensions = Map.of();

	/**
	 * Who lets the instance prove itself.
	 */
	private volatile Set<Object> trials = Set.of();

	private volatile InstanceState state = InstanceState.AVAILABLE;

	private volatile @Nullable Change lastChange;

	InstanceCondition(ServiceInstance instance, @Nullable LiveService owner) {
		this.instance = instance;
		this.owner = owner;
	}

	InstanceState state() {
		return this.state;
	}

	/**
	 * What operators want of the instance.
	 * @return the state that was set last, at first {@link AdminState#ENABLED}
	 */
	public AdminState adminState() {
		return this.adminState;
	}

	/**
	 * What active checks say.
	 * @return the health that was set last, at first {@link CheckedHealth#UNKNOWN}
	 */
	public CheckedHealth checkedHealth() {
		return this.checkedHealth;
	}

	/**
	 * Why the instance is taken out for a while.
	 * @return the reasons, empty if it is not
	 */
	public List<String> suspensions() {
		return List.copyOf(this.suspensions.values());
	}

	/**
	 * Why the instance is in its state.
	 * @return the reason of the last change, or {@code null} if there was none
	 */
	public @Nullable String reason() {
		Change change = this.lastChange;
		return (change != null) ? change.reason() : null;
	}

	/**
	 * How long the instance is in its state.
	 * @return the time since the last change, or {@code null} if there was none
	 */
	public @Nullable Duration unchangedFor() {
		Change change = this.lastChange;
		return (change != null) ? Duration.ofNanos(now() - change.nanoTime()) : null;
	}

	private long now() {
		return (this.owner != null) ? this.owner.nanoTime() : System.nanoTime();
	}

	/**
	 * Say what operators want. It holds until they want something else, also if the
	 * instance leaves its service and comes back.
	 * @param adminState what they want
	 * @param reason why, for people to read
	 */
	public void administer(AdminState adminState, String reason) {
		change(reason, () -> {
			this.adminState = adminState;
			if (this.owner != null) {
				this.owner.administered(this.instance, adminState, reason);
			}
		});
	}

	/**
	 * Take over what operators want of the instance. Only before anybody else knows of
	 * it.
	 * @param adminState what they want
	 * @param reason why
	 */
	void restore(AdminState adminState, String reason) {
		this.adminState = adminState;
		this.state = derive();
		this.lastChange = new Change(reason, now());
	}

	/**
	 * Say what active checks found out.
	 * @param health what they found out
	 * @param reason why, for people to read
	 */
	public void checked(CheckedHealth health, String reason) {
		change(reason, () -> this.checkedHealth = health);
	}

	/**
	 * Take the instance out, until {@link #tryAgain} or {@link #resume} is called with
	 * the same holder.
	 * @param holder who takes it out; several may at the same time
	 * @param reason why, for people to read
	 */
	public void suspend(Object holder, String reason) {
		change(reason, () -> {
			this.trials = without(this.trials, holder);
			Map<Object, String> suspensions = new HashMap<>(this.suspensions);
			suspensions.put(holder, reason);
			this.suspensions = Map.copyOf(suspensions);
		});
	}

	/**
	 * Let an instance that was taken out prove itself: it gets one request at a time,
	 * until it is taken out again or {@link #resume} is called.
	 * @param holder who took it out; without effect if it did not
	 * @param reason why, for people to read
	 */
	public void tryAgain(Object holder, String reason) {
		change(reason, () -> {
			if (this.suspensions.containsKey(holder)) {
				this.suspensions = without(this.suspensions, holder);
				Set<Object> trials = new HashSet<>(this.trials);
				trials.add(holder);
				this.trials = Set.copyOf(trials);
			}
		});
	}

	/**
	 * Undo {@link #suspend}.
	 * @param holder who took the instance out; without effect if it did not
	 * @param reason why, for people to read
	 */
	public void resume(Object holder, String reason) {
		change(reason, () -> {
			this.suspensions = without(this.suspensions, holder);
			this.trials = without(this.trials, holder);
		});
	}

	private void change(String reason, Runnable change) {
		InstanceState before;
		InstanceState after;
		synchronized (this) {
			before = this.state;
			change.run();
			after = derive();
			if (before == after) {
				return;
			}
			this.instance.beginTrials();
			this.lastChange = new Change(reason, now());
			this.state = after;
			if (this.owner != null) {
				this.owner.changed(this.instance, before, reason);
			}
		}
		if (this.owner != null) {
			this.owner.tell();
		}
	}

	private InstanceState derive() {
		if (this.adminState != AdminState.ENABLED) {
			return (this.adminState == AdminState.DRAINING) ? InstanceState.DRAINING : InstanceState.DISABLED;
		}
		if (this.checkedHealth == CheckedHealth.UNHEALTHY) {
			return InstanceState.UNHEALTHY;
		}
		if (!this.suspensions.isEmpty()) {
			return InstanceState.EJECTED;
		}
		return this.trials.isEmpty() ? InstanceState.AVAILABLE : InstanceState.ON_TRIAL;
	}

	private static Map<Object, String> without(Map<Object, String> map, Object key) {
		Map<Object, String> rest = new HashMap<>(map);
		rest.remove(key);
		return Map.copyOf(rest);
	}

	private static Set<Object> without(Set<Object> set, Object element) {
		Set<Object> rest = new HashSet<>(set);
		rest.remove(element);
		return Set.copyOf(rest);
	}

	/**
	 * A change of the state.
	 *
	 * @param reason why
	 * @param nanoTime when, by the time of the service
	 */
	private record Change(String reason, long nanoTime) {
	}

}
