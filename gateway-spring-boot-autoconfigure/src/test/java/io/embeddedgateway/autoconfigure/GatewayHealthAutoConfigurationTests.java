package io.embeddedgateway.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.embeddedgateway.Percentage;
import io.embeddedgateway.actuate.FirstChecksHealthIndicator;
import io.embeddedgateway.actuate.ReadinessGroupMember;
import io.embeddedgateway.health.CheckType;
import io.embeddedgateway.health.HealthCheckPolicy;
import io.embeddedgateway.health.HealthChecks;
import io.embeddedgateway.health.OutlierDetection;
import io.embeddedgateway.health.OutlierPolicy;
import io.embeddedgateway.observability.InstanceEvents;
import io.embeddedgateway.observability.InstanceLog;
import io.embeddedgateway.observability.InstanceMetrics;
import io.embeddedgateway.service.AvailabilityPolicy;
import io.embeddedgateway.service.Service;
import io.embeddedgateway.service.Services;
import io.embeddedgateway.service.WhenNoneAvailable;

import static org.assertj.core.api.Assertions.assertThat;

class GatewayHealthAutoConfigurationTests {

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withPropertyValues("spring.reactor.netty.shutdown-quiet-period=0s",
				"gateway.services.a.instances=http://127.0.0.1:1")
		.withConfiguration(AutoConfigurations.of(GatewayRoutingAutoConfiguration.class,
				GatewayServiceAutoConfiguration.class, GatewayForwardAutoConfiguration.class,
				GatewayHealthAutoConfiguration.class, GatewayObservabilityAutoConfiguration.class,
				GatewayMetricsAutoConfiguration.class, GatewayReadinessAutoConfiguration.class));

	@Test
	void everythingButReadinessAndMetricsIsThereByDefault() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(OutlierDetection.class)
			.hasSingleBean(HealthChecks.class)
			.hasSingleBean(InstanceLog.class)
			.hasSingleBean(InstanceEvents.class)
			.doesNotHaveBean(InstanceMetrics.class)
			.doesNotHaveBean(FirstChecksHealthIndicator.class)
			.doesNotHaveBean(ReadinessGroupMember.class));
	}

	@Test
	void nothingIsThereWhenSwitchedOff() {
		this.runner.withPropertyValues("gateway.enabled=false", "gateway.health.readiness=true")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(OutlierDetection.class)
				.doesNotHaveBean(HealthChecks.class)
				.doesNotHaveBean(InstanceEvents.class)
				.doesNotHaveBean(FirstChecksHealthIndicator.class));
	}

	@Test
	void metricsNeedARegistryAndReadinessBoot() {
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withPropertyValues("gateway.health.readiness=true")
			.run((context) -> assertThat(context).hasSingleBean(InstanceMetrics.class)
				.hasSingleBean(FirstChecksHealthIndicator.class));
		this.runner.withClassLoader(new FilteredClassLoader(MeterRegistry.class, HealthIndicator.class))
			.withPropertyValues("gateway.health.readiness=true")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(InstanceMetrics.class)
				.doesNotHaveBean(FirstChecksHealthIndicator.class));
	}

	@Test
	void beansOfTheApplicationGoBeforeOurs() {
		this.runner.withUserConfiguration(OwnBeans.class)
			.run((context) -> assertThat(context).hasSingleBean(InstanceLog.class)
				.hasBean("mine")
				.doesNotHaveBean("gatewayInstanceLog"));
	}

	@Test
	void everyKeyArrives() {
		this.runner
			.withPropertyValues("gateway.services.a.outlier-detection.consecutive-failures=3",
					"gateway.services.a.outlier-detection.failure-rate=40%",
					"gateway.services.a.outlier-detection.max-ejected=30%",
					"gateway.services.a.outlier-detection.ejection-time=10s",
					"gateway.services.a.when-none-available=fail", "gateway.services.a.panic-below=20%",
					"gateway.services.a.health-check.path=/up", "gateway.services.a.health-check.statuses=200, 300-399",
					"gateway.services.a.health-check.headers.X-A=b", "gateway.services.a.health-check.body=UP",
					"gateway.services.a.health-check.interval=5s", "gateway.services.a.health-check.port=9000",
					"gateway.services.b.instances=http://127.0.0.1:1", "gateway.services.b.outlier-detection=none",
					"gateway.services.b.health-check=tcp")
			.run((context) -> {
				Service service = context.getBean(Services.class).get("a").definition();
				assertThat(service.policy(OutlierPolicy.class))
					.isEqualTo(OutlierPolicy.DEFAULT.withConsecutiveFailures(3)
						.withFailureRate(Percentage.of(40), 50, Duration.ofSeconds(10))
						.withMaxEjected(Percentage.of(30))
						.withEjectionTime(Duration.ofSeconds(10), Duration.ofMinutes(5)));
				assertThat(service.policy(AvailabilityPolicy.class))
					.isEqualTo(new AvailabilityPolicy(WhenNoneAvailable.FAIL, Percentage.of(20)));
				HealthCheckPolicy check = service.policy(HealthCheckPolicy.class);
				assertThat(check).isNotNull();
				assertThat(check.statuses()).hasToString("[200, 300-399]");
				assertThat(check.headers()).containsEntry("X-A", "b");
				assertThat(check.interval()).hasSeconds(5);
				assertThat(check.port()).isEqualTo(9000);
				Service other = context.getBean(Services.class).get("b").definition();
				assertThat(other.policy(OutlierPolicy.class)).isEqualTo(OutlierPolicy.NONE);
				assertThat(other.policy(HealthCheckPolicy.class)).extracting(HealthCheckPolicy::type)
					.isEqualTo(CheckType.TCP);
			});
	}

	@Test
	void defaultsAreThoseOfTheCode() {
		this.runner.run((context) -> {
			Service service = context.getBean(Services.class).get("a").definition();
			assertThat(service.policy(OutlierPolicy.class)).isEqualTo(OutlierPolicy.DEFAULT);
			assertThat(service.policy(AvailabilityPolicy.class)).isEqualTo(AvailabilityPolicy.DEFAULT);
			assertThat(service.policy(HealthCheckPolicy.class)).isNull();
		});
	}

	@Test
	void mistakesSayWhatToWrite() {
		this.runner
			.withPropertyValues("gateway.services.a.health-check.timeout=20s", "gateway.services.a.health-check.path=/",
					"gateway.services.b.instances=http://127.0.0.1:1", "gateway.services.b.health-check.interval=5s",
					"gateway.services.c.instances=http://127.0.0.1:1", "gateway.services.c.panic-below=120%",
					"gateway.services.d.instances=http://127.0.0.1:1", "gateway.services.d.outlier-detection=nine")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.message()
				.contains(List.of("'timeout' is 20s. Write less than the 'interval' of 10s", "'path' is missing",
						"'panic-below' is 120%. Write between 0% and 100%", "'nine' is no outlier detection")));
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnBeans {

		@Bean
		InstanceLog mine(Services services) {
			return new InstanceLog(services);
		}

	}

}
