package io.embeddedgateway.loadbalancer;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.http.HttpMethod;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.Percentage;
import io.embeddedgateway.Route;
import io.embeddedgateway.service.CallOutcome;
import io.embeddedgateway.service.Instance;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.Service;
import io.embeddedgateway.service.ServiceInstance;
import io.embeddedgateway.service.Services;

/**
 * Chooses an instance, counts a request in, and out.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class InstanceChoiceBenchmark {

	@Param({ "least-requests", "least-time", "round-robin", "random", "hash", "bounded-hash" })
	String algorithm;

	@Param({ "3", "10", "1000" })
	int instances;

	/**
	 * Whether weights differ.
	 */
	@Param({ "false", "true" })
	boolean weighted;

	private InstanceChoice choice;

	private GatewayExchange exchange;

	@Setup
	public void create() {
		LoadBalancerPolicy hash = LoadBalancerPolicy.hash("header:X-User");
		LoadBalancerPolicy policy = switch (this.algorithm) {
			case "hash" -> hash;
			case "bounded-hash" -> hash.withBoundedLoad(Percentage.of(125));
			default -> LoadBalancerPolicy.of(this.algorithm);
		};
		Service definition = Service.builder("orders")
			.instances(IntStream.range(0, this.instances)
				.mapToObj((i) -> Instance.of("http://orders-" + i + ":8080").withWeight(this.weighted ? 1 + i % 3 : 1))
				.toList())
			.with(policy)
			.build();
		LiveService service = new Services(List.of(definition)).get("orders");
		this.choice = new LoadBalancers(Map.of(), ThreadLocalRandom::current).forService(service);
		GatewayRequest request = GatewayRequest.of(HttpMethod.GET, "/")
			.withHeaders((headers) -> headers.set("X-User", "ada.lovelace@example.com"));
		this.exchange = GatewayExchange.of(Route.builder("orders").path("/**").toService("orders"), request);
	}

	@Benchmark
	public ServiceInstance choose() {
		ServiceInstance instance = this.choice.choose(this.exchange);
		instance.begin();
		instance.responded(200, 20_000_000);
		instance.end(CallOutcome.SUCCESS, 20_000_000);
		return instance;
	}

}
