package io.embeddedgateway.discovery;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.embeddedgateway.service.Instance;

/**
 * Makes instances of SRV records (RFC 2782). Levels are numbered from 0 in the order of
 * the priorities. Weights are ten times those of the records, so that one of 0 can stand
 * for the very small share that it is to have.
 */
final class SrvInstances {

	private SrvInstances() {
	}

	static List<Instance> of(String scheme, List<SrvRecord> all) {
		List<SrvRecord> records = all.stream()
			.filter((record) -> record.port() > 0 && !record.target().isEmpty())
			.toList();
		List<Integer> priorities = records.stream().map(SrvRecord::priority).distinct().sorted().toList();
		boolean weighted = records.stream().anyMatch((record) -> record.weight() > 0);
		List<Instance> instances = new ArrayList<>();
		Set<String> ids = new HashSet<>();
		for (SrvRecord record : records) {
			URI uri = URI.create(scheme + "://" + record.target() + ":" + record.port());
			int level = Math.min(priorities.indexOf(record.priority()), Instance.MAX_PRIORITY);
			int weight = weighted ? Math.max(1, record.weight() * 10) : 1;
			Instance instance = Instance.of(uri).withPriority(level).withWeight(weight);
			if (ids.add(instance.id())) {
				instances.add(instance);
			}
		}
		return instances;
	}

}
