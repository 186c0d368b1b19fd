package io.embeddedgateway.usage;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What was used within some time. A batch whose writing failed is written again as it is,
 * so its id and the place of a record in it tell what was written already.
 *
 * @param id the id of the batch, different from all others of all gateways
 * @param from when counting began
 * @param to when counting ended
 * @param gateway the gateway that has counted
 * @param records what was counted, each key once; copied
 */
public record UsageBatch(String id, Instant from, Instant to, String gateway, List<UsageRecord> records) {

	public UsageBatch {
		records = List.copyOf(records);
	}

	/**
	 * This batch and the one after it in one, which nobody has tried to write yet.
	 * @param next the batch after this one
	 * @param maxKeys how many callers are told apart at most
	 * @return one batch, with the id of the first
	 */
	UsageBatch with(UsageBatch next, int maxKeys) {
		Map<UsageKey, UsageTotals> all = new HashMap<>();
		for (UsageBatch batch : List.of(this, next)) {
			for (UsageRecord counted : batch.records()) {
				UsageKey key = counted.key();
				boolean tooMany = all.size() >= maxKeys && !all.containsKey(key);
				all.merge(tooMany ? key.others() : key, counted.totals(), UsageTotals::plus);
			}
		}
		return new UsageBatch(this.id, this.from, next.to, this.gateway,
				all.entrySet().stream().map((entry) -> UsageRecord.of(entry.getKey(), entry.getValue())).toList());
	}

}
