package io.embeddedgateway.resilience;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

import io.embeddedgateway.BadGatewayException;
import io.embeddedgateway.BadRequestException;
import io.embeddedgateway.Deadline;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.Route;
import io.embeddedgateway.ServiceUnavailableException;
import io.embeddedgateway.service.CallOutcome;
import io.embeddedgateway.service.InstanceState;
import io.embeddedgateway.service.Service;
import io.embeddedgateway.service.ServiceInstance;
import io.embeddedgateway.service.Services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CircuitBreakerFeatureTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final CircuitBreakerPolicy POLICY = CircuitBreakerPolicy.of("50%")
		.withWindow(CallWindow.ofCalls(10), 2)
		.withTrialCalls(1);

	private static final Route ROUTE = Route.builder("r").path("/**").toService("orders");

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final List<CircuitBreakerChange> changes = new ArrayList<>();

	private final Services services = new Services(
			List.of(Service.builder("orders").instances("http://a", "http://b").with(POLICY).build(),
					Service.builder("plain").instances("http://c").build()));

	private final CircuitBreakerFeature feature = new CircuitBreakerFeature(this.services,
			() -> this.time.now(TimeUnit.NANOSECONDS), this.time, () -> 0.5, this.changes::add);

	private final GatewayExchange exchange = GatewayExchange.of(ROUTE, GatewayRequest.of(HttpMethod.GET, "/a"));

	@Test
	void openBreakerRefusesAndSaysWhenToComeBack() {
		fails(2);
		StepVerifier.create(call(ROUTE, Mono.just(response(200)))).expectErrorSatisfies((error) -> {
			assertThat(error).isInstanceOf(ServiceUnavailableException.class);
			ServiceUnavailableException refusal = (ServiceUnavailableException) error;
			assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(10));
			assertThat(refusal.detail()).isEqualTo("The service is out of order.");
			assertThat(refusal.isUnsent()).isTrue();
		}).verify(PATIENCE);
		assertThat(this.changes).hasSize(1)
			.first()
			.hasToString("circuit breaker of service 'orders' is OPEN (was CLOSED): 100% of 2 calls failed");
	}

	@Test
	void serviceErrorsAndLocalFailuresCount() {
		answers(Mono.just(response(500)));
		answers(Mono.error(new BadGatewayException("", "orders", "", null)));
		assertThat(this.changes).hasSize(1);
	}

	@Test
	void whatSaysNothingAboutTheServiceDoesNotCount() {
		HttpHeaders pause = new HttpHeaders();
		pause.set(HttpHeaders.RETRY_AFTER, "1");
		for (int i = 0; i < 5; i++) {
			answers(Mono.just(response(429)));
			answers(Mono.just(new GatewayResponse(HttpStatus.SERVICE_UNAVAILABLE, pause, Flux.empty())));
			answers(Mono.error(new BadRequestException("The body broke off.")));
			answers(Mono.error(new ServiceUnavailableException("", "orders", "no instances", null)));
			call(ROUTE, Mono.never()).subscribe().dispose();
		}
		answers(Mono.just(response(500)));
		assertThat(this.changes).isEmpty();
	}

	@Test
	void callThatTheDeadlineCutShortCounts() {
		new Deadline(System.nanoTime() - 1).set(this.exchange);
		call(ROUTE, Mono.never()).subscribe().dispose();
		call(ROUTE, Mono.never()).subscribe().dispose();
		assertThat(this.changes).hasSize(1);
	}

	@Test
	void bodyThatBreaksOffCounts() {
		for (int i = 0; i < 2; i++) {
			GatewayResponse broken = new GatewayResponse(HttpStatus.OK, new HttpHeaders(),
					Flux.<DataBuffer>error(new BadGatewayException("", "orders", "", null)).hide());
			StepVerifier.create(call(ROUTE, Mono.just(broken)).flatMapMany(GatewayResponse::body))
				.expectError()
				.verify(PATIENCE);
		}
		assertThat(this.changes).hasSize(1);
	}

	@Test
	void streamCountsAsSoonAsItBegins() {
		fails(2);
		this.time.advanceTimeBy(Duration.ofSeconds(11));
		HttpHeaders events = new HttpHeaders();
		events.set(HttpHeaders.CONTENT_TYPE, "text/event-stream");
		call(ROUTE, Mono.just(new GatewayResponse(HttpStatus.OK, events, Flux.never()))).subscribe();
		assertThat(this.changes).last().extracting(CircuitBreakerChange::to).isEqualTo(CircuitBreakerState.CLOSED);
	}

	@Test
	void everyRouteHasABreakerOfItsOwnBesideThatOfTheService() {
		Route strict = Route.builder("strict").path("/a").with(POLICY).toService("plain");
		GatewayFilter table = this.feature.filterFor(strict);
		Route other = Route.builder("other").path("/b").with(POLICY).toService("plain");
		answers(strict, Mono.just(response(500)));
		answers(strict, Mono.just(response(500)));
		StepVerifier.create(call(strict, Mono.just(response(200)))).expectError().verify(PATIENCE);
		StepVerifier.create(call(other, Mono.just(response(200)))).expectNextCount(1).expectComplete().verify(PATIENCE);
		assertThat(this.changes).singleElement().extracting(CircuitBreakerChange::routeId).isEqualTo("strict");
		assertThat(this.feature.breakers()).contains(
				new CircuitBreakerStatus("orders", null, CircuitBreakerState.CLOSED),
				new CircuitBreakerStatus("plain", "strict", CircuitBreakerState.OPEN));
		assertThat(table).isNotNull();
	}

	@Test
	void newTableOfRoutesKeepsWhatIsKnown() {
		Route route = Route.builder("same").path("/a").with(POLICY).toService("plain");
		GatewayFilter before = this.feature.filterFor(route);
		answers(route, Mono.just(response(500)));
		answers(Route.builder("same").path("/b").with(POLICY).toService("plain"), Mono.just(response(500)));
		assertThat(this.changes).hasSize(1);
		assertThat(before).isNotNull();
	}

	@Test
	void nothingIsThereWhereNobodyAsked() {
		assertThat(this.feature.filterFor(Route.builder("p").path("/p").toService("plain"))).isNull();
		assertThat(this.feature.filterFor(Route.builder("l").path("/l").toLocal())).isNull();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.feature.filterFor(Route.builder("l").path("/l").with(POLICY).toLocal()))
			.withMessageContaining("remove it");
	}

	@Test
	void failingInstanceIsTakenOutAndProvesItself() {
		ServiceInstance a = this.services.get("orders").instances().get(0);
		a.end(CallOutcome.BROKEN, 0);
		a.end(CallOutcome.PRESSURE, 0);
		a.end(CallOutcome.UNKNOWN, 0);
		assertThat(a.state()).isEqualTo(InstanceState.AVAILABLE);
		a.end(CallOutcome.ERROR, 0);
		assertThat(a.state()).isEqualTo(InstanceState.EJECTED);
		assertThat(a.condition().suspensions()).containsExactly("circuit breaker open: 100% of 2 calls failed");
		this.time.advanceTimeBy(Duration.ofSeconds(10));
		assertThat(a.state()).isEqualTo(InstanceState.ON_TRIAL);
		a.end(CallOutcome.TIMEOUT, Duration.ofSeconds(1).toNanos());
		assertThat(a.state()).as("began before the trial").isEqualTo(InstanceState.ON_TRIAL);
		a.end(CallOutcome.TIMEOUT, 0);
		assertThat(a.state()).isEqualTo(InstanceState.EJECTED);
		this.time.advanceTimeBy(Duration.ofSeconds(10));
		a.responded(200, 0);
		assertThat(a.state()).isEqualTo(InstanceState.AVAILABLE);
		assertThat(this.changes).isEmpty();
	}

	private void fails(int times) {
		for (int i = 0; i < times; i++) {
			answers(Mono.just(response(500)));
		}
	}

	private void answers(Mono<GatewayResponse> answer) {
		answers(ROUTE, answer);
	}

	private void answers(Route route, Mono<GatewayResponse> answer) {
		StepVerifier.create(call(route, answer).flatMap(GatewayResponse::discard).onErrorComplete())
			.expectComplete()
			.verify(PATIENCE);
	}

	private Mono<GatewayResponse> call(Route route, Mono<GatewayResponse> answer) {
		GatewayFilter filter = this.feature.filterFor(route);
		assertThat(filter).isNotNull();
		return filter.filter(this.exchange, (passed) -> answer);
	}

	private static GatewayResponse response(int status) {
		return GatewayResponse.of(HttpStatusCode.valueOf(status));
	}

}
