package io.embeddedgateway.discovery;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.ReactiveDiscoveryClient;
import org.springframework.cloud.client.discovery.event.HeartbeatEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Flux;

import io.embeddedgateway.service.Instance;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.Services;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Instances that Spring Cloud knows.
 */
class CloudDiscoveryTests {

	private static final List<ServiceInstance> registered = new CopyOnWriteArrayList<>();

	@Test
	void simpleDiscoveryClientIsAsked() throws Exception {
		try (Upstream upstream = Upstream.named("registered"); GatewayApp app = GatewayApp.start("""
				spring.cloud.discovery.client.simple.instances:
				  orders: [{uri: "%s", metadata: {zone: eu-1b, weight: "3"}}]
				gateway:
				  services:
				    orders: {instances: "discovery:orders"}
				  routes:
				    orders: {path: /orders, service: orders}
				""".formatted(upstream.uri()))) {
			LiveService orders = app.context().getBean(Services.class).get("orders");
			await().atMost(20, TimeUnit.SECONDS).until(() -> !orders.instances().isEmpty());
			assertThat(orders.instances().get(0).definition()).isEqualTo(Instance.of(upstream.uri())
				.withZone("eu-1b")
				.withWeight(3)
				.withMetadata(Map.of("zone", "eu-1b", "weight", "3")));
			assertThat(RawHttp.get(app.port(), "/orders")).endsWith("registered");
		}
	}

	@Test
	void heartbeatIsAReasonToAskAndNothingIsNoAnswer() {
		registered.add(new DefaultServiceInstance("1", "orders", "a", 8080, false));
		try (GatewayApp app = GatewayApp.start("""
				gateway:
				  services:
				    orders: {instances: "discovery:orders", discovery: {refresh-min: 1h, refresh-max: 1h}}
				""", Registry.class)) {
			LiveService orders = app.context().getBean(Services.class).get("orders");
			awaitInstance(orders, "http://a:8080");
			registered.set(0, new DefaultServiceInstance("2", "orders", "fd00::1", 8443, true));
			app.context().publishEvent(new HeartbeatEvent(this, "1"));
			awaitInstance(orders, "https://[fd00::1]:8443");
			registered.clear();
			app.context().publishEvent(new HeartbeatEvent(this, "2"));
			registered.add(new DefaultServiceInstance("3", "orders", "c", 80, false));
			await().atMost(20, TimeUnit.SECONDS).until(() -> {
				// The one before may still be asking
				app.context().publishEvent(new HeartbeatEvent(this, System.nanoTime()));
				return orders.instances().get(0).uri().equals(URI.create("http://c:80"));
			});
		}
	}

	private static void awaitInstance(LiveService service, String id) {
		await().atMost(20, TimeUnit.SECONDS)
			.untilAsserted(() -> assertThat(service.instances()).map(Object::toString).containsExactly(id));
	}

	@Configuration(proxyBeanMethods = false)
	static class Registry {

		@Bean
		ReactiveDiscoveryClient registry() {
			return new ReactiveDiscoveryClient() {

				@Override
				public String description() {
					return "test";
				}

				@Override
				public Flux<ServiceInstance> getInstances(String serviceId) {
					return Flux.fromIterable(registered);
				}

				@Override
				public Flux<String> getServices() {
					return Flux.just("orders");
				}

			};
		}

	}

}
