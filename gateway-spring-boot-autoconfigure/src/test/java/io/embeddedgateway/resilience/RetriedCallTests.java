package io.embeddedgateway.resilience;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
import io.embeddedgateway.GatewayException;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.GatewayTimeoutException;
import io.embeddedgateway.Percentage;
import io.embeddedgateway.Route;
import io.embeddedgateway.service.Attempts;
import io.embeddedgateway.service.BoundInstance;
import io.embeddedgateway.service.Service;
import io.embeddedgateway.service.ServiceInstance;
import io.embeddedgateway.service.Services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Which requests are sent again, and when.
 */
class RetriedCallTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final Random random = new Random(1);

	private final List<Long> pauses = new ArrayList<>();

	private final Services services = new Services(
			List.of(Service.builder("s").instances("http://a", "http://b").build()));

	private final List<ServiceInstance> instances = this.services.get("s").instances();

	@Test
	void requestThatNobodyTookGoesToAnotherInstanceAtOnce() {
		StepVerifier.create(answer(RetryPolicy.DEFAULT, HttpMethod.POST, (made) -> (made == 1) ? unsent() : ok()))
			.expectNext(200)
			.expectComplete()
			.verify(PATIENCE);
		assertThat(this.pauses).isEmpty();
		assertThat(budget().repeated()).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "GET, true", "HEAD, true", "OPTIONS, true", "POST, false", "PUT, false", "DELETE, false" })
	void requestThatMayHaveBeenWorkedOnIsRepeatedIfItIsSafe(HttpMethod method, boolean repeated) {
		StepVerifier.create(answer(RetryPolicy.DEFAULT, method, (made) -> (made == 1) ? broken() : ok()))
			.expectNext(repeated ? 200 : 502)
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void pausesGrowAndAreDrawnAtRandomUpToTheirLongest() {
		for (int i = 0; i < 200; i++) {
			StepVerifier.create(answer(RetryPolicy.of("6"), HttpMethod.GET, (made) -> broken()))
				.expectNext(502)
				.expectComplete()
				.verify(PATIENCE);
		}
		assertThat(this.pauses).hasSize(1000);
		long[] longest = { 25, 75, 175, 250, 250 };
		for (int i = 0; i < this.pauses.size(); i++) {
			assertThat(TimeUnit.NANOSECONDS.toMillis(this.pauses.get(i))).isLessThan(longest[i % 5]);
		}
		for (int i = 0; i < 5; i++) {
			int retry = i;
			assertThat(IntStream.range(0, 200).mapToLong((run) -> this.pauses.get(5 * run + retry)))
				.anyMatch((pause) -> pause > longest[retry] * 800_000);
		}
	}

	@ParameterizedTest
	@CsvSource({ "503, 5, 2, 200", "503, , 2, 503", "429, 1, 2, 429", "500, , 2, 500", "503, 5, 1, 503",
			"503, 1, 1, 200", "503, 0, 1, 200", "503, 'Wed, 21 Oct 2026 07:28:00 GMT', 1, 503" })
	void instanceThatAsksForAPauseGetsIt(int status, @Nullable String retryAfter, int instances, int answered) {
		Function<Integer, Mono<GatewayResponse>> busy = (made) -> (made == 1) ? response(status, retryAfter) : ok();
		GatewayExchange exchange = exchange(HttpMethod.GET);
		if (instances == 1) {
			new BoundInstance("s", "http://a:80", true).bind(exchange);
		}
		StepVerifier.create(answer(RetryPolicy.DEFAULT, exchange, busy))
			.expectNext(answered)
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void statusIsRepeatedByChoice() {
		StepVerifier
			.create(answer(RetryPolicy.DEFAULT.withStatuses(404), HttpMethod.GET,
					(made) -> (made == 1) ? response(404, null) : ok()))
			.expectNext(200)
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void timeoutIsRepeatedByChoice() {
		Function<Integer, Mono<GatewayResponse>> slow = (made) -> (made == 1)
				? Mono.error(new GatewayTimeoutException("", "s", "", null)) : ok();
		StepVerifier.create(answer(RetryPolicy.DEFAULT, HttpMethod.GET, slow))
			.expectNext(504)
			.expectComplete()
			.verify(PATIENCE);
		StepVerifier.create(answer(RetryPolicy.DEFAULT.withStatuses(504), HttpMethod.GET, slow))
			.expectNext(200)
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void faultOfTheClientIsNotRepeated() {
		StepVerifier
			.create(answer(RetryPolicy.DEFAULT, HttpMethod.GET,
					(made) -> (made == 1) ? Mono.error(new BadRequestException("no")) : ok()))
			.expectNext(400)
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void pauseThatOutlastsTheTimeOfTheRequestIsNotMade() {
		GatewayExchange exchange = exchange(HttpMethod.GET);
		new Deadline(this.time.now(TimeUnit.NANOSECONDS)).set(exchange);
		StepVerifier.create(answer(RetryPolicy.DEFAULT, exchange, (made) -> (made == 1) ? broken() : ok()))
			.expectNext(502)
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void budgetBoundsWhatIsRepeatedAtTheSameTime() {
		RetryBudget budget = budget();
		for (int i = 0; i < 3; i++) {
			assertThat(budget.begin(Percentage.of("20%"))).isTrue();
		}
		assertThat(budget.begin(Percentage.of("20%"))).isFalse();
		StepVerifier.create(answer(RetryPolicy.DEFAULT, HttpMethod.GET, (made) -> (made == 1) ? broken() : ok()))
			.expectNext(502)
			.expectComplete()
			.verify(PATIENCE);
		StepVerifier.create(answer(RetryPolicy.DEFAULT, HttpMethod.POST, (made) -> (made == 1) ? unsent() : ok()))
			.expectNext(200)
			.expectComplete()
			.verify(PATIENCE);
		for (int i = 0; i < 5; i++) {
			budget.requested();
		}
		assertThat(budget.begin(Percentage.of("20%"))).isTrue();
		assertThat(budget.begin(Percentage.of("20%"))).isFalse();
	}

	@Test
	void cancellationDuringAPauseEndsIt() {
		GatewayFilter filter = filter(RetryPolicy.DEFAULT,
				(task, nanos) -> this.time.schedule(task, nanos + 1, TimeUnit.NANOSECONDS));
		List<Integer> made = new ArrayList<>();
		StepVerifier.create(filter.filter(exchange(HttpMethod.GET), (exchange) -> {
			made.add(1);
			Attempts.failed(exchange, this.instances.get(0));
			return broken();
		})).thenAwait(Duration.ZERO).then(() -> assertThat(budget().repeated()).isOne()).thenCancel().verify(PATIENCE);
		this.time.advanceTimeBy(Duration.ofSeconds(1));
		assertThat(made).hasSize(1);
		assertThat(budget().repeated()).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "0, 1 to 10", "11, 1 to 10", "often, no number of attempts", "-1, no number of attempts" })
	void badShortFormIsRefused(String text, String remedy) {
		assertThatIllegalArgumentException().isThrownBy(() -> RetryPolicy.of(text)).withMessageContaining(remedy);
	}

	@Test
	void withoutASecondAttemptThereIsNoFilter() {
		assertThat(feature(RetryPolicy.NONE, (task, nanos) -> () -> {
		}).filterFor(Route.builder("r").path("/").toService("s"))).isNull();
	}

	private Mono<Integer> answer(RetryPolicy policy, HttpMethod method,
			Function<Integer, Mono<GatewayResponse>> attempts) {
		return answer(policy, exchange(method), attempts);
	}

	private Mono<Integer> answer(RetryPolicy policy, GatewayExchange exchange,
			Function<Integer, Mono<GatewayResponse>> attempts) {
		List<Integer> made = new ArrayList<>();
		return filter(policy, (task, nanos) -> {
			this.pauses.add(nanos);
			task.run();
			return () -> {
			};
		}).filter(exchange, (current) -> {
			made.add(made.size() + 1);
			Attempts.keep(current).chosen(this.instances.get((made.size() - 1) % 2));
			return attempts.apply(made.size());
		})
			.map((response) -> response.status().value())
			.onErrorResume(GatewayException.class, (error) -> Mono.just(error.status().value()));
	}

	private GatewayFilter filter(RetryPolicy policy, Timer timer) {
		GatewayFilter filter = feature(policy, timer).filterFor(Route.builder("r").path("/").toService("s"));
		assertThat(filter).isNotNull();
		return filter;
	}

	private RetryFeature feature(RetryPolicy policy, Timer timer) {
		return new RetryFeature(this.services, policy, timer, () -> this.random,
				() -> this.time.now(TimeUnit.NANOSECONDS));
	}

	private RetryBudget budget() {
		return RetryBudget.of(this.services.get("s"), () -> this.time.now(TimeUnit.NANOSECONDS));
	}

	private static GatewayExchange exchange(HttpMethod method) {
		return GatewayExchange.of(Route.builder("r").path("/").toService("s"), GatewayRequest.of(method, "/"));
	}

	private static Mono<GatewayResponse> ok() {
		return Mono.just(GatewayResponse.of(HttpStatus.OK));
	}

	private static Mono<GatewayResponse> response(int status, @Nullable String retryAfter) {
		HttpHeaders headers = new HttpHeaders();
		headers.set(HttpHeaders.RETRY_AFTER, retryAfter);
		return Mono.just(new GatewayResponse(HttpStatusCode.valueOf(status),
				(retryAfter != null) ? headers : new HttpHeaders(), Flux.empty()));
	}

	private static Mono<GatewayResponse> unsent() {
		return Mono.error(BadGatewayException.unsent("", "s", "", null));
	}

	private static Mono<GatewayResponse> broken() {
		return Mono.error(new BadGatewayException("", "s", "", null));
	}

}
