package io.embeddedgateway.transform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

import io.embeddedgateway.Template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the policies as they are bound from YAML.
 */
class TransformBindingTests {

	@Test
	void everythingIsBoundByItsKey() {
		TransformPolicy policy = bind(TransformPolicy.class, """
				request:
				  strip-prefix: 1
				  prefix: /v1
				  set-query: {limit: "10", "[user.name]": "{principal}"}
				  remove-query: debug, trace
				  set-headers: {X-Tenant: "{claim.tenant}"}
				  add-headers: {X_Seen-By: gateway}
				  remove-headers: Cookie, X-Internal-*
				  method: POST
				response:
				  status: 202
				  set-headers: {X-A: a}
				  add-headers: {X-B: b}
				  remove-headers: Server
				""");
		assertThat(policy).isEqualTo(TransformPolicy.of(new RequestTransform(null, 1, "/v1",
				Map.of("limit", Template.of("10"), "user.name", Template.of("{principal}")), List.of("debug", "trace"),
				Map.of("X-Tenant", Template.of("{claim.tenant}")), Map.of("X_Seen-By", Template.of("gateway")),
				List.of("Cookie", "X-Internal-*"), HttpMethod.POST),
				new ResponseTransform(202, Map.of("X-A", Template.of("a")), Map.of("X-B", Template.of("b")),
						List.of("Server"))));
	}

	@Test
	void whatIsMissingHasItsDefault() {
		assertThat(bind(TransformPolicy.class, "request: {path: \"/v1/{rest}\"}"))
			.isEqualTo(TransformPolicy.of(RequestTransform.none().withPath("/v1/{rest}")));
		assertThat(bind(TransformPolicy.class, "response: {status: 202}"))
			.isEqualTo(TransformPolicy.of(ResponseTransform.none().withStatus(202)));
		assertThat(bind(RedirectPolicy.class, "to: /new")).isEqualTo(RedirectPolicy.of("/new"));
		assertThat(bind(RespondPolicy.class, "body: pong")).isEqualTo(RespondPolicy.of("pong"));
	}

	@Test
	void answersHaveAShortAndAFullForm() {
		assertThat(bind(Ends.class, """
				redirect: /new/{rest}
				respond: 410
				""")).isEqualTo(new Ends(RedirectPolicy.of("/new/{rest}"), RespondPolicy.of(410)));
		assertThat(bind(Ends.class, """
				redirect: {to: "/new/{rest}", status: 301}
				respond: {status: 503, body: "{}", content-type: application/json, headers: {Retry-After: "120"}}
				""")).isEqualTo(new Ends(RedirectPolicy.of("/new/{rest}").withStatus(301),
				RespondPolicy.of(503)
					.withBody("{}")
					.withContentType(MediaType.APPLICATION_JSON)
					.withHeader("Retry-After", "120")));
		assertThat(bind(Ends.class, "respond: pong")).isEqualTo(new Ends(null, RespondPolicy.of("pong")));
	}

	@Test
	void mistakeTellsWhatToWrite() {
		assertThatExceptionOfType(BindException.class).isThrownBy(() -> bind(RedirectPolicy.class, "status: 301"))
			.havingRootCause()
			.withMessage("'to' is missing. Write where to redirect to, like '/new/{rest}'");
		assertThatExceptionOfType(BindException.class)
			.isThrownBy(() -> bind(TransformPolicy.class, "request: {set-headers: {Host: x}}"))
			.havingRootCause()
			.withMessageStartingWith("'set-headers' has 'Host', which only the gateway writes.");
	}

	private static <T> T bind(Class<T> type, String yaml) {
		MutablePropertySources sources = new MutablePropertySources();
		String indented = "test:\n" + yaml.indent(2);
		ByteArrayResource resource = new ByteArrayResource(indented.getBytes(StandardCharsets.UTF_8));
		try {
			new YamlPropertySourceLoader().load("test", resource).forEach(sources::addLast);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return new Binder(ConfigurationPropertySources.from(sources)).bind("test", Bindable.of(type)).get();
	}

	record Ends(@Nullable RedirectPolicy redirect, @Nullable RespondPolicy respond) {

	}

}
