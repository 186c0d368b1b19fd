package io.embeddedgateway.limits;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import io.embeddedgateway.ClientConnection;
import io.embeddedgateway.ForbiddenException;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.Route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The rules about addresses, as a function.
 */
class AddressFilterTests {

	@ParameterizedTest
	@CsvSource({ "10.0.0.1, true", "10.8.255.255, true", "10.9.0.1, false", "11.0.0.1, false", "::1, true",
			"::2, false", "::ffff:10.0.0.1, true", "::ffff:10.9.0.1, false", "::ffff:11.0.0.1, false" })
	void whatIsDeniedGoesBeforeWhatIsAllowed(String address, boolean allowed) {
		check(AddressPolicy.of("10.0.0.0/8, ::1").butNot("10.9.0.0/16"), address, allowed);
	}

	@ParameterizedTest
	@CsvSource({ "10.9.0.1, false", "10.8.0.1, true", "2001:db8::1, true" })
	void anyOtherAddressIsAllowedWhereSomeAreDenied(String address, boolean allowed) {
		check(AddressPolicy.deny("10.9.0.0/16"), address, allowed);
	}

	@Test
	void unknownAddressIsRefusedWhereThereAreRules() {
		check(AddressPolicy.of("0.0.0.0/0, ::/0"), null, false);
		check(AddressPolicy.deny("10.9.0.0/16"), null, false);
	}

	@Test
	void routeWithoutRulesHasNoFilter() {
		Route plain = Route.builder("a").path("/**").toLocal();
		Route none = Route.builder("a").path("/**").with(AddressPolicy.of("none")).toLocal();
		assertThat(new AddressFeature().filterFor(plain)).isNull();
		assertThat(new AddressFeature().filterFor(none)).isNull();
	}

	@Test
	void rulesThatLetNobodyInAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new AddressPolicy(List.of(), List.of()))
			.withMessageContaining("'allow' is empty");
		assertThatIllegalArgumentException().isThrownBy(() -> AddressPolicy.of(" "))
			.withMessageContaining("is not an IP address");
		assertThatIllegalArgumentException().isThrownBy(() -> AddressPolicy.of("localhost"))
			.withMessageContaining("'localhost' is not an IP address");
	}

	private static void check(AddressPolicy policy, @Nullable String address, boolean allowed) {
		Route route = Route.builder("a").path("/**").with(policy).toLocal();
		ClientConnection client = new ClientConnection(null, (address != null) ? parse(address) : null, "http", null,
				false, "1.1");
		GatewayExchange exchange = GatewayExchange.of(route, GatewayRequest.of(HttpMethod.GET, "/"), client, Map.of(),
				Map::of);
		GatewayFilter filter = new AddressFeature().filterFor(route);
		assertThat(filter).isNotNull();
		StepVerifier.FirstStep<GatewayResponse> response = StepVerifier
			.create(filter.filter(exchange, (any) -> Mono.just(GatewayResponse.of(HttpStatus.OK))));
		if (allowed) {
			response.expectNextCount(1).expectComplete().verify(Duration.ofSeconds(5));
		}
		else {
			response
				.expectErrorSatisfies((error) -> assertThat(error).isInstanceOfSatisfying(ForbiddenException.class,
						(refused) -> assertThat(refused.detail()).doesNotContain("address")))
				.verify(Duration.ofSeconds(5));
		}
	}

	private static InetAddress parse(String address) {
		try {
			return InetAddress.getByName(address);
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

}
