package io.embeddedgateway.usage;

import java.lang.invoke.VarHandle;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;

import org.jspecify.annotations.Nullable;

/**
 * Counts what is used. Requests wait for nobody: those who count add to the interval that
 * they found, and say so if it was over by then.
 */
public final class UsageMeter {

	private final int maxKeys;

	private final String gateway;

	private final String ids;

	private final Clock clock;

	private final Queue<ConcurrentMap<UsageKey, UsageCount>> late = new ConcurrentLinkedQueue<>();

	private volatile ConcurrentMap<UsageKey, UsageCount> interval = new ConcurrentHashMap<>();

	private Instant from;

	private long batches;

	/**
	 * Create a meter.
	 * @param maxKeys how many callers are told apart at most within an interval
	 * @param gateway the name of this gateway
	 * @param ids what ids of batches start with, different from those of all other meters
	 * @param clock tells the time
	 */
	public UsageMeter(int maxKeys, String gateway, String ids, Clock clock) {
		this.maxKeys = maxKeys;
		this.gateway = gateway;
		this.ids = ids;
		this.clock = clock;
		this.from = clock.instant();
	}

	int maxKeys() {
		return this.maxKeys;
	}

	void count(UsageKey key, UsageTotals totals) {
		ConcurrentMap<UsageKey, UsageCount> found = this.interval;
		of(key, found).add(totals);
		// Adders promise no order: either the batch has it, or the interval is over by
		// now
		VarHandle.fullFence();
		if (found != this.interval) {
			// Perhaps too late for the batch, so it is looked at again for the next one
			this.late.add(found);
		}
	}

	private UsageCount of(UsageKey key, ConcurrentMap<UsageKey, UsageCount> interval) {
		UsageCount known = interval.get(key);
		if (known != null) {
			return known;
		}
		UsageKey counted = (interval.size() < this.maxKeys) ? key : key.others();
		return interval.computeIfAbsent(counted, (created) -> new UsageCount());
	}

	/**
	 * Take what was counted since this was called last.
	 * @return the batch, or {@code null} if there was nothing
	 */
	synchronized @Nullable UsageBatch take() {
		Map<UsageKey, UsageTotals> totals = new HashMap<>();
		ConcurrentMap<UsageKey, UsageCount> over = this.interval;
		this.interval = new ConcurrentHashMap<>();
		VarHandle.fullFence();
		for (ConcurrentMap<UsageKey, UsageCount> counted = over; counted != null; counted = this.late.poll()) {
			counted.forEach((key, count) -> {
				UsageTotals more = count.take();
				if (!more.equals(UsageTotals.NONE)) {
					totals.merge(key, more, UsageTotals::plus);
				}
			});
		}
		Instant since = this.from;
		Instant now = this.clock.instant();
		this.from = now;
		if (totals.isEmpty()) {
			return null;
		}
		return new UsageBatch(this.ids + '-' + this.batches++, since, now, this.gateway,
				totals.entrySet().stream().map((entry) -> UsageRecord.of(entry.getKey(), entry.getValue())).toList());
	}

}
