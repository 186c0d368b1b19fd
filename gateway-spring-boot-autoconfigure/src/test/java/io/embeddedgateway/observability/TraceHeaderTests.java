package io.embeddedgateway.observability;

import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

import io.embeddedgateway.ClientConnection;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.Route;
import io.embeddedgateway.masking.MaskedUris;
import io.embeddedgateway.masking.SecretNames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The header that tells the way of a request, and who gets it.
 */
class TraceHeaderTests {

	private static final MaskedUris URIS = new MaskedUris(SecretNames.COMMON);

	@Test
	void textIsShortAndAsciiWhateverTheNames() {
		String id = "\u00e4\"\r\n<script>".repeat(50);
		Route route = Route.builder(id).path("/a/**").toUri("http://localhost:1");
		RequestRecord request = record(route);
		String few = TraceText.of(request, "auth", List.of("auth", "forward"), URIS);
		assertThat(few)
			.contains("\"filters\":[\"auth\",\"forward\"]", "\"why\":\"path /a/**\"", "\"attempts\":0",
					"\"answeredBy\":\"auth\"")
			.doesNotContain("termination");
		String many = TraceText.of(request, id, Collections.nCopies(1000, id), URIS);
		assertThat(many).hasSizeLessThan(4096).contains("\"truncated\":true").doesNotContain("filters");
		assertThat(few + many).matches("[ -~]*");
	}

	@Test
	void addressAndSecretBothCount() throws Exception {
		TraceHeaderPolicy address = TraceHeaderPolicy.of("10.0.0.0/8, ::1");
		assertThat(address.trusts("1", from("10.1.2.3"))).isTrue();
		assertThat(address.trusts("1", from("::1"))).isTrue();
		assertThat(address.trusts("0", from("10.1.2.3"))).isFalse();
		assertThat(address.trusts("1", from("11.1.2.3"))).isFalse();
		TraceHeaderPolicy both = new TraceHeaderPolicy(address.addresses(), TraceSecret.of("0123456789abcdef"));
		assertThat(both.trusts("0123456789abcdef", from("10.1.2.3"))).isTrue();
		assertThat(both.trusts("1", from("10.1.2.3"))).isFalse();
		assertThat(both.trusts("0123456789abcdef", from("11.1.2.3"))).isFalse();
		TraceHeaderPolicy secret = new TraceHeaderPolicy(List.of(), TraceSecret.of("0123456789abcdef"));
		assertThat(secret.trusts("0123456789abcdef", from("11.1.2.3"))).isTrue();
		assertThat(secret.toString()).doesNotContain("0123456789abcdef");
	}

	@Test
	void policyThatTrustsEverybodyIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new TraceHeaderPolicy(List.of(), null))
			.withMessageContaining("'addresses' nor 'secret'");
		assertThatIllegalArgumentException().isThrownBy(() -> TraceHeaderPolicy.of("everywhere"));
		assertThatIllegalArgumentException().isThrownBy(() -> TraceSecret.of("short-secret"))
			.withMessageNotContaining("short-secret");
		assertThatIllegalArgumentException().isThrownBy(() -> TraceSecret.of("0123456789 abcdef"));
	}

	private static RequestRecord record(Route route) {
		return new RequestRecord(GatewayExchange.of(route, GatewayRequest.of(HttpMethod.GET, "/a/b")),
				System.nanoTime());
	}

	private static GatewayExchange from(String address) throws Exception {
		Route route = Route.builder("a").path("/a").toUri("http://localhost:1");
		ClientConnection client = new ClientConnection(null, InetAddress.getByName(address), "http", "localhost", false,
				"1.1");
		return GatewayExchange.of(route, GatewayRequest.of(HttpMethod.GET, "/a"), client, Map.of(), Map::of);
	}

}
