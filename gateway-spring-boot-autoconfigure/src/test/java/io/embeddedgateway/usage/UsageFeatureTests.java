package io.embeddedgateway.usage;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import io.embeddedgateway.Caller;
import io.embeddedgateway.ForbiddenException;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.LimitDecision;
import io.embeddedgateway.Route;

import static org.assertj.core.api.Assertions.assertThat;

class UsageFeatureTests {

	private static final Duration SOON = Duration.ofSeconds(5);

	private static final Route ROUTE = Route.builder("orders").path("/**").toService("s");

	private final UsageMeter meter = new UsageMeter(100, "node-1", "id", Clock.systemUTC());

	private final List<Set<String>> used = new ArrayList<>();

	private final GatewayFilter filter = Objects
		.requireNonNull(new UsageFeature(this.meter, this.used::add).filterFor(ROUTE));

	private final GatewayExchange exchange = GatewayExchange.of(ROUTE, GatewayRequest.of(HttpMethod.GET, "/a"));

	@Test
	void answerIsCountedWithWhatWasFoundOutOnItsWay() {
		run(this.exchange, (passed) -> {
			passed.withCaller(new Caller("keys", "acme", "app", Set.of(), Set.of(), Map.of()));
			new LimitDecision("api", "free", true, 3).set(passed);
			return Mono.just(GatewayResponse.of(HttpStatus.OK, MediaType.TEXT_PLAIN, "hello"));
		});
		assertThat(records())
			.containsExactly(new UsageRecord("keys", "acme", "app", "free", "api", "orders", 200, 1, 1, 0, 3, 0, 5));
	}

	@Test
	void refusalIsCountedWithoutItsCost() {
		this.filter.filter(this.exchange, (passed) -> {
			new LimitDecision("api", null, false, 3).set(passed);
			return Mono.error(new ForbiddenException("no"));
		}).as(StepVerifier::create).expectError(ForbiddenException.class).verify(SOON);
		assertThat(records())
			.containsExactly(new UsageRecord(null, null, null, null, "api", "orders", 403, 1, 0, 1, 0, 0, 0));
	}

	@Test
	void whatIsThrownIsCountedAsTheClientSeesIt() {
		this.filter.filter(this.exchange, (passed) -> {
			throw new IllegalStateException("broken");
		}).as(StepVerifier::create).expectError(IllegalStateException.class).verify(SOON);
		assertThat(records()).extracting(UsageRecord::status).containsExactly(500);
	}

	@Test
	void streamIsCountedAtItsEndWithAllItsBytes() {
		GatewayResponse response = response(
				Flux.just(buffer("four"), buffer("three")).concatWith(Flux.just(buffer("x"))));
		Flux<DataBuffer> body = Objects
			.requireNonNull(this.filter.filter(this.exchange, (passed) -> Mono.just(response)).toFuture().join())
			.body();
		assertThat(this.meter.take()).isNull();
		StepVerifier.create(body).expectNextCount(3).expectComplete().verify(SOON);
		assertThat(records())
			.containsExactly(new UsageRecord(null, null, null, null, null, "orders", 200, 1, 0, 0, 0, 0, 10));
	}

	@Test
	void clientThatLeavesBeforeTheAnswerHasNoStatus() {
		Disposable call = this.filter.filter(this.exchange, (passed) -> Mono.never()).subscribe();
		assertThat(this.meter.take()).isNull();
		call.dispose();
		assertThat(records()).extracting(UsageRecord::status, UsageRecord::requests)
			.containsExactly(Tuple.tuple(0, 1L));
		assertThat(this.meter.take()).isNull();
	}

	@Test
	void clientThatLeavesAfterwardsHasTheStatusThatItGot() {
		GatewayResponse response = response(Flux.just(buffer("four")).concatWith(Flux.never()));
		GatewayResponse passed = Objects
			.requireNonNull(this.filter.filter(this.exchange, (asked) -> Mono.just(response)).toFuture().join());
		StepVerifier.create(passed.body()).expectNextCount(1).thenCancel().verify(SOON);
		assertThat(records()).extracting(UsageRecord::status, UsageRecord::responseBytes)
			.containsExactly(Tuple.tuple(200, 4L));
	}

	@Test
	void bodyOfTheRequestIsCountedWhetherItsLengthIsKnownOrNot() {
		HttpHeaders known = new HttpHeaders();
		known.setContentLength(12);
		for (HttpHeaders headers : List.of(known, new HttpHeaders())) {
			GatewayRequest request = new GatewayRequest(HttpMethod.POST, "/a", null, headers,
					Flux.just(buffer("four"), buffer("and more")));
			run(GatewayExchange.of(ROUTE, request),
					(passed) -> passed.request().body().then(Mono.just(GatewayResponse.of(HttpStatus.OK))));
			assertThat(records()).extracting(UsageRecord::requestBytes).containsExactly(12L);
		}
	}

	@Test
	void bodyThatIsAnnouncedAndNotReadIsNotCounted() {
		HttpHeaders known = new HttpHeaders();
		known.setContentLength(Long.MAX_VALUE);
		GatewayRequest request = new GatewayRequest(HttpMethod.POST, "/a", null, known, Flux.just(buffer("four")));
		run(GatewayExchange.of(ROUTE, request), (passed) -> Mono.just(GatewayResponse.of(HttpStatus.UNAUTHORIZED)));
		assertThat(records()).extracting(UsageRecord::requestBytes).containsExactly(0L);
	}

	@Test
	void requestLedElsewhereIsCountedOnceOnTheRouteThatWasAskedFor() {
		Route other = Route.builder("other").path("/other").toService("s");
		run(this.exchange, (passed) -> this.filter.filter(passed.onRoute(other),
				(led) -> Mono.just(GatewayResponse.of(HttpStatus.OK))));
		assertThat(records()).extracting(UsageRecord::route, UsageRecord::requests)
			.containsExactly(Tuple.tuple("orders", 1L));
	}

	@Test
	void routesThatAreUsedAreToldByTheirIds() {
		new UsageFeature(this.meter, this.used::add).used(List.of(ROUTE, Route.builder("b").path("/b").toLocal()));
		assertThat(this.used).containsExactly(Set.of("orders", "b"));
	}

	private void run(GatewayExchange exchange, GatewayFilterChain chain) {
		this.filter.filter(exchange, chain)
			.flatMap((response) -> response.body().then())
			.as(StepVerifier::create)
			.expectComplete()
			.verify(SOON);
	}

	private static GatewayResponse response(Flux<DataBuffer> body) {
		return new GatewayResponse(HttpStatus.OK, new HttpHeaders(), body);
	}

	private static DataBuffer buffer(String text) {
		return DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8));
	}

	private List<UsageRecord> records() {
		return Objects.requireNonNull(this.meter.take()).records();
	}

}
