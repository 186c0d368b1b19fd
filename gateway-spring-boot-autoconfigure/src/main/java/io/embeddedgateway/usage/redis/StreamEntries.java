package io.embeddedgateway.usage.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.usage.UsageBatch;
import io.embeddedgateway.usage.UsageRecord;

/**
 * Arguments of the script that adds entries: for each, how many there are, and then the
 * names of its fields and their values.
 */
final class StreamEntries {

	private final List<byte[]> arguments;

	/**
	 * There are no entries yet.
	 * @param first the arguments before those of entries
	 */
	StreamEntries(byte[]... first) {
		this.arguments = new ArrayList<>(Arrays.asList(first));
	}

	void add(UsageBatch batch, int seq) {
		UsageRecord usage = batch.records().get(seq);
		int count = this.arguments.size();
		this.arguments.add(bytes(""));
		put("batch", batch.id());
		put("seq", seq);
		put("from", batch.from().toString());
		put("to", batch.to().toString());
		put("gateway", batch.gateway());
		put("provider", usage.provider());
		put("caller", usage.caller());
		put("client", usage.client());
		put("tier", usage.tier());
		put("policy", usage.policy());
		put("route", usage.route());
		put("status", usage.status());
		put("requests", usage.requests());
		put("granted", usage.granted());
		put("refused", usage.refused());
		put("cost", usage.cost());
		put("requestBytes", usage.requestBytes());
		put("responseBytes", usage.responseBytes());
		this.arguments.set(count, bytes(Integer.toString(this.arguments.size() - count - 1)));
	}

	private void put(String name, long value) {
		put(name, Long.toString(value));
	}

	private void put(String name, @Nullable String value) {
		if (value != null) {
			this.arguments.add(bytes(name));
			this.arguments.add(bytes(value));
		}
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	byte[][] toArguments() {
		return this.arguments.toArray(byte[][]::new);
	}

}
