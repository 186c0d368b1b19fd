package io.embeddedgateway.relay;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.Route;
import io.embeddedgateway.WireHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What clients may not send.
 */
class ClaimHeadersTests {

	private static final Route ROUTE = Route.builder("r").path("/**").toLocal();

	private final ClaimHeaders headers = new ClaimHeaders(
			ClaimHeaders.names(List.of(policy("sub", "X-User-Id"), policy("plan", "X-Plan"), RelayPolicy.DEFAULT)));

	@Test
	void namesThatServersReadAsTheSameAreStripped() {
		DefaultHttpHeaders sent = new DefaultHttpHeaders();
		sent.add("X-User-Id", "1").add("x_user_id", "2").add("X-USER_ID", "3").add("X-Plan", "4");
		sent.add("X-User-Ids", "5").add("X-Plane", "6").add("XUserId", "7");
		HttpHeaders passed = passed(new GatewayRequest(HttpMethod.GET, "/", null, new WireHeaders(sent), Flux.empty()))
			.headers();
		assertThat(passed.headerNames()).containsExactlyInAnyOrder("X-User-Ids", "X-Plane", "XUserId");
	}

	@Test
	void requestWithoutThemPassesAsItIs() {
		GatewayRequest request = GatewayRequest.of(HttpMethod.GET, "/")
			.withHeaders((headers) -> headers.set("Accept", "*/*"));
		assertThat(passed(request)).isSameAs(request);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void trailersAreStrippedWhetherTheyAreAnnouncedOrNot(boolean announced) {
		HttpHeaders trailers = new HttpHeaders();
		trailers.set("X_Plan", "gold");
		trailers.set("X-Sum", "1");
		GatewayRequest request = GatewayRequest.of(HttpMethod.POST, "/")
			.withHeaders((headers) -> headers.set(announced ? "Trailer" : "Accept", "X-Sum, X_Plan"))
			.withBody(Flux.empty())
			.withTrailers(Mono.just(trailers));
		StepVerifier.create(passed(request).trailers().map(HttpHeaders::headerNames))
			.expectNext(Set.of("X-Sum"))
			.expectComplete()
			.verify(Duration.ofSeconds(5));
	}

	private GatewayRequest passed(GatewayRequest request) {
		GatewayRequest[] passed = new GatewayRequest[1];
		this.headers.filter(GatewayExchange.of(ROUTE, request), (exchange) -> {
			passed[0] = exchange.request();
			return Mono.<GatewayResponse>empty();
		});
		return passed[0];
	}

	private static RelayPolicy policy(String claim, String header) {
		return new RelayPolicy(null, Map.of(claim, header), null, Set.of(), Set.of());
	}

}
