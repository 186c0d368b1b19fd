package io.embeddedgateway.sample;

import java.util.List;
import java.util.Map;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.web.SecurityFilterChain;

/**
 * The beans of the authorization server: two clients and one key, all of them made for
 * the demo. Not found by the gateway, in whose context they would be out of place.
 */
@EnableWebSecurity
class DemoAuthorization {

	private static final Map<String, String> PLANS = Map.of("anna", "pro", "bert", "free");

	@Bean
	SecurityFilterChain endpoints(HttpSecurity http) {
		http.oauth2AuthorizationServer((server) -> http.securityMatcher(server.getEndpointsMatcher()));
		http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated());
		return http.build();
	}

	@Bean
	RegisteredClientRepository clients() {
		return new InMemoryRegisteredClientRepository(List.of(client("anna", "orders.read"), client("bert", "prices")));
	}

	private static RegisteredClient client(String id, String scope) {
		return RegisteredClient.withId(id)
			.clientId(id)
			.clientSecret("{noop}" + id + "-secret")
			.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
			.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
			.scope(scope)
			.build();
	}

	@Bean
	OAuth2TokenCustomizer<JwtEncodingContext> plans() {
		return (context) -> context.getClaims()
			.audience(List.of("sample-gateway"))
			.claim("plan", PLANS.getOrDefault(context.getRegisteredClient().getClientId(), "free"));
	}

	@Bean
	JWKSource<SecurityContext> keys() throws JOSEException {
		return new ImmutableJWKSet<>(new JWKSet(new RSAKeyGenerator(2048).keyIDFromThumbprint(true).generate()));
	}

	@Bean
	AuthorizationServerSettings settings(Issuer issuer) {
		return AuthorizationServerSettings.builder().issuer(issuer.uri()).build();
	}

	/**
	 * The name of the authorization server, under which it is found as well.
	 *
	 * @param uri the name
	 */
	record Issuer(String uri) {
	}

}
