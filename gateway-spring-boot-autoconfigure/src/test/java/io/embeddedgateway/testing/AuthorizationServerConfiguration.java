package io.embeddedgateway.testing;

import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.OAuth2TokenFormat;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.web.SecurityFilterChain;

/**
 * What the authorization server of the tests knows: the client {@code service}, whose
 * tokens are signed with RS256, {@code curve} with ES256, {@code reference}, whose tokens
 * say nothing by themselves, and {@code gateway}, which asks about tokens and exchanges
 * them.
 */
@EnableWebSecurity
@Configuration(proxyBeanMethods = false)
class AuthorizationServerConfiguration {

	/**
	 * The secret of every client, after its id.
	 */
	static final String SECRET = "-secret";

	@Bean
	SecurityFilterChain chain(HttpSecurity http) {
		OAuth2AuthorizationServerConfigurer server = new OAuth2AuthorizationServerConfigurer();
		return http.securityMatcher(server.getEndpointsMatcher())
			.with(server, Customizer.withDefaults())
			.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
			.csrf((csrf) -> csrf.disable())
			.build();
	}

	@Bean
	AuthorizationServerSettings settings() {
		return AuthorizationServerSettings.builder().build();
	}

	@Bean
	RegisteredClientRepository clients() {
		return new InMemoryRegisteredClientRepository(client("service", OAuth2TokenFormat.SELF_CONTAINED),
				client("curve", OAuth2TokenFormat.SELF_CONTAINED), client("reference", OAuth2TokenFormat.REFERENCE),
				client("gateway", OAuth2TokenFormat.SELF_CONTAINED));
	}

	private static RegisteredClient client(String id, OAuth2TokenFormat format) {
		return RegisteredClient.withId(id)
			.clientId(id)
			.clientSecret("{noop}" + id + SECRET)
			.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
			.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
			.authorizationGrantType(AuthorizationGrantType.TOKEN_EXCHANGE)
			.scope("orders.read")
			.scope("orders.write")
			.tokenSettings(TokenSettings.builder()
				.accessTokenFormat(format)
				.accessTokenTimeToLive(Duration.ofMinutes(5))
				.build())
			.build();
	}

	// Tokens are exchanged for whoever the principal is, which clients are not by default
	@Bean
	OAuth2AuthorizationService authorizations() {
		InMemoryOAuth2AuthorizationService all = new InMemoryOAuth2AuthorizationService();
		return new OAuth2AuthorizationService() {

			@Override
			public void save(OAuth2Authorization authorization) {
				Authentication principal = UsernamePasswordAuthenticationToken
					.authenticated(authorization.getPrincipalName(), null, List.of());
				all.save(OAuth2Authorization.from(authorization)
					.attributes((attributes) -> attributes.putIfAbsent(Principal.class.getName(), principal))
					.build());
			}

			@Override
			public void remove(OAuth2Authorization authorization) {
				all.remove(authorization);
			}

			@Override
			public OAuth2Authorization findById(String id) {
				return all.findById(id);
			}

			@Override
			public OAuth2Authorization findByToken(String token, OAuth2TokenType type) {
				return all.findByToken(token, type);
			}

		};
	}

	@Bean
	Keys keys() {
		return new Keys();
	}

	@Bean
	JWKSource<SecurityContext> source(Keys keys) {
		return (selector, context) -> selector.select(new JWKSet(keys.all()));
	}

	@Bean
	NimbusJwtEncoder encoder(JWKSource<SecurityContext> source) {
		NimbusJwtEncoder encoder = new NimbusJwtEncoder(source);
		encoder.setJwkSelector((keys) -> keys.get(0));
		return encoder;
	}

	@Bean
	OAuth2TokenCustomizer<JwtEncodingContext> claims() {
		return (context) -> {
			String client = context.getRegisteredClient().getClientId();
			if (client.equals("curve")) {
				context.getJwsHeader().algorithm(SignatureAlgorithm.ES256);
			}
			context.getClaims().audience(List.of("api")).claim("client_id", client);
			context.getClaims().claim("realm_access", Map.of("roles", List.of("clerk")));
		};
	}

	/**
	 * The keys, the newest first.
	 */
	static final class Keys {

		private final List<JWK> keys = new CopyOnWriteArrayList<>();

		Keys() {
			rotate(false);
		}

		List<JWK> all() {
			return List.copyOf(this.keys);
		}

		void rotate(boolean keepOld) {
			try {
				List<JWK> now = new ArrayList<>();
				now.add(new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate());
				now.add(new ECKeyGenerator(Curve.P_256).keyID(UUID.randomUUID().toString()).generate());
				List<JWK> old = all();
				this.keys.addAll(0, now);
				if (!keepOld) {
					this.keys.removeAll(old);
				}
			}
			catch (JOSEException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
