package io.embeddedgateway.sticky;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import reactor.core.publisher.Mono;

import io.embeddedgateway.ClientConnection;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.Route;
import io.embeddedgateway.ServiceUnavailableException;
import io.embeddedgateway.service.Attempts;
import io.embeddedgateway.service.BoundInstance;
import io.embeddedgateway.service.Instance;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.Service;
import io.embeddedgateway.service.ServiceInstance;
import io.embeddedgateway.service.Services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class StickyFilterTests {

	private static final Route ROUTE = Route.builder("orders").path("/orders").toService("orders");

	private final Services services = new Services(List.of(
			Service.builder("orders").instances("http://a", "http://b").with(StickyPolicy.of("cookie:C")).build(),
			Service.builder("other").instances("http://c").build()));

	private final LiveService service = this.services.get("orders");

	private final StickyFeature feature = new StickyFeature(this.services, null,
			Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

	private final AtomicReference<@Nullable GatewayExchange> seen = new AtomicReference<>();

	@Test
	void clientWithoutTokenGetsThatOfTheInstanceThatAnswered() {
		HttpHeaders headers = run(filter(ROUTE), exchange(null), instance(0), 200).headers();
		assertThat(headers.getFirst(HttpHeaders.SET_COOKIE)).matches("C=[\\w-]{52}; Path=/; HttpOnly; SameSite=Lax");
		assertThat(headers.getFirst(HttpHeaders.CACHE_CONTROL)).isEqualTo("private");
		assertThat(bound()).isNull();
	}

	@Test
	void clientWithTokenIsBoundAndGetsNoOther() {
		GatewayExchange exchange = exchange("a=1;  C=" + token(0) + "; C=x;b=2");
		GatewayResponse response = run(filter(ROUTE), exchange, instance(0), 200);
		assertThat(response.headers().headerNames()).doesNotContain(HttpHeaders.SET_COOKIE, HttpHeaders.CACHE_CONTROL);
		assertThat(bound()).isEqualTo(new BoundInstance("orders", "http://a:80", false));
		assertThat(seen().request().headers().get(HttpHeaders.COOKIE)).containsExactly("a=1;b=2");
	}

	@Test
	void cookieThatCarriesNothingElseIsNotSentOn() {
		run(filter(ROUTE), exchange("C=" + token(0)), instance(0), 200);
		assertThat(seen().request().headers().containsHeader(HttpHeaders.COOKIE)).isFalse();
	}

	@Test
	void clientIsBoundToAnotherInstanceThatAnswered() {
		GatewayResponse response = run(filter(ROUTE), exchange("C=" + token(0)), instance(1), 200);
		assertThat(cookie(response)).isEqualTo(token(1));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "forged", "C", "\u00e4" })
	void tokenThatIsNotRightCountsAsNone(String token) {
		GatewayResponse response = run(filter(ROUTE), exchange("C=" + token), instance(1), 200);
		assertThat(cookie(response)).isEqualTo(token(1));
		assertThat(bound()).isNull();
	}

	@Test
	void lostInstanceMeansAnotherOneOrNone() {
		String token = token(0);
		this.service.update(List.of(Instance.of("http://b")));
		GatewayResponse response = run(filter(ROUTE), exchange("C=" + token), instance(0), 200);
		assertThat(cookie(response)).isEqualTo(token(0));
		GatewayFilter failing = filter(with(StickyPolicy.of("cookie:C").withOnLoss(OnLoss.FAIL)));
		assertThatExceptionOfType(ServiceUnavailableException.class)
			.isThrownBy(() -> run(failing, exchange("C=" + token), instance(0), 200));
		run(failing, exchange("C=" + token(0)), instance(0), 200);
		assertThat(bound()).isEqualTo(new BoundInstance("orders", "http://b:80", true));
	}

	@ParameterizedTest
	@CsvSource({ "500, true", "501, true", "502, false", "503, false", "504, false", "101, true" })
	void whoIsOutOfOrderBindsNobody(int status, boolean binds) {
		GatewayResponse response = run(filter(ROUTE), exchange(null), instance(0), status);
		assertThat(response.headers().containsHeader(HttpHeaders.SET_COOKIE)).isEqualTo(binds);
	}

	@Test
	void answerOfAnotherServiceBindsNobody() {
		ServiceInstance other = this.services.get("other").instances().get(0);
		assertThat(run(filter(ROUTE), exchange(null), other, 200).headers().headerNames())
			.doesNotContain(HttpHeaders.SET_COOKIE);
		assertThat(run(filter(ROUTE), exchange(null), null, 200).headers().headerNames())
			.doesNotContain(HttpHeaders.SET_COOKIE);
	}

	@ParameterizedTest
	@CsvSource({ "https, AUTO, true", "http, AUTO, false", "http, ALWAYS, true", "https, NEVER, false" })
	void cookieIsSecureWhereItIsToBe(String scheme, SecureCookie secure, boolean expected) {
		StickyPolicy policy = new StickyPolicy("C", null, Duration.ofHours(1), "/orders", SameSite.STRICT, secure,
				OnLoss.REASSIGN);
		GatewayExchange exchange = GatewayExchange.of(ROUTE, GatewayRequest.of(HttpMethod.GET, "/orders"),
				ClientConnection.direct(null, scheme, null), Map.of(), Map::of);
		String cookie = run(filter(with(policy)), exchange, instance(0), 200).headers()
			.getFirst(HttpHeaders.SET_COOKIE);
		assertThat(cookie).contains("; Path=/orders; Max-Age=3600; ").contains("SameSite=Strict");
		assertThat(cookie.contains("; Secure")).isEqualTo(expected);
	}

	@Test
	void headerCarriesTheTokenBothWays() {
		GatewayFilter filter = filter(with(StickyPolicy.of("header:X-Instance")));
		String token = run(filter, exchange(null), instance(1), 200).headers().getFirst("X-Instance");
		GatewayExchange exchange = exchange(null);
		GatewayExchange bound = exchange
			.withRequest(exchange.request().withHeaders((headers) -> headers.set("x-instance", token)));
		assertThat(run(filter, bound, instance(1), 200).headers().containsHeader("X-Instance")).isFalse();
		assertThat(bound()).isEqualTo(new BoundInstance("orders", "http://b:80", false));
		assertThat(seen().request().headers().containsHeader("X-Instance")).isFalse();
	}

	@Test
	void onlyServicesCanBeStickyTo() {
		Route local = Route.builder("l").path("/l").with(StickyPolicy.of("cookie")).toLocal();
		assertThatIllegalArgumentException().isThrownBy(() -> this.feature.filterFor(local))
			.withMessageStartingWith("'sticky' is for routes that lead to a service");
		assertThat(this.feature.filterFor(Route.builder("l").path("/l").toLocal())).isNull();
		assertThat(this.feature.filterFor(Route.builder("o").path("/o").toService("other"))).isNull();
	}

	private static Route with(StickyPolicy policy) {
		return Route.builder("own").path("/own").with(policy).toService("orders");
	}

	private GatewayFilter filter(Route route) {
		GatewayFilter filter = this.feature.filterFor(route);
		assertThat(filter).isNotNull();
		return filter;
	}

	private static GatewayExchange exchange(@Nullable String cookie) {
		GatewayRequest request = GatewayRequest.of(HttpMethod.GET, "/orders");
		return GatewayExchange.of(ROUTE,
				(cookie != null) ? request.withHeaders((headers) -> headers.set(HttpHeaders.COOKIE, cookie)) : request);
	}

	private ServiceInstance instance(int index) {
		return this.service.instances().get(index);
	}

	private String token(int index) {
		return cookie(run(filter(ROUTE), exchange(null), instance(index), 200));
	}

	private static String cookie(GatewayResponse response) {
		String cookie = response.headers().getFirst(HttpHeaders.SET_COOKIE);
		assertThat(cookie).startsWith("C=");
		return cookie.substring(2, cookie.indexOf(';'));
	}

	private @Nullable BoundInstance bound() {
		return BoundInstance.of(seen());
	}

	private GatewayExchange seen() {
		GatewayExchange exchange = this.seen.get();
		assertThat(exchange).isNotNull();
		return exchange;
	}

	private GatewayResponse run(GatewayFilter filter, GatewayExchange exchange, @Nullable ServiceInstance answering,
			int status) {
		AtomicReference<@Nullable GatewayResponse> response = new AtomicReference<>();
		AtomicReference<@Nullable Throwable> error = new AtomicReference<>();
		filter.filter(exchange, (inner) -> {
			this.seen.set(inner);
			Attempts attempts = Attempts.of(inner);
			if (answering != null && attempts != null) {
				attempts.answered(answering);
			}
			return Mono.just(GatewayResponse.of(HttpStatusCode.valueOf(status)));
		}).subscribe(response::set, error::set);
		if (error.get() instanceof RuntimeException failure) {
			throw failure;
		}
		GatewayResponse answer = response.get();
		assertThat(answer).isNotNull();
		return answer;
	}

}
