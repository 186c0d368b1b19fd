package io.embeddedgateway.service;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InstanceConditionTests {

	private final AtomicLong time = new AtomicLong();

	@Test
	void reasonOfTheLastChangeOfTheStateIsKeptWithItsTime() {
		Services services = new Services(List.of(Service.builder("a").instances("http://a:1").build()), this.time::get);
		InstanceCondition condition = services.get("a").instances().get(0).condition();
		assertThat(condition.reason()).isNull();
		assertThat(condition.unchangedFor()).isNull();
		condition.checked(CheckedHealth.UNHEALTHY, "checks failed");
		this.time.addAndGet(Duration.ofSeconds(5).toNanos());
		assertThat(condition.reason()).isEqualTo("checks failed");
		assertThat(condition.unchangedFor()).isEqualTo(Duration.ofSeconds(5));
		// Changes nothing, as the instance is out already
		condition.suspend(this, "requests failed");
		assertThat(condition.reason()).isEqualTo("checks failed");
		condition.administer(AdminState.DRAINING, "drained");
		assertThat(condition.reason()).isEqualTo("drained");
		assertThat(condition.unchangedFor()).isEqualTo(Duration.ZERO);
	}

}
