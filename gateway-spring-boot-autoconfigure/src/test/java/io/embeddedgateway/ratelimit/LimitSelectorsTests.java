package io.embeddedgateway.ratelimit;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;

import io.embeddedgateway.BadRequestException;
import io.embeddedgateway.Caller;
import io.embeddedgateway.ClientConnection;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.Route;
import io.embeddedgateway.Selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What keys, tiers and costs are drawn from requests.
 */
class LimitSelectorsTests {

	private static final Route ROUTE = Route.builder("test").path("/test").toLocal();

	@Test
	void firstWayThatTheRequestHasCounts() {
		LimitKeys keys = keys("principal", "header:X-Device", "client-ip");
		assertThat(keys.of(from("192.0.2.1"))).isEqualTo("(2)192.0.2.1");
		assertThat(keys.of(with("X-Device", "d"))).startsWith("(1)#");
		assertThat(keys.of(with("X-Device", "d").withCaller(Caller.named("ann")))).endsWith(":ann");
		assertThat(keys("header:X-Device").of(from("192.0.2.1"))).isNull();
		assertThat(keys("header:X-Device").of(with("X-Device", ""))).isNull();
	}

	@Test
	void callersOfTwoProvidersAreTwo() {
		LimitKeys keys = new LimitKeys(List.of(), (name) -> null);
		GatewayExchange exchange = from("192.0.2.1");
		assertThat(keys.of(exchange.withCaller(Caller.named("ann").withProvider("a"))))
			.isNotEqualTo(keys.of(exchange.withCaller(Caller.named("ann").withProvider("b"))));
		assertThat(keys.of(exchange)).isEqualTo("(1)192.0.2.1");
	}

	@Test
	void composedKeysNeverCollide() {
		LimitKeys keys = new LimitKeys(List.of("a + b", "a"), this::letter);
		Set<@Nullable String> all = new HashSet<>();
		List<String> values = List.of("x", "+", "x+", "+x", "%", "%2b", "x%2b", "|", "|x", "(none)", "#x", "x+x", "");
		int expected = 0;
		for (String a : values) {
			for (String b : values) {
				all.add(keys.of(letters(a, b)));
				expected += (!a.isEmpty() && !b.isEmpty()) ? 1 : 0;
			}
		}
		// Without b, a alone is the key; without a, there is none
		assertThat(all).hasSize(expected + (values.size() - 1) + 1);
		assertThat(all).noneMatch((key) -> key != null && (key.startsWith("|") || key.startsWith("(none)")));
	}

	private @Nullable Selector letter(String name) {
		return (name.length() == 1) ? (exchange) -> exchange.request().headers().getFirst(name) : null;
	}

	private static GatewayExchange letters(String a, String b) {
		return exchange(null, false, (request) -> request.withHeaders((headers) -> {
			headers.set("a", a);
			headers.set("b", b);
		}));
	}

	@Test
	void addressesOfOneNetworkAreOneKey() {
		LimitKeys keys = keys("client-ip");
		assertThat(keys.isOfAddresses()).isTrue();
		assertThat(keys("principal", "client-ip").isOfAddresses()).isFalse();
		assertThat(keys.of(from("2001:db8:1:2:3:4:5:6"))).isEqualTo(keys.of(from("2001:db8:1:2::1")))
			.isEqualTo("2001:db8:1:2::/64");
		assertThat(keys.of(from("2001:db8:1:3::1"))).isNotEqualTo("2001:db8:1:2::/64");
		assertThat(keys.of(from("::ffff:192.0.2.1"))).isEqualTo("192.0.2.1");
		assertThat(keys.of(exchange(null, false, (request) -> request))).isNull();
	}

	@Test
	void whatClientsSendIsHashedAndLongKeysAreShort() {
		String secret = "s3cret-".repeat(500);
		assertThat(keys("header:X-Key").of(with("X-Key", secret))).hasSize(44).doesNotContain("s3cret");
		assertThat(keys("header:X-Key + header:X-Key").of(with("X-Key", secret))).hasSizeLessThan(100);
		assertThat(keys("a").of(letters(secret, "b"))).hasSize(45);
	}

	@ParameterizedTest
	@ValueSource(strings = { "query:plan", "cookie:plan", "path:plan" })
	void clientsNeverChooseTheirTier(String selector) {
		Map<String, Tier> tiers = Map.of("free", Tier.of("1/1s"));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> RateLimitPolicy.builder().tiers(selector, tiers, "free").build())
			.withMessageContaining("which clients choose");
	}

	@Test
	void keysThatAreDrawnInDifferentWaysAreNeverTheSame() {
		LimitKeys keys = keys("a", "client-ip");
		String byAddress = keys.of(exchange(InetAddress.getLoopbackAddress(), false, (request) -> request));
		assertThat(byAddress).isNotNull().startsWith("(1)");
		assertThat(keys.of(letters(byAddress, "b"))).isNotEqualTo(byAddress);
		assertThat(keys.spellings(byAddress.substring(3))).contains(byAddress);
		assertThat(keys.spellings("anna+tag")).contains("anna%2btag");
	}

	@Test
	void headerWithTheTierCountsOnlyFromTrustedProxies() {
		RateLimitPolicy policy = RateLimitPolicy.builder()
			.tiers("header:X-Plan", Map.of("free", Tier.of("1/1s"), "pro", Tier.of("10/1s")), "free")
			.build();
		LimitTiers tiers = new LimitTiers(policy, new Beans(), (tier) -> new LimitCounts());
		assertThat(tiers.plan(plan("pro", false))).returns("free", LimitPlan::tier);
		assertThat(tiers.plan(plan("pro", true))).returns("pro", LimitPlan::tier);
		assertThat(tiers.plan(plan("platinum", true))).returns("free", LimitPlan::tier);
	}

	private static GatewayExchange plan(String plan, boolean trusted) {
		return exchange(null, trusted, (request) -> request.withHeaders((headers) -> headers.set("X-Plan", plan)));
	}

	@ParameterizedTest
	@CsvSource({ "7, 7", "0, 1", "999999999, 999999999", "' 5 ', 5" })
	void clientsMaySayThatRequestsCostMore(String said, long cost) {
		assertThat(cost("header:X-Cost", with("X-Cost", said))).isEqualTo(cost);
	}

	@ParameterizedTest
	@ValueSource(strings = { "-1", "1000000000", "five", "1.5", "٣", "0x10", "1e3" })
	void whatIsNoCostIsRefused(String said) {
		assertThatExceptionOfType(BadRequestException.class)
			.isThrownBy(() -> cost("header:X-Cost", with("X-Cost", said)));
	}

	@Test
	void costIsOneUnlessToldOtherwise() {
		assertThat(cost("header:X-Cost", from("192.0.2.1"))).isEqualTo(1);
		assertThat(cost("5", from("192.0.2.1"))).isEqualTo(5);
		assertThat(cost("free", from("192.0.2.1"))).isZero();
		assertThatIllegalStateException().isThrownBy(() -> cost("broken", from("192.0.2.1")))
			.withMessageContaining("bean 'broken'");
		assertThatIllegalArgumentException().isThrownBy(() -> cost("0", from("192.0.2.1")));
	}

	@ParameterizedTest
	@CsvSource({ "7, 7", "0, 0", "-1, 0", "many, 0", "'', 0", "1000000000, 999999999",
			"99999999999999999999, 999999999" })
	void servicesSayWhatResponsesCost(String said, long cost) {
		GatewayResponse response = GatewayResponse.of(HttpStatus.OK)
			.withHeaders((headers) -> headers.set("X-Cost", said));
		assertThat(LimitCosts.ofResponse("header:X-Cost", new Beans()).cost(from("192.0.2.1"), response))
			.isEqualTo(cost);
	}

	@Test
	void responseCostIsHeaderOrBean() {
		assertThatIllegalArgumentException().isThrownBy(() -> LimitCosts.ofResponse("header:", new Beans()));
		assertThatIllegalArgumentException().isThrownBy(() -> LimitCosts.ofResponse("nowhere", new Beans()))
			.withMessageContaining("name of a ResponseCost bean");
	}

	private static long cost(String text, GatewayExchange exchange) {
		return LimitCosts.ofRequest(text, new Beans()).cost(exchange);
	}

	private LimitKeys keys(String... ways) {
		return new LimitKeys(new ArrayList<>(List.of(ways)), this::letter);
	}

	private static GatewayExchange from(String address) {
		try {
			return exchange(InetAddress.getByName(address), false, (request) -> request);
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	private static GatewayExchange with(String header, String value) {
		return exchange(null, false, (request) -> request.withHeaders((headers) -> headers.set(header, value)));
	}

	private static GatewayExchange exchange(@Nullable InetAddress address, boolean trusted,
			UnaryOperator<GatewayRequest> change) {
		InetSocketAddress peer = (address != null) ? new InetSocketAddress(address, 1234) : null;
		ClientConnection client = new ClientConnection(peer, address, "http", null, trusted, "1.1");
		return GatewayExchange.of(ROUTE, change.apply(GatewayRequest.of(HttpMethod.GET, "/test")), client, Map.of(),
				Map::of);
	}

	/**
	 * The beans of these tests.
	 */
	private static final class Beans implements LimitBeans {

		@Override
		public @Nullable Selector selector(String name) {
			return null;
		}

		@Override
		public @Nullable RequestCost requestCost(String name) {
			return switch (name) {
				case "free" -> (exchange) -> 0;
				case "broken" -> (exchange) -> -1;
				default -> null;
			};
		}

		@Override
		public @Nullable ResponseCost responseCost(String name) {
			return null;
		}

	}

}
