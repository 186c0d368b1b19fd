package io.embeddedgateway.health;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

import io.embeddedgateway.service.CheckedHealth;
import io.embeddedgateway.service.Instance;
import io.embeddedgateway.service.InstanceObserver;
import io.embeddedgateway.service.ServiceInstance;
import io.embeddedgateway.upstream.Endpoint;

/**
 * Checks one instance again and again, and says so when its health changes.
 */
final class InstanceChecks implements InstanceObserver {

	private final ServiceChecks owner;

	private final ServiceInstance instance;

	private volatile CheckedHealth health = CheckedHealth.UNKNOWN;

	private volatile @Nullable CheckStatus last;

	/**
	 * How many checks in a row had another result than the health that is known.
	 */
	private int contrary;

	/**
	 * The timer of the next check, or the check that runs; {@code null} if there are none
	 * to be.
	 */
	private @Nullable Disposable current;

	private boolean running;

	/**
	 * How often the checks have begun: one that waited for its turn over a stop and
	 * another start does not come in addition.
	 */
	private int starts;

	InstanceChecks(ServiceChecks owner, ServiceInstance instance) {
		this.owner = owner;
		this.instance = instance;
	}

	/**
	 * Begin, unless the checks of the service do not run.
	 */
	synchronized void start() {
		if (!this.running && this.owner.isRunning()) {
			this.running = true;
			this.starts++;
			scheduleNext(this.owner.firstDelay());
		}
	}

	void stop() {
		Disposable current;
		synchronized (this) {
			this.running = false;
			current = this.current;
			this.current = null;
		}
		// Outside the lock, because another check may begin by it
		if (current != null) {
			current.dispose();
		}
	}

	@Override
	public void removed() {
		this.owner.remove(this);
		stop();
	}

	private void scheduleNext(long delay) {
		int start = this.starts;
		this.current = this.owner.schedule(() -> this.owner.slots().acquire(() -> begin(start)), delay);
	}

	private synchronized boolean begin(int start) {
		if (!this.running || start != this.starts) {
			return false;
		}
		this.current = this.owner.check(endpoint()).subscribe(this::ended);
		return true;
	}

	private Endpoint endpoint() {
		Instance definition = this.instance.definition();
		return new Endpoint(this.owner.withPort(definition.uri()), definition.address());
	}

	private void ended(CheckResult result) {
		CheckedHealth change;
		synchronized (this) {
			change = this.running ? judge(result) : null;
		}
		if (change != null) {
			OutlierDetector detector = this.instance.observer(OutlierDetector.class);
			if (change == CheckedHealth.HEALTHY && detector != null) {
				// What made requests to it fail is over, as it seems
				detector.tryEarly("its checks succeed again, one request at a time");
			}
			this.instance.condition().checked(change, reason(result, change));
			this.health = change;
		}
		this.last = new CheckStatus(this.health, result.healthy(), result.reason(), System.nanoTime());
		synchronized (this) {
			if (this.running) {
				scheduleNext(this.owner.nextDelay());
			}
		}
	}

	private @Nullable CheckedHealth judge(CheckResult result) {
		CheckedHealth found = result.healthy() ? CheckedHealth.HEALTHY : CheckedHealth.UNHEALTHY;
		if (found == this.health) {
			this.contrary = 0;
			return null;
		}
		this.contrary++;
		if (this.health != CheckedHealth.UNKNOWN && this.contrary < this.owner.threshold(found)) {
			return null;
		}
		this.contrary = 0;
		return found;
	}

	private String reason(CheckResult result, CheckedHealth change) {
		int checks = (this.health != CheckedHealth.UNKNOWN) ? this.owner.threshold(change) : 1;
		String which = (checks == 1) ? "a check " : checks + " checks in a row ";
		return which + (result.healthy() ? "succeeded: " : "failed: ") + result.reason();
	}

	@Nullable CheckStatus last() {
		return this.last;
	}

	boolean isFirstOver() {
		return this.health != CheckedHealth.UNKNOWN;
	}

}
