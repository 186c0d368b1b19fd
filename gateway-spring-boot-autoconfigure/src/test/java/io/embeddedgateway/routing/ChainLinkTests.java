package io.embeddedgateway.routing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import io.embeddedgateway.FilterStage;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.Route;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The filters of a route, one behind the other.
 */
class ChainLinkTests {

	private static final GatewayFilter PASSING = (exchange, chain) -> chain.filter(exchange);

	private static final GatewayFilter TWICE = (exchange, chain) -> chain.filter(exchange).then(chain.filter(exchange));

	private static final GatewayFilter ANSWERING = (exchange, chain) -> Mono.just(GatewayResponse.of(HttpStatus.OK));

	private static final GatewayFilter FAILING = (exchange, chain) -> {
		throw new IllegalStateException("no");
	};

	private final List<String> reached = new ArrayList<>();

	private final GatewayExchange exchange = GatewayExchange
		.of(Route.builder("a").path("/**").toUri("http://localhost:1"), GatewayRequest.of(HttpMethod.GET, "/a"));

	@Test
	void followerIsToldHowFarTheRequestGets() {
		GatewayFilterChain chain = link("first", PASSING,
				link("second", ANSWERING, link("third", PASSING, unreached())));
		answers(chain.followedBy(this.reached::add));
		assertThat(this.reached).containsExactly("first", "second");
	}

	@Test
	void followerIsToldAgainIfTheRequestGetsThereAgain() {
		GatewayFilterChain chain = link("retry", TWICE, link("target", ANSWERING, unreached()));
		answers(chain.followedBy(this.reached::add));
		assertThat(this.reached).containsExactly("retry", "target", "target");
	}

	@Test
	void requestsThatNobodyFollowsTellNobody() {
		GatewayFilterChain chain = link("only", ANSWERING, unreached());
		chain.followedBy(this.reached::add);
		answers(chain);
		assertThat(this.reached).isEmpty();
	}

	@Test
	void filterThatThrowsFailsTheRequestAndWasReached() {
		GatewayFilterChain chain = link("failing", FAILING, unreached());
		StepVerifier.create(chain.followedBy(this.reached::add).filter(this.exchange))
			.expectErrorMessage("no")
			.verify(Duration.ofSeconds(5));
		assertThat(this.reached).containsExactly("failing");
	}

	private void answers(GatewayFilterChain chain) {
		StepVerifier.create(chain.filter(this.exchange))
			.expectNextCount(1)
			.expectComplete()
			.verify(Duration.ofSeconds(5));
	}

	private static GatewayFilterChain link(String name, GatewayFilter filter, GatewayFilterChain next) {
		return new ChainLink(new PlannedFilter(FilterStage.CUSTOM, name, filter), next);
	}

	private static GatewayFilterChain unreached() {
		return (exchange) -> Mono.error(new IllegalStateException("Nothing is behind"));
	}

}
