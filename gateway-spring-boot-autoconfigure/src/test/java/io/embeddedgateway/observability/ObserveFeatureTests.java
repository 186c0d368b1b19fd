package io.embeddedgateway.observability;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import io.embeddedgateway.ForbiddenException;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.Route;
import io.embeddedgateway.service.AttemptObserver;
import io.embeddedgateway.service.CallOutcome;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.ObservedAttempt;
import io.embeddedgateway.service.Service;
import io.embeddedgateway.service.ServiceInstance;
import io.embeddedgateway.service.Services;

import static org.assertj.core.api.Assertions.assertThat;

class ObserveFeatureTests {

	private static final Duration SOON = Duration.ofSeconds(5);

	private static final Route ROUTE = Route.builder("orders").path("/**").toService("s");

	private final List<RequestRecord> ended = new ArrayList<>();

	private final LiveService service = new Services(
			List.of(Service.builder("s").instances("http://a", "http://b").build()))
		.get("s");

	private final GatewayExchange exchange = GatewayExchange.of(ROUTE, GatewayRequest.of(HttpMethod.GET, "/a"));

	@Test
	void routeThatNobodyWantsToKnowOfHasNoFilter() {
		assertThat(new ObserveFeature(List.of((RouteObserver) (route) -> null), null).filterFor(ROUTE)).isNull();
	}

	@Test
	void answerIsRecordedWithItsLastAttempt() {
		run((passed) -> {
			attempt(passed, "http://a:80", CallOutcome.UNREACHABLE);
			attempt(passed, "http://b:80", CallOutcome.SUCCESS);
			return Mono.just(GatewayResponse.of(HttpStatus.OK, MediaType.TEXT_PLAIN, "hello"));
		}).expectNextCount(1).expectComplete().verify(SOON);
		RequestRecord record = record();
		assertThat(record.status()).isEqualTo(200);
		assertThat(record.attempts()).isEqualTo(2);
		assertThat(record.instance()).hasToString("http://b:80");
		assertThat(record.service()).isSameAs(this.service);
		assertThat(record.responseBytes()).isEqualTo(5);
		assertThat(record.termination()).isEqualTo(Termination.COMPLETE);
	}

	@Test
	void timesOfTheGatewayAndOfInstancesAreToldApart() {
		run((passed) -> {
			attempt(passed, "http://a:80", CallOutcome.SUCCESS);
			return Mono.just(GatewayResponse.of(HttpStatus.OK));
		}).expectNextCount(1).expectComplete().verify(SOON);
		RequestRecord record = record();
		assertThat(record.upstreamNanos()).isPositive();
		assertThat(record.gatewayNanos()).isEqualTo(record.responseNanos() - record.upstreamNanos()).isPositive();
		assertThat(record.totalNanos()).isGreaterThanOrEqualTo(record.responseNanos()).isEqualTo(record.totalNanos());
	}

	@Test
	void attemptsAtTheSameTimeAreWaitedForOnce() {
		run((passed) -> {
			ObservedAttempt first = begin(passed, "http://a:80");
			ObservedAttempt second = begin(passed, "http://b:80");
			second.responded(200);
			second.ended(CallOutcome.SUCCESS, null);
			first.ended(CallOutcome.UNKNOWN, null);
			return Mono.just(GatewayResponse.of(HttpStatus.OK));
		}).expectNextCount(1).expectComplete().verify(SOON);
		assertThat(record().upstreamNanos()).isPositive().isLessThanOrEqualTo(record().responseNanos());
	}

	@Test
	void refusalIsRecordedAsTheClientSeesIt() {
		run((passed) -> Mono.error(new ForbiddenException("no"))).expectError(ForbiddenException.class).verify(SOON);
		assertThat(record().status()).isEqualTo(403);
		assertThat(record().attempts()).isZero();
		assertThat(record().termination().phase()).isEqualTo(Termination.Phase.REFUSED);
	}

	@Test
	void clientThatLeavesIsRecordedOnce() {
		run((passed) -> Mono.never()).thenCancel().verify(SOON);
		assertThat(record().status()).isZero();
		assertThat(record().termination()).isEqualTo(Termination.CLIENT_CANCEL);
	}

	@Test
	void clientThatLeavesInTheMiddleIsRecordedWithWhatItGot() {
		Flux<DataBuffer> endless = Flux.just(buffer("four")).concatWith(Flux.never());
		filter(listener()).filter(this.exchange, (passed) -> Mono.just(response(endless)))
			.flatMapMany(GatewayResponse::body)
			.as(StepVerifier::create)
			.expectNextCount(1)
			.thenCancel()
			.verify(SOON);
		assertThat(record().status()).isEqualTo(200);
		assertThat(record().responseBytes()).isEqualTo(4);
		assertThat(record().termination()).isEqualTo(Termination.CLIENT_CANCEL);
	}

	@Test
	void bodyThatFailsBeforeItsFirstByteIsRecordedAsTheProblemInstead() {
		GatewayResponse response = response(Flux.defer(() -> Flux.error(new ForbiddenException("no"))))
			.withHeaders((headers) -> headers.setContentLength(4));
		run((passed) -> Mono.just(response)).expectError(ForbiddenException.class).verify(SOON);
		assertThat(record().status()).isEqualTo(403);
	}

	@Test
	void streamThatFailsBeforeItsFirstByteIsRecordedAsTheClientSeesIt() {
		run((passed) -> Mono.just(response(Flux.defer(() -> Flux.error(new ForbiddenException("no"))))))
			.expectError(ForbiddenException.class)
			.verify(SOON);
		assertThat(record().status()).isEqualTo(200);
	}

	@Test
	void listenerThatThrowsHarmsNeitherTheRequestNorOthers() {
		RequestListener broken = new RequestListener() {

			@Override
			public void begun(RequestRecord request) {
				throw new IllegalStateException("broken");
			}

			@Override
			public void ended(RequestRecord request) {
				throw new IllegalStateException("broken");
			}

		};
		GatewayFilter filter = Objects
			.requireNonNull(new ObserveFeature(List.of((RouteObserver) (route) -> broken, (route) -> listener()), null)
				.filterFor(ROUTE));
		filter.filter(this.exchange, (passed) -> Mono.just(GatewayResponse.of(HttpStatus.OK)))
			.as(StepVerifier::create)
			.expectNextCount(1)
			.expectComplete()
			.verify(SOON);
		assertThat(record().status()).isEqualTo(200);
	}

	@Test
	void tracingSeesTheContextAndSetsHeadersOfAttempts() {
		DefaultHttpHeaders sent = new DefaultHttpHeaders();
		ObserveFeature feature = new ObserveFeature(List.of((RouteObserver) (route) -> listener()), new Traced());
		Objects.requireNonNull(feature.filterFor(ROUTE)).filter(this.exchange, (passed) -> {
			begin(passed, "http://a:80").sending(sent);
			return Mono.just(GatewayResponse.of(HttpStatus.OK));
		})
			.contextWrite(Context.of("trace", "abc"))
			.as(StepVerifier::create)
			.expectNextCount(1)
			.expectComplete()
			.verify(SOON);
		assertThat(record().traceId()).isEqualTo("abc");
		assertThat(sent.get("traceparent")).isEqualTo("http://a:80 1");
	}

	@Test
	void whatIsLedToAnotherRouteBelongsToTheFirst() {
		filter(listener())
			.filter(this.exchange.onRoute(ROUTE), (passed) -> Mono.just(GatewayResponse.of(HttpStatus.OK)))
			.as(StepVerifier::create)
			.expectNextCount(1)
			.expectComplete()
			.verify(SOON);
		assertThat(this.ended).isEmpty();
	}

	@Test
	void observersLearnWhichRoutesAreInUse() {
		List<Collection<Route>> retained = new ArrayList<>();
		RouteObserver observer = new RouteObserver() {

			@Override
			public @Nullable RequestListener listenerFor(Route route) {
				return null;
			}

			@Override
			public void retain(Collection<Route> routes) {
				retained.add(routes);
			}

		};
		new ObserveFeature(List.of(observer), null).used(List.of(ROUTE));
		assertThat(retained).containsExactly(List.of(ROUTE));
	}

	private StepVerifier.FirstStep<GatewayResponse> run(GatewayFilterChain chain) {
		return filter(listener()).filter(this.exchange, chain)
			.delayUntil((response) -> response.body().doOnNext(DataBufferUtils::release))
			.as(StepVerifier::create);
	}

	private static GatewayFilter filter(RequestListener listener) {
		return Objects
			.requireNonNull(new ObserveFeature(List.of((RouteObserver) (route) -> listener), null).filterFor(ROUTE));
	}

	private RequestListener listener() {
		return this.ended::add;
	}

	private RequestRecord record() {
		assertThat(this.ended).hasSize(1);
		return this.ended.get(0);
	}

	private void attempt(GatewayExchange passed, String instance, CallOutcome outcome) {
		ObservedAttempt attempt = begin(passed, instance);
		if (outcome == CallOutcome.SUCCESS) {
			attempt.responded(200);
		}
		attempt.ended(outcome, null);
	}

	private ObservedAttempt begin(GatewayExchange passed, String instance) {
		AttemptObserver observer = Objects.requireNonNull(passed.attribute(AttemptObserver.KEY));
		return observer.begun(passed, this.service, Objects.requireNonNull(this.service.instance(instance)),
				Context.empty());
	}

	private static GatewayResponse response(Flux<DataBuffer> body) {
		return new GatewayResponse(HttpStatus.OK, new HttpHeaders(), body);
	}

	private static DataBuffer buffer(String text) {
		return DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Traces by what stands in the context.
	 */
	private static final class Traced implements RequestTracing {

		@Override
		public String begun(GatewayExchange exchange, ContextView context) {
			return context.get("trace");
		}

		@Override
		public ObservedAttempt attempt(GatewayExchange exchange, LiveService service, ServiceInstance instance,
				int attempt, ContextView context) {
			return new ObservedAttempt() {

				@Override
				public void sending(io.netty.handler.codec.http.HttpHeaders headers) {
					headers.set("traceparent", instance.id() + " " + attempt);
				}

			};
		}

	}

}
