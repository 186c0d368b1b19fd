package io.embeddedgateway.autoconfigure;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Schedulers;

import io.embeddedgateway.Percentage;
import io.embeddedgateway.Route;
import io.embeddedgateway.resilience.CallWindow;
import io.embeddedgateway.resilience.CircuitBreakerFeature;
import io.embeddedgateway.resilience.CircuitBreakerPolicy;
import io.embeddedgateway.resilience.MaxConcurrentFeature;
import io.embeddedgateway.resilience.MaxConcurrentPolicy;
import io.embeddedgateway.routing.RouteTables;
import io.embeddedgateway.service.Service;
import io.embeddedgateway.service.Services;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Circuit breakers and limits of concurrency in the configuration.
 */
class GatewayGuardTests {

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withPropertyValues("spring.reactor.netty.shutdown-quiet-period=0s", "gateway.services.s.instances=http://a:1",
				"gateway.routes.r.path=/r")
		.withConfiguration(AutoConfigurations.of(GatewayRoutingAutoConfiguration.class,
				GatewayServiceAutoConfiguration.class, GatewayForwardAutoConfiguration.class,
				GatewayTransformAutoConfiguration.class, GatewayResilienceAutoConfiguration.class));

	@Test
	void everyKeyArrives() {
		this.runner.withPropertyValues("gateway.routes.r.service=s",
				"gateway.services.s.circuit-breaker.failure-rate=40%",
				"gateway.services.s.circuit-breaker.slow-call=2s",
				"gateway.services.s.circuit-breaker.slow-call-rate=80%",
				"gateway.services.s.circuit-breaker.window=30s", "gateway.services.s.circuit-breaker.minimum-calls=50",
				"gateway.services.s.circuit-breaker.open-for=5s", "gateway.services.s.circuit-breaker.max-open-for=2m",
				"gateway.services.s.circuit-breaker.recover-for=30s",
				"gateway.services.s.circuit-breaker.trial-calls=3", "gateway.services.s.max-concurrent.adaptive=true",
				"gateway.services.s.max-concurrent.min=2", "gateway.services.s.max-concurrent.max=500",
				"gateway.services.s.max-concurrent.queue=50", "gateway.services.s.max-concurrent.max-wait=200ms",
				"gateway.routes.r.circuit-breaker.minimum-calls=7", "gateway.routes.r.max-concurrent.limit=9")
			.run((context) -> {
				Service service = context.getBean(Services.class).get("s").definition();
				assertThat(service.policy(CircuitBreakerPolicy.class)).isEqualTo(CircuitBreakerPolicy.of("40%")
					.withSlowCalls(Duration.ofSeconds(2), Percentage.of("80%"))
					.withWindow(CallWindow.ofTime(Duration.ofSeconds(30)), 50)
					.withOpenFor(Duration.ofSeconds(5), Duration.ofMinutes(2))
					.withRecoverFor(Duration.ofSeconds(30))
					.withTrialCalls(3));
				assertThat(service.policy(MaxConcurrentPolicy.class)).isEqualTo(
						MaxConcurrentPolicy.ofAdaptive().withBounds(2, 500).withQueue(50, Duration.ofMillis(200)));
				Route route = context.getBean(RouteTables.class).routes().get(0);
				assertThat(route.policy(CircuitBreakerPolicy.class))
					.isEqualTo(CircuitBreakerPolicy.DEFAULT.withWindow(CallWindow.ofCalls(100), 7));
				assertThat(route.policy(MaxConcurrentPolicy.class)).isEqualTo(MaxConcurrentPolicy.of(9));
			});
	}

	@Test
	void shortFormsAreUnderstood() {
		this.runner
			.withPropertyValues("gateway.routes.r.local=true", "gateway.routes.r.max-concurrent=20",
					"gateway.services.s.circuit-breaker=30%", "gateway.services.s.max-concurrent=adaptive")
			.run((context) -> {
				Service service = context.getBean(Services.class).get("s").definition();
				assertThat(service.policy(CircuitBreakerPolicy.class)).isEqualTo(CircuitBreakerPolicy.of("30%"));
				assertThat(service.policy(MaxConcurrentPolicy.class)).isEqualTo(MaxConcurrentPolicy.ofAdaptive());
				assertThat(context.getBean(RouteTables.class).routes().get(0).policy(MaxConcurrentPolicy.class))
					.isEqualTo(MaxConcurrentPolicy.of(20));
			});
	}

	@Test
	void nothingIsGuardedUnlessAskedFor() {
		this.runner.withPropertyValues("gateway.routes.r.service=s").run((context) -> {
			Route route = context.getBean(RouteTables.class).routes().get(0);
			assertThat(context.getBean(CircuitBreakerFeature.class).filterFor(route)).isNull();
			assertThat(context.getBean(MaxConcurrentFeature.class).filterFor(route)).isNull();
		});
	}

	@Test
	void beansOfTheApplicationGoBeforeOurs() {
		this.runner.withPropertyValues("gateway.routes.r.service=s")
			.withUserConfiguration(OwnFeatures.class)
			.run((context) -> assertThat(context).hasSingleBean(CircuitBreakerFeature.class)
				.hasSingleBean(MaxConcurrentFeature.class)
				.doesNotHaveBean("gatewayCircuitBreakerFeature")
				.doesNotHaveBean("gatewayMaxConcurrentFeature"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			services.s.circuit-breaker=half              | is not a percentage. Write
			services.s.circuit-breaker=0%                | Write more than 0% and up to 100%
			services.s.circuit-breaker.failure-rate=101% | 'failure-rate' is 101%
			services.s.circuit-breaker.slow-call-rate=0% | 'slow-call-rate' is 0%
			services.s.circuit-breaker.slow-call=0s      | 'slow-call' is 0ms. Write between 1ms and 1d
			services.s.circuit-breaker.open-for=25h      | 'open-for' is 90000000ms
			services.s.circuit-breaker.max-open-for=1s   | 'max-open-for' is shorter than 'open-for'
			services.s.circuit-breaker.window=10         | 'minimum-calls' is 20, and 'window' is 10
			services.s.circuit-breaker.window=1h         | is no window. Write a number of calls
			services.s.circuit-breaker.window=61m        | out of range. Write '1s' to '60m'
			services.s.circuit-breaker.trial-calls=0     | 'trial-calls' is 0. Write between 1 and 1000
			services.s.circuit-breaker.failure=50%       | failure
			services.s.max-concurrent=many               | is no limit. Write a number, such as '200', or 'adaptive'
			services.s.max-concurrent=0                  | 'limit' is 0. Write between 1 and 1000000
			services.s.max-concurrent.queue=5            | has no limit. Write 'limit: 200', or 'adaptive: true'
			services.s.max-concurrent.max-wait=0s        | has no limit
			routes.r.max-concurrent.limit=-1             | 'limit' is -1
			""")
	void mistakeStopsTheStartAndSaysWhatToWrite(String property, String message) {
		this.runner.withPropertyValues("gateway.routes.r.service=s", "gateway." + property)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasStackTraceContaining("gateway." + property.substring(0, property.indexOf('=')).split("\\.")[0])
				.hasStackTraceContaining(message));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					local=true         | circuit-breaker=50% | 'circuit-breaker' is for routes that lead to a service
					respond=200        | circuit-breaker=50% | 'circuit-breaker' is for routes that lead to a service
					respond=200        | max-concurrent=5    | 'max-concurrent' is for routes that lead to a service
					service=s          | max-concurrent.limit=5,max-concurrent.adaptive=true | 'limit' does not go with 'adaptive'
					service=s          | max-concurrent.limit=5,max-concurrent.min=1 | 'min' and 'max' are for 'adaptive: true'
					service=s          | max-concurrent.adaptive=true,max-concurrent.min=9,max-concurrent.max=8 | more than 'max', 8
					""")
	void whatDoesNotGoTogetherStopsTheStart(String target, String settings, String message) {
		ReactiveWebApplicationContextRunner configured = this.runner.withPropertyValues("gateway.routes.r." + target);
		for (String setting : settings.split(",")) {
			configured = configured.withPropertyValues("gateway.routes.r." + setting);
		}
		configured.run((context) -> assertThat(context).hasFailed().getFailure().hasStackTraceContaining(message));
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnFeatures {

		@Bean
		CircuitBreakerFeature breakers(Services services) {
			return new CircuitBreakerFeature(services, System::nanoTime, Schedulers.immediate(), () -> 0, (change) -> {
			});
		}

		@Bean
		MaxConcurrentFeature limits(Services services) {
			return new MaxConcurrentFeature(services, System::nanoTime, Schedulers.immediate(), () -> Runnable::run);
		}

	}

}
