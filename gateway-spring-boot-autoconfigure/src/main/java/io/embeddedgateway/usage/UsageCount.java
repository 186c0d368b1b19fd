package io.embeddedgateway.usage;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts requests of one key, from any thread.
 */
final class UsageCount {

	private final LongAdder requests = new LongAdder();

	private final LongAdder granted = new LongAdder();

	private final LongAdder refused = new LongAdder();

	private final LongAdder cost = new LongAdder();

	private final LongAdder requestBytes = new LongAdder();

	private final LongAdder responseBytes = new LongAdder();

	private UsageTotals taken = UsageTotals.NONE;

	void add(UsageTotals totals) {
		add(this.requests, totals.requests());
		add(this.granted, totals.granted());
		add(this.refused, totals.refused());
		add(this.cost, totals.cost());
		add(this.requestBytes, totals.requestBytes());
		add(this.responseBytes, totals.responseBytes());
	}

	private static void add(LongAdder adder, long value) {
		if (value != 0) {
			adder.add(value);
		}
	}

	/**
	 * Take what was counted since this was called last; by one thread at a time.
	 * @return what was added
	 */
	UsageTotals take() {
		UsageTotals all = new UsageTotals(this.requests.sum(), this.granted.sum(), this.refused.sum(), this.cost.sum(),
				this.requestBytes.sum(), this.responseBytes.sum());
		UsageTotals more = all.minus(this.taken);
		this.taken = all;
		return more;
	}

}
