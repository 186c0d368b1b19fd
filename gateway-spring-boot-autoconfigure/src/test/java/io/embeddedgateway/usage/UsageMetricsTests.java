package io.embeddedgateway.usage;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

import io.embeddedgateway.metrics.GatewayMeter;

import static org.assertj.core.api.Assertions.assertThat;

class UsageMetricsTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final UsageMetrics metrics = new UsageMetrics(this.registry);

	@Test
	void thousandTablesWithOtherRoutesLeaveNoMoreMetersThanOne() {
		this.metrics.retain(Set.of("stays", "first"));
		write("stays", "first");
		int before = this.registry.getMeters().size();
		for (int i = 0; i < 1000; i++) {
			this.metrics.retain(Set.of("stays", "route" + i));
			write("stays", "route" + i);
			assertThat(this.registry.getMeters()).hasSize(before);
		}
		assertThat(requests("stays")).isEqualTo(1001);
		this.metrics.retain(Set.of("stays"));
		assertThat(this.registry.getMeters()).hasSize(before / 2);
	}

	@Test
	void whatEndsAfterItsRouteWentBringsNoMeterBack() {
		this.metrics.retain(Set.of("a", "b"));
		write("a", "b");
		this.metrics.retain(Set.of("b"));
		write("a", "b");
		assertThat(this.registry.find(GatewayMeter.USAGE_REQUESTS.meterName()).tag("route", "a").counters()).isEmpty();
		assertThat(requests("b")).isEqualTo(2);
		this.metrics.retain(Set.of("a", "b"));
		write("a");
		assertThat(requests("a")).isOne();
	}

	@Test
	void everythingIsCountedAsLongAsNobodySaysWhichRoutesThereAre() {
		write("a");
		assertThat(requests("a")).isOne();
	}

	private double requests(String route) {
		return this.registry.get(GatewayMeter.USAGE_REQUESTS.meterName()).tag("route", route).counter().count();
	}

	private void write(String... routes) {
		List<UsageRecord> records = List.of(routes)
			.stream()
			.map((route) -> new UsageRecord(null, null, null, null, "limit", route, 200, 1, 1, 1, 1, 1, 1))
			.toList();
		StepVerifier.create(this.metrics.write(new UsageBatch("1", Instant.EPOCH, Instant.EPOCH, "g", records)))
			.expectComplete()
			.verify(Duration.ofSeconds(10));
	}

}
