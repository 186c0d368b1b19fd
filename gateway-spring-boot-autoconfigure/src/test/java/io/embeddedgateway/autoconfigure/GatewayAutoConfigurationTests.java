package io.embeddedgateway.autoconfigure;

import java.time.Duration;
import java.util.List;

import javax.sql.DataSource;

import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.Route;
import io.embeddedgateway.aggregate.AggregationCustomizer;
import io.embeddedgateway.aggregate.PartSource;
import io.embeddedgateway.auth.AccessRule;
import io.embeddedgateway.discovery.InstanceRegistry;
import io.embeddedgateway.forward.ForwardFeature;
import io.embeddedgateway.forward.ForwardPolicy;
import io.embeddedgateway.loadbalancer.LoadBalancer;
import io.embeddedgateway.loadbalancer.LoadBalancerPolicy;
import io.embeddedgateway.loadbalancer.LoadBalancers;
import io.embeddedgateway.routing.ClientConnections;
import io.embeddedgateway.routing.GatewayWebFilter;
import io.embeddedgateway.routing.RouteSource;
import io.embeddedgateway.routing.RouteTables;
import io.embeddedgateway.service.Instance;
import io.embeddedgateway.service.InstanceSource;
import io.embeddedgateway.service.Service;
import io.embeddedgateway.service.Services;
import io.embeddedgateway.transform.TransformFeature;
import io.embeddedgateway.upstream.UpstreamConnections;

import static org.assertj.core.api.Assertions.assertThat;

class GatewayAutoConfigurationTests {

	private final ReactiveWebApplicationContextRunner runner = AllAutoConfigurations.runner();

	@Test
	void everythingIsThereByDefault() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(GatewayWebFilter.class)
			.hasSingleBean(RouteTables.class)
			.hasSingleBean(Services.class)
			.hasSingleBean(LoadBalancers.class)
			.hasSingleBean(ForwardFeature.class)
			.hasSingleBean(TransformFeature.class));
	}

	@Test
	void nothingIsThereWhenSwitchedOff() {
		this.runner.withPropertyValues("gateway.enabled=false", "gateway.routes.r.nonsense=1")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(GatewayWebFilter.class)
				.doesNotHaveBean(RouteTables.class)
				.doesNotHaveBean(Services.class)
				.doesNotHaveBean(UpstreamConnections.class)
				.doesNotHaveBean(TransformFeature.class));
	}

	@Test
	void beansOfTheApplicationGoBeforeOurs() {
		this.runner.withUserConfiguration(OwnBeans.class)
			.run((context) -> assertThat(context).hasSingleBean(Services.class)
				.hasSingleBean(ClientConnections.class)
				.hasBean("mine")
				.hasBean("connections")
				.doesNotHaveBean("gatewayServices")
				.doesNotHaveBean("gatewayClientConnections"));
	}

	@Test
	void everyKeyOfAServiceArrives() {
		this.runner.withUserConfiguration(Extensions.class)
			.withPropertyValues("gateway.services.a.instances[0].uri=http://a:1",
					"gateway.services.a.instances[0].weight=2", "gateway.services.a.instances[0].zone=z",
					"gateway.services.a.instances[0].metadata.k=v", "gateway.services.a.instances[1]=http://b:2",
					"gateway.services.a.load-balancer=cheapestFirst", "gateway.services.a.connect-timeout=1s",
					"gateway.services.a.response-timeout=2s", "gateway.services.a.idle-timeout=3s",
					"gateway.services.a.max-connections=4", "gateway.services.a.max-pending=5",
					"gateway.services.a.preserve-host=true", "gateway.services.b.instance-source=orderInstances")
			.run((context) -> {
				Services services = context.getBean(Services.class);
				Service service = services.get("a").definition();
				assertThat(service.instances()).map(Instance::id).containsExactly("http://a:1", "http://b:2");
				assertThat(service.instances().get(0).weight()).isEqualTo(2);
				assertThat(service.instances().get(0).metadata()).containsEntry("k", "v");
				assertThat(service.policy(ForwardPolicy.class))
					.isEqualTo(ForwardPolicy.DEFAULT.withConnectTimeout(Duration.ofSeconds(1))
						.withResponseTimeout(Duration.ofSeconds(2))
						.withIdleTimeout(Duration.ofSeconds(3))
						.withPool(4, 5)
						.withPreserveHost(true));
				assertThat(service.policy(LoadBalancerPolicy.class)).isEqualTo(LoadBalancerPolicy.of("cheapestFirst"));
				assertThat(services.get("b").instances()).map((instance) -> instance.definition().id())
					.containsExactly("http://c:3");
				assertThat(services.get("code").instances()).hasSize(1);
			});
	}

	@Test
	void routesComeFromConfigurationBeansAndSources() {
		this.runner.withUserConfiguration(Extensions.class)
			.withPropertyValues("gateway.routes.yaml.path=/yaml", "gateway.routes.yaml.service=code",
					"gateway.routes.yaml.filters=audit", "gateway.routes.yaml.metadata.key=value",
					"gateway.routes.yaml.order=3")
			.run((context) -> {
				List<Route> routes = context.getBean(RouteTables.class).routes();
				assertThat(routes).map(Route::id).containsExactlyInAnyOrder("yaml", "bean", "source");
				Route yaml = routes.stream().filter((route) -> route.id().equals("yaml")).findFirst().orElseThrow();
				assertThat(yaml.filters()).containsOnlyKeys("audit");
				assertThat(yaml.metadata()).containsEntry("key", "value");
				assertThat(yaml.order()).isEqualTo(3);
			});
	}

	@Test
	void serviceThatSaysNothingElseIsReachedAsInCode() {
		this.runner.withPropertyValues("gateway.services.a.instances=http://a:1")
			.run((context) -> assertThat(
					context.getBean(Services.class).get("a").definition().policy(ForwardPolicy.class))
				.isEqualTo(ForwardPolicy.DEFAULT));
	}

	@Test
	void uriKeepsTheHostThatTheServerKnows() {
		this.runner.withPropertyValues("gateway.routes.a.path=/a", "gateway.routes.a.uri=https://example.com/")
			.run((context) -> assertThat(context.getBean(RouteTables.class).routes()).singleElement()
				.satisfies((route) -> assertThat(route.target()).hasToString("https://example.com")));
	}

	@Test
	void filtersOfTheDefaultsAreForRoutesWithoutTheirOwn() {
		this.runner.withUserConfiguration(Extensions.class)
			.withPropertyValues("gateway.defaults.filters=audit", "gateway.routes.a.path=/a",
					"gateway.routes.a.respond=200", "gateway.routes.b.path=/b", "gateway.routes.b.respond=200",
					"gateway.routes.b.filters=")
			.run((context) -> {
				List<Route> routes = context.getBean(RouteTables.class).routes();
				assertThat(routes).filteredOn((route) -> route.id().equals("a"))
					.first()
					.satisfies((route) -> assertThat(route.filters()).containsOnlyKeys("audit"));
				assertThat(routes).filteredOn((route) -> route.id().equals("b"))
					.first()
					.satisfies((route) -> assertThat(route.filters()).isEmpty());
			});
	}

	@Test
	void numberWhereATextIsMeantIsTaken() {
		this.runner
			.withPropertyValues("gateway.routes.a.path=/a", "gateway.routes.a.respond.status=410",
					"gateway.routes.a.match.headers.X-Version=2", "gateway.routes.a.match.methods=GET,POST",
					"gateway.routes.a.match.client-ips=10.0.0.0/8", "gateway.trusted-proxies=127.0.0.1",
					"gateway.routes.a.match.after=2026-01-01T00:00:00Z")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnBeans {

		@Bean
		Services mine() {
			return new Services(List.of());
		}

		@Bean
		ClientConnections connections() {
			return new ClientConnections(List.of());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Extensions {

		@Bean
		AccessRule businessHours() {
			return (caller, exchange) -> true;
		}

		@Bean
		DataSource dataSource() {
			return new JdbcDataSource();
		}

		@Bean
		PartSource riskScore() {
			return (exchange) -> Mono.empty();
		}

		@Bean
		AggregationCustomizer withTotals() {
			return (exchange, answer) -> Mono.just(answer);
		}

		@Bean
		LoadBalancer cheapestFirst() {
			return (candidates, exchange) -> candidates.get(0);
		}

		@Bean
		GatewayFilter audit() {
			return (exchange, chain) -> chain.filter(exchange);
		}

		@Bean
		InstanceSource orderInstances() {
			return () -> Flux.just(List.of(Instance.of("http://c:3")));
		}

		@Bean
		InstanceRegistry registry() {
			return (serviceId, policy) -> () -> Flux.just(List.of(Instance.of("http://" + serviceId)));
		}

		@Bean
		Service code() {
			return Service.builder("code").instances("http://d:4").build();
		}

		@Bean
		Route bean() {
			return Route.builder("bean").path("/bean").toService("code");
		}

		@Bean
		RouteSource source() {
			return () -> Flux.just(List.of(Route.builder("source").path("/source").toUri("http://e:5")));
		}

	}

}
