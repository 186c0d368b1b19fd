package io.embeddedgateway.sample;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import io.embeddedgateway.BadRequestException;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.Route;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A filter is a function: its tests need no server.
 */
@ExtendWith(OutputCaptureExtension.class)
class AuditFilterTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final AuditFilter filter = new AuditFilter();

	private final Route route = Route.builder("orders")
		.path("/orders/**")
		.metadata("team", "fulfilment")
		.toService("orders");

	private final GatewayExchange exchange = GatewayExchange.of(this.route,
			GatewayRequest.of(HttpMethod.GET, "/orders/7?token=secret"));

	@Test
	void responseIsLoggedWithoutTheQueryAndPassedOn(CapturedOutput output) {
		GatewayResponse response = GatewayResponse.of(HttpStatus.CREATED);
		StepVerifier.create(this.filter.filter(this.exchange, (exchange) -> Mono.just(response)))
			.expectNext(response)
			.expectComplete()
			.verify(TIMEOUT);
		assertThat(output).contains("GET /orders/7 -> 201, route 'orders' of team fulfilment").doesNotContain("secret");
	}

	@Test
	void refusalIsLoggedAndPassedOn(CapturedOutput output) {
		StepVerifier.create(this.filter.filter(this.exchange, (exchange) -> Mono.error(new BadRequestException("No."))))
			.expectError(BadRequestException.class)
			.verify(TIMEOUT);
		assertThat(output).contains("GET /orders/7 -> 400, route 'orders' of team fulfilment");
	}

}
