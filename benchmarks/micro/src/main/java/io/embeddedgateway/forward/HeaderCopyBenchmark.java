package io.embeddedgateway.forward;

import java.net.URI;
import java.util.concurrent.TimeUnit;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.http.HttpMethod;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.Route;
import io.embeddedgateway.WireHeaders;

/**
 * Copies the headers of a request from a browser to the request to an instance, and
 * removes from a response what belongs to one connection.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class HeaderCopyBenchmark {

	private final URI instance = URI.create("http://127.0.0.1:8080");

	private final GatewayExchange exchange = exchange();

	private final HttpHeaders response = new DefaultHttpHeaders().add("Content-Type", "application/json")
		.add("Content-Length", "150")
		.add("Cache-Control", "no-cache")
		.add("Date", "Sun, 22 Nov 2026 10:00:00 GMT")
		.add("ETag", "\"1\"")
		.add("Connection", "keep-alive");

	private static GatewayExchange exchange() {
		HttpHeaders headers = new DefaultHttpHeaders().add("Host", "benchmark.example")
			.add("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
			.add("Accept", "application/json")
			.add("Accept-Language", "en-GB,en;q=0.5")
			.add("Accept-Encoding", "gzip, deflate, br")
			.add("Cookie", "session=0123456789abcdef")
			.add("Authorization", "Bearer 0123456789abcdef")
			.add("Connection", "keep-alive");
		GatewayRequest request = new GatewayRequest(HttpMethod.GET, "/api/items/7", null,
				new WireHeaders(headers), null);
		return GatewayExchange.of(Route.builder("items").path("/api/**").toUri("http://localhost"), request);
	}

	@Benchmark
	public HttpHeaders copyRequest() {
		return RequestHeaders.of(this.exchange, this.instance, false);
	}

	@Benchmark
	public HttpHeaders cleanResponse() {
		HttpHeaders headers = this.response.copy();
		HopByHopHeaders.removeFrom(headers);
		return headers;
	}

}
