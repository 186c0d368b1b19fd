package io.embeddedgateway.autoconfigure;

import java.net.InetAddress;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerConfig;

import io.embeddedgateway.Route;
import io.embeddedgateway.limits.BodyLimitFeature;
import io.embeddedgateway.limits.BodyLimitPolicy;
import io.embeddedgateway.resilience.TimeoutFeature;
import io.embeddedgateway.resilience.TimeoutPolicy;
import io.embeddedgateway.routing.RouteTables;
import io.embeddedgateway.server.Http2Policy;
import io.embeddedgateway.server.ServerGuard;
import io.embeddedgateway.server.ServerPolicy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The limits as an application configures them.
 */
class GatewayLimitsTests {

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(GatewayRoutingAutoConfiguration.class, GatewayServiceAutoConfiguration.class,
						GatewayTransformAutoConfiguration.class, GatewayLimitsAutoConfiguration.class,
						GatewayResilienceAutoConfiguration.class, GatewayServerAutoConfiguration.class));

	@Test
	void limitsOfTheServerAreOnByDefault() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(ServerGuard.class)
				.hasSingleBean(BodyLimitFeature.class)
				.hasSingleBean(TimeoutFeature.class);
			assertThat(context.getBean(GatewayProperties.class).server()).isEqualTo(ServerPolicy.DEFAULT);
			HttpServerConfig server = customized(HttpServer.create(),
					context.getBean(WebServerFactoryCustomizer.class));
			assertThat(server.maxKeepAliveRequests()).isEqualTo(10_000);
			assertThat(server.http2SettingsSpec().maxConcurrentStreams()).isEqualTo(100);
		});
	}

	@Test
	void whatTheServerSaysItselfStays() {
		this.runner.withPropertyValues("gateway.server.http2.max-concurrent-streams=7").run((context) -> {
			HttpServer own = HttpServer.create()
				.idleTimeout(Duration.ofSeconds(5))
				.maxKeepAliveRequests(6)
				.http2Settings((settings) -> settings.maxHeaderListSize(1234).maxStreams(99));
			HttpServerConfig server = customized(own, context.getBean(WebServerFactoryCustomizer.class));
			assertThat(server.idleTimeout()).isEqualTo(Duration.ofSeconds(5));
			assertThat(server.maxKeepAliveRequests()).isEqualTo(6);
			assertThat(server.http2SettingsSpec().maxHeaderListSize()).isEqualTo(1234);
			assertThat(server.http2SettingsSpec().maxStreams()).isEqualTo(99);
			assertThat(server.http2SettingsSpec().maxConcurrentStreams()).isEqualTo(7);
		});
	}

	@Test
	void nothingIsLimitedWhenSwitchedOff() {
		this.runner.withPropertyValues("gateway.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ServerGuard.class)
				.doesNotHaveBean(WebServerFactoryCustomizer.class));
	}

	@Test
	void beansOfTheApplicationGoBeforeOurs() {
		this.runner.withUserConfiguration(OwnGuard.class)
			.run((context) -> assertThat(context).hasSingleBean(ServerGuard.class).hasBean("ownGuard"));
	}

	@Test
	void everyKeyOfTheServerArrives() {
		this.runner
			.withPropertyValues("gateway.server.header-timeout=1s", "gateway.server.min-body-rate=2KB",
					"gateway.server.body-period=3s", "gateway.server.max-connections=4",
					"gateway.server.max-connections-per-address=5", "gateway.server.max-pipelined=6",
					"gateway.server.http2.max-concurrent-streams=7", "gateway.server.http2.max-resets=8",
					"gateway.server.http2.max-control-frames=9")
			.run((context) -> assertThat(context.getBean(GatewayProperties.class).server())
				.isEqualTo(new ServerPolicy(Duration.ofSeconds(1), DataSize.ofKilobytes(2), Duration.ofSeconds(3), 4, 5,
						6, new Http2Policy(7, 8, 9))));
	}

	@Test
	void limitsOfARouteReplaceThoseOfTheDefaults() {
		this.runner
			.withPropertyValues("gateway.defaults.timeout=5s", "gateway.defaults.max-request-body=1MB",
					"gateway.routes.a.path=/a", "gateway.routes.a.respond=200", "gateway.routes.a.timeout=1m",
					"gateway.routes.b.path=/b", "gateway.routes.b.respond=200", "gateway.routes.b.max-request-body=0B")
			.run((context) -> {
				RouteTables tables = context.getBean(RouteTables.class);
				assertThat(limits(tables, "a")).isEqualTo(
						new BodyLimitPolicy(DataSize.ofMegabytes(1)) + " " + new TimeoutPolicy(Duration.ofMinutes(1)));
				assertThat(limits(tables, "b"))
					.isEqualTo(BodyLimitPolicy.of("0B") + " " + new TimeoutPolicy(Duration.ofSeconds(5)));
			});
	}

	@ParameterizedTest
	@CsvSource({ "gateway.server.header-timeout, 0s, Write between 1ms and 1d",
			"gateway.server.min-body-rate, -1B, Write 0 or more", "gateway.server.max-pipelined, 0, Write 1 or more",
			"gateway.server.http2.max-resets, 0, Write 1 or more",
			"gateway.defaults.timeout, 2d, Write between 1ms and 1d",
			"gateway.defaults.max-request-body, -1B, Write 0 or more",
			"gateway.defaults.max-request-body, large, a number and a unit" })
	void valueOutOfRangeStopsTheStart(String property, String value, String remedy) {
		this.runner.withPropertyValues(property + "=" + value).run((context) -> {
			String key = property.substring(property.lastIndexOf('.') + 1);
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause()
				.hasMessageContaining(property.substring(0, property.lastIndexOf('.')))
				.hasMessageContaining(key)
				.hasMessageContaining(remedy);
		});
	}

	private static String limits(RouteTables tables, String id) {
		Route route = tables.routes()
			.stream()
			.filter((candidate) -> candidate.id().equals(id))
			.findFirst()
			.orElseThrow();
		return route.policy(BodyLimitPolicy.class) + " " + route.policy(TimeoutPolicy.class);
	}

	@SuppressWarnings("unchecked") // a bean of a type with parameters
	private static HttpServerConfig customized(HttpServer server, WebServerFactoryCustomizer<?> customizer) {
		NettyReactiveWebServerFactory factory = new NettyReactiveWebServerFactory();
		((WebServerFactoryCustomizer<NettyReactiveWebServerFactory>) customizer).customize(factory);
		return factory.getServerCustomizers().iterator().next().apply(server).configuration();
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnGuard {

		@Bean
		ServerGuard ownGuard() {
			return new ServerGuard(ServerPolicy.DEFAULT, InetAddress::isLoopbackAddress);
		}

	}

}
