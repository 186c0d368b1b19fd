package io.embeddedgateway.routing;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
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
import org.springframework.http.HttpStatus;
import org.springframework.http.server.PathContainer;
import reactor.core.publisher.Mono;

import io.embeddedgateway.ClientConnection;
import io.embeddedgateway.FilterStage;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.Route;
import io.embeddedgateway.RouteFeature;

/**
 * Finds the last of many routes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class RouteMatchBenchmark {

	@Param({ "1", "500", "5000" })
	int routes;

	private RouteTable table;

	private GatewayRequest request;

	private PathContainer path;

	private final ClientConnection client = ClientConnection.direct(null, "http", "benchmark.example");

	@Setup
	public void compile() {
		GatewayFilter target = (exchange, chain) -> Mono.just(GatewayResponse.of(HttpStatus.OK));
		RouteCompiler compiler = new RouteCompiler(List.of(new TargetFeature(target)), target,
				(exchange) -> Mono.empty(), Clock.systemUTC());
		this.table = compiler.compile(IntStream.rangeClosed(1, this.routes)
			.mapToObj((i) -> Route.builder("r" + i).path("/api/r" + i + "/**").toUri("http://localhost"))
			.toList());
		this.request = GatewayRequest.of(HttpMethod.GET, "/api/r" + this.routes + "/items/7");
		this.path = PathContainer.parsePath(this.request.rawPath());
	}

	@Benchmark
	public Object match() {
		return this.table.find(this.request, this.client, this.path);
	}

	private record TargetFeature(GatewayFilter filter) implements RouteFeature {

		@Override
		public FilterStage stage() {
			return FilterStage.TARGET;
		}

		@Override
		public Set<Class<?>> policies() {
			return Set.of();
		}

		@Override
		public @Nullable GatewayFilter filterFor(Route route) {
			return this.filter;
		}

	}

}
