package io.embeddedgateway.transform;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.embeddedgateway.Template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link HeaderRules}, through the policies.
 */
class HeaderRulesTests {

	private final RequestTransform request = RequestTransform.none();

	private final ResponseTransform response = ResponseTransform.none();

	@ParameterizedTest
	@ValueSource(strings = { "", "X Y", "X:Y", "X\r\nY", "Ü", "(x)", ":path" })
	void nameThatIsNoTokenIsRefused(String name) {
		String message = "'%s' has '%s', which is not the name of a header. Write letters, digits and hyphens";
		assertThatIllegalArgumentException().isThrownBy(() -> this.request.withHeader(name, "x"))
			.withMessage(message, "set-headers", name);
		assertThatIllegalArgumentException().isThrownBy(() -> this.response.withAddedHeader(name, "x"))
			.withMessage(message, "add-headers", name);
		assertThatIllegalArgumentException().isThrownBy(() -> this.response.withoutHeaders(name))
			.withMessage(message, "remove-headers", name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Connection", "Transfer-Encoding", "content-length", "UPGRADE", "TE", "Trailer",
			"Keep-Alive", "Proxy-Connection" })
	void headersOfConnectionAndFramingStayWithTheGateway(String name) {
		String message = "'%s' has '%s', which only the gateway writes. Remove it";
		assertThatIllegalArgumentException().isThrownBy(() -> this.request.withHeader(name, "x"))
			.withMessage(message, "set-headers", name);
		assertThatIllegalArgumentException().isThrownBy(() -> this.request.withAddedHeader(name, "x"))
			.withMessage(message, "add-headers", name);
		assertThatIllegalArgumentException().isThrownBy(() -> this.request.withoutHeaders(name))
			.withMessage(message, "remove-headers", name);
		assertThatIllegalArgumentException().isThrownBy(() -> this.response.withHeader(name, "x"))
			.withMessage(message, "set-headers", name);
		assertThatIllegalArgumentException().isThrownBy(() -> RespondPolicy.of(200).withHeader(name, "x"))
			.withMessage(message, "headers", name);
	}

	@Test
	void hostIsAMatterOfTheService() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.request.withHeader("host", "example.com"))
			.withMessage("'set-headers' has 'host', which only the gateway writes. Remove it, "
					+ "and write 'preserve-host: true' on the service to pass on that of the client");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Forwarded", "X-Forwarded-For", "x-forwarded-proto", "X-Forwarded-Anything" })
	void forwardedHeadersOfRequestsAreTheGatewaysOwn(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.request.withAddedHeader(name, "x"))
			.withMessage(
					"'add-headers' has '%s', which only the gateway writes. Remove it, "
							+ "and name the proxies to trust under 'gateway.trusted-proxies' to pass on what they sent",
					name);
		assertThat(this.response.withHeader(name, "x").setHeaders()).containsOnlyKeys(name);
	}

	@Test
	void oneHeaderUnderTwoSpellingsIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.request.withHeader("X-Tenant", "a").withHeader("x-tenant", "b"))
			.withMessage("'set-headers' has 'X-Tenant' and 'x-tenant', which are the same header. Remove one");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\r\nSet-Cookie: b", "a\nb", "a\0b", "ä", "\u007f" })
	void valueThatAHeaderCannotHoldIsRefused(String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.request.withHeader("X-A", value))
			.withMessage("'set-headers' has a value for 'X-A' with characters that a header can't hold. "
					+ "Write printable ASCII");
	}

	@Test
	void wildcardNeedsABeginning() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.request.withoutHeaders("*"))
			.withMessage(
					"'remove-headers' has '*', which would remove every header. Write the names, or how they start");
		assertThat(this.request.withoutHeaders("X-*").removeHeaders()).containsExactly("X-*");
		assertThatIllegalArgumentException().isThrownBy(() -> this.request.withoutHeaders("X-Forwarded-*"));
	}

	@Test
	void responsePolicyIsCheckedAndCopied() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.response.withStatus(199))
			.withMessage("Status 199 is not final. Write one from 200 to 599");
		assertThatIllegalArgumentException().isThrownBy(() -> this.response.withStatus(600))
			.withMessage("Status 600 is not final. Write one from 200 to 599");
		assertThat(this.response.withStatus(599)
			.withHeader("X-A", "{id}")
			.withAddedHeader("X-B", "b")
			.withoutHeaders("Server"))
			.isEqualTo(new ResponseTransform(599, Map.of("X-A", Template.of("{id}")), Map.of("X-B", Template.of("b")),
					List.of("Server")));
	}

}
