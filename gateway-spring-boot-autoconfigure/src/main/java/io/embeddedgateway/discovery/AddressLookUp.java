package io.embeddedgateway.discovery;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.netty.handler.codec.dns.DnsRecordType;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.embeddedgateway.service.Instance;

/**
 * Finds the addresses of a host: each is an instance. IPv4 and IPv6 are asked for apart,
 * and where one of them fails, what was last known of it stays.
 */
final class AddressLookUp {

	private static final Duration LONG = Duration.ofDays(1);

	private final Records records;

	private final Instance instance;

	private final List<DnsRecordType> types;

	private final Map<DnsRecordType, List<InetAddress>> known = new HashMap<>();

	AddressLookUp(Records records, Instance instance, List<DnsRecordType> types) {
		this.records = records;
		this.instance = instance;
		this.types = types;
	}

	Mono<Answer<Instance>> lookUp() {
		String host = this.instance.uri().getHost();
		return Flux.fromIterable(this.types)
			.flatMapSequential((type) -> this.records.addresses(host, type)
				.map((answer) -> new Outcome(type, answer, null))
				.onErrorResume((error) -> Mono.just(new Outcome(type, null, error))))
			.collectList()
			.flatMap(this::join);
	}

	private Mono<Answer<Instance>> join(List<Outcome> outcomes) {
		boolean answered = outcomes.stream().anyMatch((outcome) -> outcome.answer != null);
		Throwable error = outcomes.get(0).error;
		if (!answered && error != null) {
			return Mono.error(error);
		}
		List<Instance> found = new ArrayList<>();
		Duration good = LONG;
		for (Outcome outcome : outcomes) {
			if (outcome.answer != null) {
				this.known.put(outcome.type, outcome.answer.found());
			}
			Duration own = outcome.good();
			good = (own.compareTo(good) < 0) ? own : good;
			this.known.getOrDefault(outcome.type, List.of())
				.forEach((address) -> found.add(this.instance.withAddress(address)));
		}
		return Mono.just(new Answer<>(found, good));
	}

	private record Outcome(DnsRecordType type, @Nullable Answer<InetAddress> answer, @Nullable Throwable error) {

		// That there are no addresses of one kind says nothing about when to ask again
		Duration good() {
			if (this.answer == null) {
				return Duration.ZERO;
			}
			return this.answer.found().isEmpty() ? LONG : this.answer.good();
		}

	}

}
