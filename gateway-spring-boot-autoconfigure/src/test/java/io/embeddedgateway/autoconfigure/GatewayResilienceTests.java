package io.embeddedgateway.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.embeddedgateway.Route;
import io.embeddedgateway.forward.WaitPolicy;
import io.embeddedgateway.resilience.EventLoopTimer;
import io.embeddedgateway.resilience.FallbackFeature;
import io.embeddedgateway.resilience.FallbackPolicy;
import io.embeddedgateway.resilience.HedgePolicy;
import io.embeddedgateway.resilience.RetryFeature;
import io.embeddedgateway.resilience.RetryPolicy;
import io.embeddedgateway.resilience.TimeoutFeature;
import io.embeddedgateway.resilience.TimeoutPolicy;
import io.embeddedgateway.resilience.Timer;
import io.embeddedgateway.routing.RouteTables;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Timeouts, retries, hedged requests and fallbacks, as an application configures them.
 */
class GatewayResilienceTests {

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withPropertyValues("spring.reactor.netty.shutdown-quiet-period=0s")
		.withConfiguration(AutoConfigurations.of(GatewayRoutingAutoConfiguration.class,
				GatewayServiceAutoConfiguration.class, GatewayForwardAutoConfiguration.class,
				GatewayTransformAutoConfiguration.class, GatewayResilienceAutoConfiguration.class));

	@Test
	void everythingIsThereByDefault() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(EventLoopTimer.class)
			.hasSingleBean(RetryFeature.class)
			.hasSingleBean(FallbackFeature.class)
			.hasSingleBean(TimeoutFeature.class));
	}

	@Test
	void timerOfTheApplicationGoesBeforeOurs() {
		this.runner.withUserConfiguration(OwnTimer.class)
			.run((context) -> assertThat(context).hasSingleBean(Timer.class).doesNotHaveBean(EventLoopTimer.class));
	}

	@Test
	void everyKeyOfARouteArrives() {
		this.runner
			.withPropertyValues("gateway.routes.a.path=/a", "gateway.routes.a.uri=http://a",
					"gateway.routes.a.timeout.total=5s", "gateway.routes.a.timeout.response=2s",
					"gateway.routes.a.timeout.idle=3s", "gateway.routes.a.retry.attempts=3",
					"gateway.routes.a.retry.methods=GET,PUT", "gateway.routes.a.retry.statuses=502,503",
					"gateway.routes.a.retry.backoff=10ms", "gateway.routes.a.retry.max-backoff=1s",
					"gateway.routes.a.retry.budget=50%", "gateway.routes.a.retry.max-body=1KB",
					"gateway.routes.a.hedge.after=20ms", "gateway.routes.a.hedge.attempts=3",
					"gateway.routes.a.hedge.methods=GET", "gateway.routes.a.fallback.respond=404",
					"gateway.routes.a.fallback.statuses=500")
			.run((context) -> {
				Route route = context.getBean(RouteTables.class).routes().get(0);
				assertThat(route.policy(TimeoutPolicy.class)).hasToString("TimeoutPolicy[timeout=PT5S]");
				assertThat(route.policy(WaitPolicy.class)).hasToString("WaitPolicy[response=PT2S, idle=PT3S]");
				assertThat(route.policy(RetryPolicy.class)).satisfies((retry) -> {
					assertThat(retry.attempts()).isEqualTo(3);
					assertThat(retry.methods()).map(String::valueOf).containsExactlyInAnyOrder("GET", "PUT");
					assertThat(retry.statuses()).containsExactlyInAnyOrder(502, 503);
					assertThat(retry.backoff()).hasMillis(10);
					assertThat(retry.maxBackoff()).hasSeconds(1);
					assertThat(retry.budget()).hasToString("50%");
					assertThat(retry.maxBody().toBytes()).isEqualTo(1024);
				});
				assertThat(route.policy(HedgePolicy.class))
					.hasToString("HedgePolicy[after=PT0.02S, attempts=3, methods=[GET]]");
				assertThat(route.policy(FallbackPolicy.class)).satisfies((fallback) -> {
					assertThat(fallback.answer()).hasFieldOrPropertyWithValue("status", 404);
					assertThat(fallback.statuses()).containsExactly(500);
				});
			});
	}

	@Test
	void fallbackOfTheDefaultsIsForRoutesThatCanHaveOne() {
		this.runner
			.withPropertyValues("gateway.defaults.fallback=spare", "gateway.routes.a.path=/a",
					"gateway.routes.a.uri=http://a", "gateway.routes.spare.path=/spare",
					"gateway.routes.spare.uri=http://spare", "gateway.routes.own.path=/own",
					"gateway.routes.own.local=true")
			.run((context) -> assertThat(context.getBean(RouteTables.class).routes())
				.filteredOn((route) -> route.policy(FallbackPolicy.class) != null)
				.map(Route::id)
				.containsExactly("a"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			a.retry=0                                 | Write 1 to 10
			a.retry=often                             | is no number of attempts
			a.retry.statuses=200                      | Write 400 to 599
			a.retry.backoff=0ms                       | Write between 1ms and 1m
			a.retry.max-backoff=1ms                   | Write at least the 'backoff'
			a.retry.budget=101%                       | Write between 0% and 100%
			a.retry.budget=much                       | is not a percentage
			a.retry.max-body=1GB                      | Write 0 to 10MB
			a.hedge=soon                              | is not a duration
			a.hedge.attempts=2                        | 'after' is missing
			a.hedge=2m                                | Write between 1ms and 1m
			a.timeout=2x                              | is not a duration
			a.timeout.response=0s                     | Write between 1ms and 1d
			a.fallback=b                              | There is no route 'b'
			a.fallback=a                              | a -> a
			a.fallback=own                            | application's own handlers
			a.fallback.statuses=500                   | neither 'route' nor 'respond'
			a.fallback.respond.headers.X={missing}    | is not a variable of the path
			own.retry=2                               | end at a 'service' or a 'uri'
			own.hedge=50ms                            | end at a 'service' or a 'uri'
			own.fallback=a                            | end at a 'service' or a 'uri'
			own.timeout.idle=1s                       | end at a 'service' or a 'uri'
			""")
	void mistakeStopsTheStart(String property, String remedy) {
		this.runner
			.withPropertyValues("gateway.routes.a.path=/a", "gateway.routes.a.uri=http://a",
					"gateway.routes.own.path=/own", "gateway.routes.own.local=true", "gateway.routes." + property)
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(context.getStartupFailure()).rootCause()
					.hasMessageContaining(property.substring(0, property.indexOf('=')).replaceAll("[^.]*$", ""))
					.hasMessageContaining(remedy);
			});
	}

	@Test
	void circleOfRoutesIsShownWhole() {
		this.runner
			.withPropertyValues("gateway.routes.a.path=/a", "gateway.routes.a.uri=http://a",
					"gateway.routes.a.fallback=b", "gateway.routes.b.path=/b", "gateway.routes.b.uri=http://b",
					"gateway.routes.b.fallback=c", "gateway.routes.c.path=/c", "gateway.routes.c.uri=http://c",
					"gateway.routes.c.fallback=a")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessageContaining("a -> b -> c -> a"));
	}

	@Test
	void routesInJavaAreCheckedAsWell() {
		this.runner.withUserConfiguration(Circle.class)
			.run((context) -> assertThat(context.getStartupFailure()).rootCause().hasMessageContaining("x -> y -> x"));
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnTimer {

		@Bean
		Timer timer() {
			return (task, nanos) -> () -> {
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Circle {

		@Bean
		Route x() {
			return Route.builder("x").path("/x").with(FallbackPolicy.route("y")).toUri("http://x");
		}

		@Bean
		Route y() {
			return Route.builder("y").path("/y").with(FallbackPolicy.route("x")).toUri("http://y");
		}

	}

}
