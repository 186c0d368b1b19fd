package io.embeddedgateway.resilience;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.GatewayTimeoutException;
import io.embeddedgateway.Route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TimeoutFilterTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final Route ROUTE = Route.builder("slow")
		.path("/slow")
		.with(new TimeoutPolicy(Duration.ofSeconds(5)))
		.toService("slow");

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	@Test
	void responseThatDoesNotComeInTimeIsGivenUp() {
		AtomicBoolean cancelled = new AtomicBoolean();
		StepVerifier.create(filtered(Mono.<GatewayResponse>never().doOnCancel(() -> cancelled.set(true))))
			.then(() -> this.time.advanceTimeBy(Duration.ofMillis(4999)))
			.then(() -> assertThat(cancelled).isFalse())
			.then(() -> this.time.advanceTimeBy(Duration.ofMillis(1)))
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOfSatisfying(GatewayTimeoutException.class,
					(timeout) -> assertThat(timeout.serviceId()).isEqualTo("slow")))
			.verify(PATIENCE);
		assertThat(cancelled).isTrue();
	}

	@Test
	void bodyThatDoesNotEndInTimeBreaksOff() {
		TestPublisher<DataBuffer> body = TestPublisher.create();
		Mono<GatewayResponse> late = Mono.just(response("text/plain", body.flux()))
			.delayElement(Duration.ofSeconds(3), this.time);
		StepVerifier.create(filtered(late).flatMapMany(GatewayResponse::body))
			.then(() -> this.time.advanceTimeBy(Duration.ofSeconds(3)))
			.then(() -> body.next(buffer("a")))
			.expectNextCount(1)
			.then(() -> this.time.advanceTimeBy(Duration.ofSeconds(2)))
			.expectError(GatewayTimeoutException.class)
			.verify(PATIENCE);
		body.assertCancelled();
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/event-stream;charset=UTF-8", "application/x-ndjson", "application/vnd.a+ndjson",
			"Application/grpc", "application/grpc+proto" })
	void streamIsBoundedUntilItsHeadersOnly(String contentType) {
		TestPublisher<DataBuffer> body = TestPublisher.create();
		StepVerifier.create(filtered(Mono.just(response(contentType, body.flux()))).flatMapMany(GatewayResponse::body))
			.then(() -> this.time.advanceTimeBy(Duration.ofHours(1)))
			.then(() -> body.next(buffer("a")).complete())
			.expectNextCount(1)
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void responseInTimePasses() {
		StepVerifier
			.create(filtered(Mono.just(response("text/plain", Flux.just(buffer("a")))))
				.flatMapMany(GatewayResponse::body))
			.expectNextCount(1)
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void responseThatComesWhileItIsGivenUpIsDiscarded() {
		AtomicBoolean discarded = new AtomicBoolean();
		GatewayResponse response = response("text/plain",
				Flux.<DataBuffer>never().doOnCancel(() -> discarded.set(true)));
		Mono<GatewayResponse> late = Mono
			.fromDirect((subscriber) -> subscriber.onSubscribe(new AnswerOnCancel(subscriber, response)));
		StepVerifier.create(filtered(late))
			.then(() -> this.time.advanceTimeBy(Duration.ofSeconds(5)))
			.expectError(GatewayTimeoutException.class)
			.verify(PATIENCE);
		assertThat(discarded).isTrue();
	}

	@Test
	void routeWithoutATimeoutHasNoFilter() {
		assertThat(feature().filterFor(Route.builder("free").path("/free").toLocal())).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT0S", "-PT1S", "P2D" })
	void timeoutOutOfRangeIsRefused(String timeout) {
		assertThatIllegalArgumentException().isThrownBy(() -> new TimeoutPolicy(Duration.parse(timeout)))
			.withMessageContaining("Write between 1ms and 1d");
	}

	private TimeoutFeature feature() {
		return new TimeoutFeature((task, nanos) -> this.time.schedule(task, nanos, TimeUnit.NANOSECONDS),
				() -> this.time.now(TimeUnit.NANOSECONDS));
	}

	private Mono<GatewayResponse> filtered(Mono<GatewayResponse> response) {
		GatewayFilter filter = feature().filterFor(ROUTE);
		assertThat(filter).isNotNull();
		return filter.filter(GatewayExchange.of(ROUTE, GatewayRequest.of(HttpMethod.GET, "/slow")),
				(exchange) -> response);
	}

	private static GatewayResponse response(String contentType, Flux<DataBuffer> body) {
		HttpHeaders headers = new HttpHeaders();
		headers.set(HttpHeaders.CONTENT_TYPE, contentType);
		return new GatewayResponse(HttpStatus.OK, headers, body);
	}

	private static DataBuffer buffer(String text) {
		return DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Answers just when nobody wants the answer any more.
	 */
	private record AnswerOnCancel(Subscriber<? super GatewayResponse> subscriber,
			GatewayResponse response) implements Subscription {

		@Override
		public void request(long count) {
			// Nothing yet
		}

		@Override
		public void cancel() {
			this.subscriber.onNext(this.response);
		}

	}

}
