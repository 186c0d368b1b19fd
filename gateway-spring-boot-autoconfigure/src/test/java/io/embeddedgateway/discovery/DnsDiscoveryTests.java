package io.embeddedgateway.discovery;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.handler.codec.dns.DnsResponseCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import reactor.core.publisher.Sinks;

import io.embeddedgateway.service.Instance;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.ServiceInstance;
import io.embeddedgateway.service.Services;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Instances that a real server of DNS names, and changes.
 */
@ExtendWith(OutputCaptureExtension.class)
class DnsDiscoveryTests {

	private static final String NAME = "orders.gateway.test";

	private static final String SRV = "_http._tcp.orders.gateway.test";

	private final Sinks.Empty<Void> release = Sinks.empty();

	private final LoopbackServers servers = new LoopbackServers(this.release.asMono());

	private final TestDns dns = new TestDns();

	private GatewayApp app;

	@BeforeEach
	void start() {
		this.dns.addresses(NAME, 0, "127.0.0.1", "127.0.0.2");
		this.dns.servers(SRV, 0, new SrvRecord(10, 0, this.servers.port(), NAME));
		this.app = GatewayApp.start("""
				gateway:
				  dns: {servers: "%s"}
				  services:
				    orders:
				      instances: dns:http://orders.gateway.test:%2$d
				      discovery: {refresh-min: 100ms, refresh-max: 200ms}
				    late:
				      instances: dns:http://late.gateway.test:%2$d
				      discovery: {refresh-min: 100ms, refresh-max: 200ms}
				    srv:
				      instances: srv:http://_http._tcp.orders.gateway.test
				      discovery: {refresh-min: 100ms, refresh-max: 200ms}
				    fixed: {instances: "http://orders.gateway.test:%2$d"}
				  routes:
				    orders: {path: /orders/**, service: orders, transform: {request: {path: "/{rest}"}}}
				    late: {path: /late, service: late}
				    srv: {path: /srv, service: srv}
				    fixed: {path: /fixed, service: fixed}
				""".formatted(this.dns.address(), this.servers.port()));
	}

	@AfterEach
	void stop() {
		this.app.close();
		this.dns.close();
		this.servers.close();
	}

	private LiveService service(String id) {
		return this.app.context().getBean(Services.class).get(id);
	}

	private void awaitInstances(String service, String... addresses) {
		List<String> ids = new ArrayList<>();
		for (String address : addresses) {
			ids.add("http://" + NAME + ":" + this.servers.port() + "@" + address);
		}
		awaitIds(service, ids);
	}

	private void awaitIds(String service, List<String> ids) {
		await().atMost(20, TimeUnit.SECONDS)
			.untilAsserted(() -> assertThat(service(service).instances()).map(ServiceInstance::id)
				.containsExactlyInAnyOrderElementsOf(ids));
	}

	private void awaitLookUps(int count) {
		int before = this.dns.queries();
		await().atMost(20, TimeUnit.SECONDS).until(() -> this.dns.queries() >= before + count);
	}

	private String get(String path) throws IOException {
		return RawHttp.get(this.app.port(), path);
	}

	@Test
	void everyAddressIsAnInstanceThatKeepsTheNameOfTheHost() throws IOException {
		awaitInstances("orders", "127.0.0.1", "127.0.0.2");
		List<String> answers = new ArrayList<>();
		for (int i = 0; i < 30; i++) {
			String answer = get("/orders/a");
			answers.add(answer.substring(answer.indexOf("from")));
		}
		assertThat(answers).contains("from 127.0.0.1", "from 127.0.0.2").hasSize(30);
		assertThat(this.servers.hosts()).containsOnly(NAME + ":" + this.servers.port());
	}

	@Test
	void addressThatLeavesEndsItsRequestsAndGetsNoOthers(CapturedOutput output) throws IOException {
		this.dns.addresses(NAME, 0, "127.0.0.1");
		awaitInstances("orders", "127.0.0.1");
		ServiceInstance first = service("orders").instances().get(0);
		try (RawHttp slow = new RawHttp(this.app.port())) {
			slow.send("GET /orders/slow HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
			await().atMost(20, TimeUnit.SECONDS).until(() -> first.inFlight() == 1);
			this.dns.addresses(NAME, 0, "127.0.0.3");
			awaitInstances("orders", "127.0.0.3");
			assertThat(get("/orders/a")).endsWith("from 127.0.0.3");
			assertThat(first.inFlight()).isOne();
			this.release.tryEmitEmpty();
			assertThat(slow.readAll()).startsWith("HTTP/1.1 200 ").endsWith("from 127.0.0.1");
		}
		await().atMost(20, TimeUnit.SECONDS).until(() -> first.inFlight() == 0);
		assertThat(output).contains("dns:http://" + NAME + ":" + this.servers.port() + " has instances [");
	}

	@Test
	void addressThatStaysKeepsItsState() {
		awaitInstances("orders", "127.0.0.1", "127.0.0.2");
		ServiceInstance second = service("orders")
			.instance("http://" + NAME + ":" + this.servers.port() + "@127.0.0.2");
		this.dns.addresses(NAME, 0, "127.0.0.2", "127.0.0.3");
		awaitInstances("orders", "127.0.0.2", "127.0.0.3");
		assertThat(service("orders").instances()).contains(second);
	}

	@Test
	void noRequestIsLostWhileAddressesComeAndGo() throws Exception {
		awaitInstances("orders", "127.0.0.1", "127.0.0.2");
		AtomicBoolean over = new AtomicBoolean();
		AtomicInteger answered = new AtomicInteger();
		List<Integer> lost = new CopyOnWriteArrayList<>();
		HttpClient client = HttpClient.newHttpClient();
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.app.url("/orders/a"))).build();
		Runnable load = () -> {
			while (!over.get()) {
				int status = client.sendAsync(request, HttpResponse.BodyHandlers.discarding()).join().statusCode();
				if (status != 200) {
					lost.add(status);
				}
				answered.incrementAndGet();
			}
		};
		CompletableFuture<Void> loads = CompletableFuture.allOf(
				CompletableFuture.runAsync(load, DnsDiscoveryTests::run),
				CompletableFuture.runAsync(load, DnsDiscoveryTests::run));
		for (int round = 0; round < 5; round++) {
			awaitMore(answered);
			this.dns.addresses(NAME, 0, "127.0.0.3");
			awaitInstances("orders", "127.0.0.3");
			awaitMore(answered);
			this.dns.addresses(NAME, 0, "127.0.0.2", "127.0.0.1");
			awaitInstances("orders", "127.0.0.1", "127.0.0.2");
		}
		over.set(true);
		loads.get(20, TimeUnit.SECONDS);
		assertThat(lost).isEmpty();
		assertThat(this.servers.hosts()).hasSize(answered.get());
	}

	private static void run(Runnable load) {
		new Thread(load, "load").start();
	}

	private static void awaitMore(AtomicInteger answered) {
		int before = answered.get();
		await().atMost(20, TimeUnit.SECONDS).until(() -> answered.get() >= before + 20);
	}

	@Test
	void lastGoodAnswerStaysWhateverDnsSays(CapturedOutput output) throws IOException {
		awaitInstances("orders", "127.0.0.1", "127.0.0.2");
		for (DnsResponseCode code : List.of(DnsResponseCode.SERVFAIL, DnsResponseCode.NXDOMAIN, DnsResponseCode.NOERROR,
				DnsResponseCode.REFUSED)) {
			this.dns.code(NAME, code);
			awaitLookUps(6);
			assertThat(get("/orders/a")).startsWith("HTTP/1.1 200 ");
		}
		assertThat(service("orders").instances()).hasSize(2);
		assertThat(output).containsOnlyOnce("WARN io.embeddedgateway.discovery.InstanceWatch -- dns:http://" + NAME);
		this.dns.addresses(NAME, 0, "127.0.0.3");
		awaitInstances("orders", "127.0.0.3");
		assertThat(output).contains("dns:http://" + NAME + ":" + this.servers.port() + " is found again");
	}

	@Test
	void nameThatDoesNotExistAtTheStartMayComeLater() throws IOException {
		assertThat(get("/late")).startsWith("HTTP/1.1 503 ");
		this.dns.addresses("late.gateway.test", 0, "127.0.0.2");
		await().atMost(20, TimeUnit.SECONDS).until(() -> !service("late").instances().isEmpty());
		assertThat(get("/late")).endsWith("from 127.0.0.2");
	}

	@Test
	void serversAreFoundWithPortPriorityAndWeight() throws IOException {
		String id = "http://" + NAME + ":" + this.servers.port();
		awaitIds("srv", List.of(id));
		assertThat(get("/srv")).contains("from 127.0.0.");
		this.dns.servers(SRV, 0, new SrvRecord(20, 3, this.servers.port(), NAME),
				new SrvRecord(10, 0, 8081, "B.gateway.test"));
		awaitIds("srv", List.of(id, "http://b.gateway.test:8081"));
		assertThat(service("srv").instances()).map(ServiceInstance::definition)
			.containsExactlyInAnyOrder(Instance.of(id).withPriority(1).withWeight(30),
					Instance.of("http://b.gateway.test:8081"));
		this.dns.servers(SRV, 0, new SrvRecord(0, 0, 1, ""));
		awaitLookUps(6);
		assertThat(service("srv").instances()).hasSize(2);
	}

	@Test
	void hostsOfFixedInstancesAreLookedUpAtTheSameServers() throws IOException {
		assertThat(get("/fixed")).startsWith("HTTP/1.1 200 ").contains("from 127.0.0.");
	}

}
