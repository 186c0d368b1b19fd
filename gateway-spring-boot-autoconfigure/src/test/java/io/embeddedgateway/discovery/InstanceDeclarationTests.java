package io.embeddedgateway.discovery;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import reactor.core.scheduler.Schedulers;

import io.embeddedgateway.service.Instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

class InstanceDeclarationTests {

	@ParameterizedTest
	@CsvSource({ "http://a:80, false, http", "https://a, false, https", "dns:https://orders, true, https",
			"srv:http://_http._tcp.orders, true, http", "discovery:orders, true, " })
	void declarationIsAnInstanceOrASource(String text, boolean source, @Nullable String scheme) {
		InstanceDeclaration declaration = InstanceDeclaration.of(text);
		assertThat(declaration.isSource()).isEqualTo(source);
		assertThat(declaration.scheme()).isEqualTo(scheme);
		assertThat(declaration.isRegistered()).isEqualTo(scheme == null);
	}

	@Test
	void sourceIsNoInstanceAndTheOtherWayRound() {
		assertThatIllegalArgumentException().isThrownBy(() -> InstanceDeclaration.of("dns:http://orders").instance());
		DnsDiscovery dns = new DnsDiscovery(() -> {
			throw new IllegalStateException();
		}, (builder) -> {
		}, Schedulers.immediate());
		assertThatIllegalStateException().isThrownBy(() -> InstanceDeclaration.of("http://a").source(dns, () -> {
			throw new IllegalStateException();
		}, DiscoveryPolicy.DEFAULT)).withMessage("'http://a' is an instance");
	}

	@ParameterizedTest
	@CsvSource({ "10.0.0.2, 10.0.0.2, 53", "10.0.0.2:5353, 10.0.0.2, 5353", "::1, ::1, 53", "[::1]:5353, ::1, 5353" })
	void nameServerHasAnAddressAndAPort(String text, String address, int port) {
		assertThat(NameServer.of(text).address()).isEqualTo(new InetSocketAddress(address, port));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "dns.internal", "10.0.0.2:", "10.0.0.2:0", "10.0.0.2:65536", "10.0.0.2:x", ":53" })
	void whatIsNoNameServerIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> NameServer.of(text))
			.withMessageContaining("'" + text + "' is no address of a server of DNS");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", "_http._tcp.orders", "http://", "http://a..b", "http://a:80", "http://a/b", "ftp://a" })
	void whatIsNoNameOfServersIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> SrvName.of(text))
			.withMessageStartingWith("'srv:" + text + "' is no name of SRV records");
	}

	@Test
	void nameOfServersIsInLowerCaseWithoutDot() {
		assertThat(SrvName.of("HTTPS://_http._TCP.Orders.")).isEqualTo(new SrvName("https", "_http._tcp.orders"))
			.hasToString("srv:https://_http._tcp.orders");
	}

	@Test
	void bindsFromShortAndFullFormInOneList() {
		List<InstanceDeclaration> instances = bind(
				Map.of("instances[0]", "http://a:8080", "instances[1].uri", "http://b:8080", "instances[1].weight", "2",
						"instances[1].zone", "eu-west-1b", "instances[1].metadata.rack", "7"));
		assertThat(instances).map(InstanceDeclaration::instance)
			.containsExactly(Instance.of("http://a:8080"),
					new Instance(URI.create("http://b:8080"), 2, "eu-west-1b", 0, Map.of("rack", "7")));
	}

	@Test
	void bindsFromCommaSeparatedText() {
		assertThat(bind(Map.of("instances", "http://a:8080, http://b:8080"))).map(InstanceDeclaration::instance)
			.containsExactly(Instance.of("http://a:8080"), Instance.of("http://b:8080"));
	}

	@ParameterizedTest
	@CsvSource({ "instances[0].weight, 2, An instance has no uri",
			"instances[0].uri, localhost:8081, 'has no scheme; write http://localhost:8081'",
			"instances[0], localhost:8081, 'has no scheme; write http://localhost:8081'" })
	void bindingReportsWhatIsWrong(String key, String value, String message) {
		assertThat(catchThrowable(() -> bind(Map.of(key, value)))).hasStackTraceContaining(message);
	}

	private static List<InstanceDeclaration> bind(Map<String, String> properties) {
		return new Binder(new MapConfigurationPropertySource(properties))
			.bind("instances", Bindable.listOf(InstanceDeclaration.class))
			.get();
	}

}
