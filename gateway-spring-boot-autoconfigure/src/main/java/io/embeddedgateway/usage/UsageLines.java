package io.embeddedgateway.usage;

import java.io.ByteArrayOutputStream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Records as lines of JSON.
 */
final class UsageLines {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private UsageLines() {
	}

	/**
	 * Write a batch.
	 * @param batch the batch
	 * @return a line for each record, with its end, in UTF-8
	 */
	static byte[] of(UsageBatch batch) {
		ByteArrayOutputStream lines = new ByteArrayOutputStream();
		for (int i = 0; i < batch.records().size(); i++) {
			lines.writeBytes(JSON.writeValueAsBytes(line(batch, i)));
			lines.write('\n');
		}
		return lines.toByteArray();
	}

	private static ObjectNode line(UsageBatch batch, int seq) {
		UsageRecord usage = batch.records().get(seq);
		ObjectNode line = JSON.createObjectNode();
		line.put("batch", batch.id()).put("seq", seq);
		line.put("from", batch.from().toString()).put("to", batch.to().toString());
		line.put("gateway", batch.gateway());
		put(line, "provider", usage.provider());
		put(line, "caller", usage.caller());
		put(line, "client", usage.client());
		put(line, "tier", usage.tier());
		put(line, "policy", usage.policy());
		line.put("route", usage.route()).put("status", usage.status());
		line.put("requests", usage.requests()).put("granted", usage.granted()).put("refused", usage.refused());
		line.put("cost", usage.cost());
		line.put("requestBytes", usage.requestBytes()).put("responseBytes", usage.responseBytes());
		return line;
	}

	private static void put(ObjectNode line, String name, @Nullable String value) {
		if (value != null) {
			line.put(name, value);
		}
	}

}
