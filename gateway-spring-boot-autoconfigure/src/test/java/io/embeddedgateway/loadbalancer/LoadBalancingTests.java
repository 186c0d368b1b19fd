package io.embeddedgateway.loadbalancer;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

import io.embeddedgateway.Percentage;
import io.embeddedgateway.Selector;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.ServiceInstance;
import io.embeddedgateway.service.Services;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Load balancing over real connections.
 */
class LoadBalancingTests {

	private final HttpClient client = HttpClient.newHttpClient();

	private final List<Upstream> upstreams = new ArrayList<>();

	@AfterEach
	void closeUpstreams() {
		this.upstreams.forEach(Upstream::close);
	}

	@Test
	void hashKeepsTheUsersOfAHeaderApart() throws Exception {
		try (GatewayApp app = start("[%s, %s, %s]", "{algorithm: hash, key: \"header:X-User\", bounded-load: 200%}",
				"a", "b", "c")) {
			Set<String> all = new HashSet<>();
			for (int user = 0; user < 30; user++) {
				String first = get(app, "X-User", "user" + user);
				assertThat(get(app, "X-User", "user" + user)).isEqualTo(first);
				all.add(first);
			}
			assertThat(all).containsExactlyInAnyOrder("a", "b", "c");
			assertThat(get(app, "X-Other", "x")).isIn("a", "b", "c");
		}
	}

	@Test
	void hashKeepsClientsApart() throws Exception {
		try (GatewayApp app = start("[%s, %s, %s]", "{algorithm: hash, key: client-ip}", "a", "b", "c")) {
			Set<String> all = new HashSet<>();
			for (int client = 0; client < 30; client++) {
				String first = get(app, "X-Forwarded-For", "203.0.113." + client);
				assertThat(get(app, "X-Forwarded-For", "203.0.113." + client)).isEqualTo(first);
				all.add(first);
			}
			assertThat(all).containsExactlyInAnyOrder("a", "b", "c");
		}
	}

	@Test
	void keyMayComeFromABean() throws Exception {
		try (GatewayApp app = start("[%s, %s]", "{algorithm: hash, key: firstLetter}", "a", "b")) {
			String first = get(app, "X-User", "ada");
			for (String user : List.of("alan", "anita", "alonzo", "annie")) {
				assertThat(get(app, "X-User", user)).isEqualTo(first);
			}
		}
	}

	@Test
	void keysOfAnInstanceThatIsOutMoveAndComeBack() throws Exception {
		try (GatewayApp app = start("[%s, %s, %s]", "{algorithm: hash, key: \"header:X-User\"}", "a", "b", "c")) {
			String home = get(app, "X-User", "ada");
			ServiceInstance instance = instance(app, home);
			instance.condition().suspend(this, "test");
			assertThat(get(app, "X-User", "ada")).isNotEqualTo(home);
			instance.condition().resume(this, "test");
			assertThat(get(app, "X-User", "ada")).isEqualTo(home);
		}
	}

	@Test
	void leastTimeLeavesAnInstanceThatIsSlow() throws Exception {
		Upstream slow = Upstream.with(
				(request, response) -> response.sendString(Mono.delay(Duration.ofMillis(1500)).map((tick) -> "slow")));
		this.upstreams.add(slow);
		try (GatewayApp app = start("[" + slow.uri() + ", %s]", "least-time", "fast")) {
			for (int i = 0; i < 40; i++) {
				get(app, "X-User", "ada");
			}
			assertThat(slow.received()).hasSizeLessThanOrEqualTo(3);
		}
	}

	@Test
	void nextLevelTakesOverAndGivesBack() throws Exception {
		try (GatewayApp app = start("[%s, {uri: \"%s\", priority: 1}]", "round-robin", "first", "second")) {
			assertThat(answers(app, 10)).containsOnly("first");
			ServiceInstance first = instance(app, "first");
			first.condition().suspend(this, "test");
			assertThat(answers(app, 10)).containsOnly("second");
			first.condition().resume(this, "test");
			assertThat(answers(app, 10)).containsOnly("first");
		}
	}

	@Test
	void zoneOfTheGatewayIsPreferredAndLeft() throws Exception {
		try (GatewayApp app = start("[{uri: \"%s\", zone: eu-1a}, {uri: \"%s\", zone: eu-1b}]", "random", "far",
				"near")) {
			assertThat(answers(app, 20)).containsOnly("near");
			instance(app, "near").condition().suspend(this, "test");
			assertThat(answers(app, 5)).containsOnly("far");
		}
	}

	@Test
	void shareOfAnInstanceThatReturnsGrows() throws Exception {
		try (GatewayApp app = start("[%s, %s]", "round-robin\n      slow-start: {window: 1h, min-weight: 5%}", "old",
				"new")) {
			SlowStartPolicy policy = service(app).definition().policy(SlowStartPolicy.class);
			assertThat(policy).isEqualTo(new SlowStartPolicy(Duration.ofHours(1), Percentage.of(5), 1));
			assertThat(answers(app, 20)).containsExactlyInAnyOrder("new", "old");
			ServiceInstance instance = instance(app, "new");
			instance.condition().suspend(this, "test");
			instance.condition().resume(this, "test");
			int before = this.upstreams.get(1).received().size();
			answers(app, 63);
			// One of 21: the weights are 1 and 0.05
			assertThat(this.upstreams.get(1).received().size() - before).isBetween(2, 3);
		}
	}

	private Set<String> answers(GatewayApp app, int requests) throws Exception {
		Set<String> answers = new HashSet<>();
		for (int i = 0; i < requests; i++) {
			answers.add(get(app, "X-User", "ada"));
		}
		return answers;
	}

	private String get(GatewayApp app, String header, String value) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create(app.url("/"))).header(header, value).build();
		HttpResponse<String> response = this.client.send(request, BodyHandlers.ofString());
		assertThat(response.statusCode()).isEqualTo(200);
		return response.body();
	}

	private ServiceInstance instance(GatewayApp app, String name) throws Exception {
		for (ServiceInstance instance : service(app).instances()) {
			HttpRequest request = HttpRequest.newBuilder(instance.uri().resolve("/")).build();
			if (this.client.send(request, BodyHandlers.ofString()).body().equals(name)) {
				return instance;
			}
		}
		throw new IllegalArgumentException(name);
	}

	private static LiveService service(GatewayApp app) {
		return app.context().getBean(Services.class).get("orders");
	}

	private GatewayApp start(String instances, String loadBalancer, String... names) {
		Object[] uris = new Object[names.length];
		for (int i = 0; i < names.length; i++) {
			Upstream upstream = Upstream.named(names[i]);
			this.upstreams.add(upstream);
			uris[i] = upstream.uri();
		}
		return GatewayApp.start("""
				gateway:
				  zone: eu-1b
				  trusted-proxies: 127.0.0.1
				  services:
				    orders:
				      instances: INSTANCES
				      load-balancer: BALANCER
				  routes:
				    orders: {path: /**, service: orders}
				""".replace("INSTANCES", instances.formatted(uris)).replace("BALANCER", loadBalancer), Keys.class);
	}

	@Configuration(proxyBeanMethods = false)
	static class Keys {

		@Bean
		Selector firstLetter() {
			return (exchange) -> {
				String user = exchange.request().headers().getFirst("X-User");
				return (user != null) ? user.substring(0, 1) : null;
			};
		}

	}

}
