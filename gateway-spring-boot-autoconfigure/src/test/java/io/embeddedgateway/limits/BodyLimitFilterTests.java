package io.embeddedgateway.limits;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import io.embeddedgateway.ContentTooLargeException;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.Route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class BodyLimitFilterTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final Route ROUTE = Route.builder("upload")
		.path("/upload")
		.with(BodyLimitPolicy.of("10B"))
		.toLocal();

	@Test
	void bodyOfExactlyTheLimitPasses() {
		StepVerifier.create(upload("10", body("01234", "56789"))).expectNextCount(1).expectComplete().verify(PATIENCE);
	}

	@Test
	void announcedBodyThatIsTooLargeIsRefusedUnread() {
		Flux<DataBuffer> unread = Flux.error(new AssertionError("The body was read"));
		StepVerifier.create(filter().filter(exchange("11", unread), BodyLimitFilterTests::mustNotBeAsked))
			.expectError(ContentTooLargeException.class)
			.verify(PATIENCE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "5", "many" })
	void bodyThatTurnsOutTooLargeIsBrokenOff(String announced) {
		StepVerifier.create(upload(announced.isEmpty() ? null : announced, body("01234", "56789", "!")))
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOf(ContentTooLargeException.class)
				.hasMessage("the body of the request has more than 10 bytes"))
			.verify(PATIENCE);
	}

	@Test
	void failureOfTheReaderIsToldAsItsCause() {
		Mono<GatewayResponse> response = filter().filter(exchange(null, body("0123456789!")),
				(exchange) -> exchange.request()
					.body()
					.then(Mono.<GatewayResponse>empty())
					.onErrorMap((error) -> new IllegalStateException("broke off", error)));
		StepVerifier.create(response).expectError(ContentTooLargeException.class).verify(PATIENCE);
	}

	@Test
	void failureOfAResponseUnderWayIsToldAsItsCause() {
		Flux<DataBuffer> upload = body("01234", "56789!");
		Mono<GatewayResponse> response = filter().filter(exchange(null, upload), (exchange) -> Mono
			.just(new GatewayResponse(HttpStatus.OK, new HttpHeaders(), exchange.request().body())));
		StepVerifier.create(response.flatMapMany(GatewayResponse::body))
			.expectNextCount(1)
			.expectError(ContentTooLargeException.class)
			.verify(PATIENCE);
	}

	@Test
	void otherFailuresStayWhatTheyAre() {
		StepVerifier
			.create(filter().filter(exchange(null, body("0")),
					(exchange) -> Mono.error(new IllegalStateException("other"))))
			.expectErrorMessage("other")
			.verify(PATIENCE);
	}

	@Test
	void routeWithoutTheLimitHasNoFilter() {
		assertThat(new BodyLimitFeature().filterFor(Route.builder("free").path("/free").toLocal())).isNull();
	}

	@Test
	void negativeLimitIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> BodyLimitPolicy.of("-1B"))
			.withMessage("'max-request-body' is -1B. Write 0 or more, for example '10MB'");
	}

	private static Mono<GatewayResponse> upload(@Nullable String announced, Flux<DataBuffer> body) {
		return filter().filter(exchange(announced, body),
				(exchange) -> exchange.request().body().then(Mono.just(GatewayResponse.of(HttpStatus.OK))));
	}

	private static GatewayFilter filter() {
		GatewayFilter filter = new BodyLimitFeature().filterFor(ROUTE);
		assertThat(filter).isNotNull();
		return filter;
	}

	private static GatewayExchange exchange(@Nullable String announced, Flux<DataBuffer> body) {
		GatewayRequest request = GatewayRequest.of(HttpMethod.POST, "/upload").withBody(body);
		return GatewayExchange.of(ROUTE, (announced != null)
				? request.withHeaders((headers) -> headers.set(HttpHeaders.CONTENT_LENGTH, announced)) : request);
	}

	private static Flux<DataBuffer> body(String... parts) {
		return Flux.just(parts)
			.map((part) -> DefaultDataBufferFactory.sharedInstance.wrap(part.getBytes(StandardCharsets.UTF_8)));
	}

	private static Mono<GatewayResponse> mustNotBeAsked(GatewayExchange exchange) {
		return Mono.error(new AssertionError("The target was asked"));
	}

}
