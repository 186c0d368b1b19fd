package io.embeddedgateway.autoconfigure;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.oauth2.server.resource.introspection.ReactiveOpaqueTokenIntrospector;

import io.embeddedgateway.auth.jwt.JwtPolicy;
import io.embeddedgateway.auth.jwt.JwtVerifiers;
import io.embeddedgateway.auth.opaque.OpaquePolicy;
import io.embeddedgateway.autoconfigure.strict.Problems;
import io.embeddedgateway.relay.TokenClientPolicy;

/**
 * Checks the providers of callers who bring tokens.
 */
final class TokenProvidersCheck {

	private static final Log logger = LogFactory.getLog(TokenProvidersCheck.class);

	private static final String DECIDES = "decides which tokens are valid";

	private final ListableBeanFactory beans;

	private final Problems problems;

	private final Map<String, String> issuers = new HashMap<>();

	TokenProvidersCheck(ListableBeanFactory beans, Problems problems) {
		this.beans = beans;
		this.problems = problems;
	}

	void check(String path, TokenClientPolicy client) {
		warnIfPlain(path, client.tokenUri(), "learns the secret and all tokens");
	}

	void check(String path, AuthProviderProperties provider) {
		if (provider.jwt() != null) {
			check(path + ".jwt", provider.jwt());
		}
		if (provider.opaque() != null) {
			check(path + ".opaque", provider.opaque());
		}
	}

	private void check(String path, JwtPolicy policy) {
		this.problems.addIfEmptied(path + ".audiences", policy.audiences());
		this.problems.addIfEmptied(path + ".algorithms", policy.algorithms());
		List<String> sources = policy.keySources();
		checkOne(path, sources, "decoder", ReactiveJwtDecoder.class,
				"has no keys. Write 'issuer-uri', 'jwk-set-uri' or 'public-key'");
		String issuer = policy.expectedIssuer();
		boolean keys = policy.jwkSetUri() != null || policy.publicKey() != null;
		if (keys && issuer == null) {
			this.problems.add(path,
					"has no 'issuer'. Write what the claim 'iss' of its tokens has to be, as whoever makes them spells it");
		}
		if (issuer != null) {
			String other = this.issuers.putIfAbsent(issuer, path);
			if (other != null) {
				this.problems.add(path,
						"has the issuer of '" + other + "', so nobody could tell whose a token is. Keep one");
			}
		}
		try {
			JwtVerifiers.checkPublicKey(policy, new DefaultResourceLoader());
		}
		catch (IllegalArgumentException ex) {
			this.problems.add(path + ".public-key", String.valueOf(ex.getMessage()));
		}
		checkBean(path + ".decoder", policy.decoder(), ReactiveJwtDecoder.class);
		warnIfPlain(path, policy.issuerUri(), DECIDES);
		warnIfPlain(path, policy.jwkSetUri(), DECIDES);
	}

	private void check(String path, OpaquePolicy policy) {
		this.problems.addIfEmptied(path + ".audiences", policy.audiences());
		checkOne(path, policy.sources(), "introspector", ReactiveOpaqueTokenIntrospector.class,
				"has nobody to ask. Write 'introspection-uri', 'introspector' or 'manager'");
		checkBean(path + ".introspector", policy.introspector(), ReactiveOpaqueTokenIntrospector.class);
		checkBean(path + ".manager", policy.manager(), ReactiveAuthenticationManager.class);
		warnIfPlain(path, policy.introspectionUri(), DECIDES);
	}

	private void checkOne(String path, List<String> sources, String property, Class<?> type, String none) {
		if (sources.size() > 1) {
			this.problems.add(path, "has '" + String.join("' and '", sources) + "'. Keep one");
		}
		if (!sources.isEmpty() || this.problems.failed(path)) {
			return;
		}
		Set<String> names = NamedBeans.names(this.beans, type);
		if (names.isEmpty()) {
			this.problems.add(path, none);
		}
		else if (names.size() > 1) {
			this.problems.add(path, "does not say which " + type.getSimpleName() + " counts. Write '" + property
					+ "' with one of " + names);
		}
	}

	private void checkBean(String path, @Nullable String name, Class<?> type) {
		String mistake = (name != null) ? NamedBeans.mistake(this.beans, name, type) : null;
		if (mistake != null) {
			this.problems.add(path, mistake);
		}
	}

	private static void warnIfPlain(String path, @Nullable String uri, String danger) {
		if (uri != null && uri.regionMatches(true, 0, "http:", 0, 5) && !isLoopback(URI.create(uri).getHost())) {
			logger.warn(path + " is asked without TLS at " + uri + ": whoever is in between " + danger
					+ ". Write 'https:'");
		}
	}

	private static boolean isLoopback(String host) {
		boolean address = host.startsWith("[") || Character.isDigit(host.charAt(0));
		try {
			return host.equals("localhost") || (address && InetAddress.getByName(host).isLoopbackAddress());
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

}
