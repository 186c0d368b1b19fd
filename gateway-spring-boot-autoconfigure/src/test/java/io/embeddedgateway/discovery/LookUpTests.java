package io.embeddedgateway.discovery;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.util.NetUtil;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import io.embeddedgateway.service.Instance;

import static org.assertj.core.api.Assertions.assertThat;

class LookUpTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final Instance ORDERS = Instance.of("http://orders:8080").withZone("z");

	private final Map<DnsRecordType, Mono<Answer<InetAddress>>> replies = new HashMap<>();

	private final AddressLookUp lookUp = new AddressLookUp(new Records() {

		@Override
		public Mono<Answer<InetAddress>> addresses(String host, DnsRecordType type) {
			assertThat(host).isEqualTo("orders");
			return LookUpTests.this.replies.getOrDefault(type, Mono.just(Answer.nothing()));
		}

		@Override
		public Mono<Answer<SrvRecord>> servers(String name) {
			return Mono.just(Answer.nothing());
		}

	}, ORDERS, List.of(DnsRecordType.A, DnsRecordType.AAAA));

	@Test
	void everyAddressIsAnInstanceForTheShortestTime() {
		reply(DnsRecordType.A, 20, "10.0.0.1", "10.0.0.2");
		reply(DnsRecordType.AAAA, 10, "fd00::1");
		assertFound(10, "http://orders:8080@10.0.0.1", "http://orders:8080@10.0.0.2",
				"http://orders:8080@fd00:0:0:0:0:0:0:1");
	}

	@Test
	void oneKindOfAddressIsEnough() {
		reply(DnsRecordType.A, 20, "10.0.0.1");
		assertFound(20, "http://orders:8080@10.0.0.1");
		this.replies.put(DnsRecordType.AAAA, Mono.error(new IllegalStateException("timed out")));
		assertFound(0, "http://orders:8080@10.0.0.1");
	}

	@Test
	void whatFailsStaysAsItWas() {
		reply(DnsRecordType.A, 20, "10.0.0.1");
		reply(DnsRecordType.AAAA, 10, "fd00::1");
		assertFound(10, "http://orders:8080@10.0.0.1", "http://orders:8080@fd00:0:0:0:0:0:0:1");
		reply(DnsRecordType.A, 20, "10.0.0.2");
		this.replies.put(DnsRecordType.AAAA, Mono.error(new IllegalStateException("timed out")));
		assertFound(0, "http://orders:8080@10.0.0.2", "http://orders:8080@fd00:0:0:0:0:0:0:1");
		this.replies.remove(DnsRecordType.AAAA);
		assertFound(20, "http://orders:8080@10.0.0.2");
	}

	@Test
	void ifAllFailsThatIsTold() {
		this.replies.put(DnsRecordType.A, Mono.error(new IllegalStateException("timed out")));
		this.replies.put(DnsRecordType.AAAA, Mono.error(new IllegalStateException("refused")));
		StepVerifier.create(this.lookUp.lookUp()).expectErrorMessage("timed out").verify(PATIENCE);
	}

	@Test
	void serversKeepTheirPrioritiesAndWeights() {
		List<Instance> instances = SrvInstances.of("https",
				List.of(new SrvRecord(20, 5, 8443, "b.internal"), new SrvRecord(10, 60, 8443, "a.internal"),
						new SrvRecord(10, 0, 9443, "a.internal"), new SrvRecord(10, 1, 8443, "a.internal"),
						new SrvRecord(10, 1, 0, "c"), new SrvRecord(0, 0, 1, "")));
		assertThat(instances).containsExactly(Instance.of("https://b.internal:8443").withPriority(1).withWeight(50),
				Instance.of("https://a.internal:8443").withWeight(600),
				Instance.of("https://a.internal:9443").withWeight(1));
	}

	@Test
	void serversWithoutWeightsAreEqual() {
		assertThat(SrvInstances.of("http", List.of(new SrvRecord(7, 0, 80, "a"), new SrvRecord(7, 0, 80, "b"))))
			.containsExactly(Instance.of("http://a:80"), Instance.of("http://b:80"));
		assertThat(SrvInstances.of("http", List.of(new SrvRecord(0, 65535, 80, "a"))))
			.containsExactly(Instance.of("http://a:80").withWeight(655_350));
	}

	private void reply(DnsRecordType type, int seconds, String... addresses) {
		List<InetAddress> found = new ArrayList<>();
		Arrays.stream(addresses).forEach((address) -> found.add(NetUtil.createInetAddressFromIpAddressString(address)));
		this.replies.put(type, Mono.just(new Answer<>(found, Duration.ofSeconds(seconds))));
	}

	private void assertFound(int seconds, String... ids) {
		StepVerifier.create(this.lookUp.lookUp()).assertNext((answer) -> {
			assertThat(answer.found()).map(Instance::id).containsExactly(ids);
			assertThat(answer.found()).allMatch((instance) -> "z".equals(instance.zone()));
			assertThat(answer.good()).isEqualTo(Duration.ofSeconds(seconds));
		}).expectComplete().verify(PATIENCE);
	}

}
