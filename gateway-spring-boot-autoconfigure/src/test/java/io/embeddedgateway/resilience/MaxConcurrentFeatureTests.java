package io.embeddedgateway.resilience;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;

import io.embeddedgateway.Deadline;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.Route;
import io.embeddedgateway.ServiceUnavailableException;
import io.embeddedgateway.service.Service;
import io.embeddedgateway.service.Services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MaxConcurrentFeatureTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	private final Executor direct = Runnable::run;

	private Executor executor = this.direct;

	private final Services services = new Services(
			List.of(Service.builder("orders").instances("http://a").with(MaxConcurrentPolicy.of(1)).build(),
					Service.builder("plain").instances("http://b").build()));

	private final MaxConcurrentFeature feature = new MaxConcurrentFeature(this.services,
			() -> this.time.now(TimeUnit.NANOSECONDS), this.time, () -> this.executor);

	private final List<Integer> begun = new ArrayList<>();

	private final List<String> ended = new ArrayList<>();

	private final Route route = route(1, 2);

	private MaxConcurrentFilter filter = filter(this.route);

	@Test
	void requestsBeyondTheLimitWaitInTheirOrder() {
		Sinks.One<GatewayResponse> first = begin(1);
		Sinks.One<GatewayResponse> second = begin(2);
		begin(3);
		assertThat(this.begun).containsExactly(1);
		assertThat(this.filter.limit().waiting()).isEqualTo(2);
		first.tryEmitValue(GatewayResponse.of(HttpStatus.OK));
		assertThat(this.begun).containsExactly(1, 2);
		second.tryEmitValue(GatewayResponse.of(HttpStatus.OK));
		assertThat(this.begun).containsExactly(1, 2, 3);
		assertThat(this.ended).containsExactly("1: 200", "2: 200");
	}

	@Test
	void fullQueueIsRefusedWithATimeToComeBack() {
		begin(1);
		begin(2);
		begin(3);
		begin(4);
		assertThat(this.ended).containsExactly("4: The service is busy. PT1S");
		assertThat(this.begun).containsExactly(1);
		assertThat(this.feature.limits()).containsExactlyInAnyOrder(new ConcurrencyStatus("orders", null, 1, 0, 0, 0),
				new ConcurrencyStatus(null, "r", 1, 1, 2, 1));
	}

	@Test
	void whoHasWaitedTooLongIsRefused() {
		begin(1);
		begin(2);
		this.time.advanceTimeBy(Duration.ofMillis(600));
		begin(3);
		this.time.advanceTimeBy(Duration.ofMillis(500));
		assertThat(this.ended).containsExactly("2: The service is busy. PT1S");
		assertThat(this.filter.limit().waiting()).isEqualTo(1);
	}

	@Test
	void nobodyWaitsBeyondTheDeadline() {
		begin(1);
		GatewayExchange late = exchange();
		new Deadline(System.nanoTime() - 1).set(late);
		StepVerifier.create(this.filter.filter(late, (passed) -> Mono.never()))
			.expectError(ServiceUnavailableException.class)
			.verify(PATIENCE);
		GatewayExchange hurried = exchange();
		new Deadline(System.nanoTime() + Duration.ofMillis(400).toNanos()).set(hurried);
		StepVerifier.create(this.filter.filter(hurried, (passed) -> Mono.never()))
			.then(() -> this.time.advanceTimeBy(Duration.ofMillis(400)))
			.expectError(ServiceUnavailableException.class)
			.verify(PATIENCE);
	}

	@Test
	void whoLeavesGivesThePlaceInTheQueueUp() {
		Sinks.One<GatewayResponse> first = begin(1);
		Disposable second = call(2, Mono.never()).subscribe();
		begin(3);
		second.dispose();
		assertThat(this.filter.limit().waiting()).isEqualTo(1);
		begin(4);
		first.tryEmitValue(GatewayResponse.of(HttpStatus.OK));
		assertThat(this.begun).containsExactly(1, 3);
		assertThat(this.filter.limit().waiting()).isEqualTo(1);
	}

	@Test
	void whoLeavesJustAfterItWasAdmittedGivesItsPlaceBack() {
		Sinks.One<GatewayResponse> first = begin(1);
		this.executor = this.tasks::add;
		Disposable second = call(2, Mono.never()).subscribe();
		first.tryEmitValue(GatewayResponse.of(HttpStatus.OK));
		assertThat(this.filter.limit().inFlight()).isEqualTo(1);
		second.dispose();
		this.tasks.forEach(Runnable::run);
		assertThat(this.begun).containsExactly(1);
		assertThat(this.filter.limit().inFlight()).isZero();
		assertThat(this.filter.limit().waiting()).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void placeIsHeldUntilTheBodyEnds(BodyEnd end) {
		TestPublisher<DataBuffer> body = TestPublisher.create();
		GatewayResponse response = new GatewayResponse(HttpStatus.OK, new HttpHeaders(), body.flux());
		List<GatewayResponse> responses = new ArrayList<>();
		call(1, Mono.just(response)).subscribe(responses::add);
		assertThat(this.filter.limit().inFlight()).isEqualTo(1);
		Mono<Void> reading = (end == BodyEnd.DISCARDED) ? responses.get(0).discard()
				: responses.get(0).body().then().onErrorComplete();
		assertThat(this.filter.limit().inFlight()).isEqualTo(1);
		Disposable reader = reading.subscribe();
		switch (end) {
			case COMPLETE -> body.complete();
			case FAILED -> body.error(new IllegalStateException("broken off"));
			case CANCELLED -> reader.dispose();
			case DISCARDED -> body.assertCancelled();
		}
		assertThat(this.filter.limit().inFlight()).isZero();
		reader.dispose();
		assertThat(this.filter.limit().inFlight()).as("only once").isZero();
	}

	@Test
	void placeIsGivenBackWithoutAResponse() {
		call(1, Mono.error(new IllegalStateException("broken"))).onErrorComplete().subscribe();
		call(2, Mono.empty()).subscribe();
		call(3, Mono.never()).subscribe().dispose();
		this.filter.filter(exchange(), (passed) -> {
			throw new IllegalStateException("a filter that throws");
		}).onErrorComplete().subscribe();
		assertThat(this.filter.limit().inFlight()).isZero();
	}

	@Test
	void responseThatComesAfterTheClientLeftIsGivenUp() {
		TestPublisher<DataBuffer> body = TestPublisher.create();
		TestPublisher<GatewayResponse> late = TestPublisher
			.createNoncompliant(TestPublisher.Violation.CLEANUP_ON_TERMINATE);
		call(1, Mono.fromDirect(late)).subscribe().dispose();
		late.next(new GatewayResponse(HttpStatus.OK, new HttpHeaders(), body.flux()));
		body.assertCancelled();
		assertThat(this.filter.limit().inFlight()).isZero();
	}

	@Test
	void newTableOfRoutesKeepsThePlaces() {
		begin(1);
		MaxConcurrentFilter reloaded = filter(route(1, 2));
		assertThat(reloaded.limit()).isSameAs(this.filter.limit());
		assertThat(filter(route(2, 2)).limit()).as("another policy").isNotSameAs(this.filter.limit());
	}

	@Test
	void routesShareTheLimitOfTheirService() {
		this.filter = filter(Route.builder("one").path("/one").toService("orders"));
		begin(1);
		MaxConcurrentFilter other = filter(Route.builder("other").path("/other").toService("orders"));
		assertThat(other.limit().inFlight()).isEqualTo(1);
		assertThat(this.feature.filterFor(Route.builder("p").path("/p").toService("plain"))).isNull();
	}

	@Test
	void routeHasItsLimitBesideThatOfItsService() {
		Route both = Route.builder("both").path("/both").with(MaxConcurrentPolicy.of(5)).toService("orders");
		GatewayFilter filter = this.feature.filterFor(both);
		assertThat(filter).isNotNull();
		filter.filter(exchange(), (passed) -> Mono.never()).subscribe();
		assertThat(filter(Route.builder("x").path("/x").toService("orders")).limit().inFlight()).isEqualTo(1);
	}

	@Test
	void routeThatAnswersByItselfCanNotHaveOne() {
		Route answer = Route.builder("a").path("/a").with(MaxConcurrentPolicy.of(5)).answer(new Object());
		assertThatIllegalArgumentException().isThrownBy(() -> this.feature.filterFor(answer))
			.withMessageContaining("remove it");
	}

	private Sinks.One<GatewayResponse> begin(int number) {
		Sinks.One<GatewayResponse> response = Sinks.one();
		call(number, response.asMono()).subscribe((answer) -> this.ended.add(number + ": " + answer.status().value()),
				(error) -> this.ended.add(number + ": " + describe(error)));
		return response;
	}

	private static String describe(Throwable error) {
		return (error instanceof ServiceUnavailableException refusal) ? refusal.detail() + " " + refusal.retryAfter()
				: error.toString();
	}

	private Mono<GatewayResponse> call(int number, Mono<GatewayResponse> response) {
		return this.filter.filter(exchange(), (passed) -> {
			this.begun.add(number);
			return response;
		});
	}

	private GatewayExchange exchange() {
		return GatewayExchange.of(this.route, GatewayRequest.of(HttpMethod.GET, "/a"));
	}

	private MaxConcurrentFilter filter(Route route) {
		GatewayFilter filter = this.feature.filterFor(route);
		assertThat(filter).isInstanceOf(MaxConcurrentFilter.class);
		return (MaxConcurrentFilter) filter;
	}

	private static Route route(int limit, int queue) {
		return Route.builder("r")
			.path("/**")
			.with(MaxConcurrentPolicy.of(limit).withQueue(queue, Duration.ofSeconds(1)))
			.toService("plain");
	}

	enum BodyEnd {

		COMPLETE, FAILED, CANCELLED, DISCARDED

	}

}
