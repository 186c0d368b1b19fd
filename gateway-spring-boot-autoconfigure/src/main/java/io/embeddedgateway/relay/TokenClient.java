package io.embeddedgateway.relay;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

import org.springframework.security.oauth2.client.endpoint.OAuth2ClientCredentialsGrantRequest;
import org.springframework.security.oauth2.client.endpoint.TokenExchangeGrantRequest;
import org.springframework.security.oauth2.client.endpoint.WebClientReactiveClientCredentialsTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.WebClientReactiveTokenExchangeTokenResponseClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AccessToken.TokenType;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/**
 * The gateway as a client of an authorization server.
 */
final class TokenClient {

	private final String name;

	private final TokenClientPolicy policy;

	private final WebClient http;

	TokenClient(String name, TokenClientPolicy policy, WebClient http) {
		this.name = name;
		this.policy = policy;
		this.http = http;
	}

	String name() {
		return this.name;
	}

	/**
	 * Prepare exchanges of tokens (RFC 8693).
	 * @param audiences for whom the tokens are to be
	 * @param scopes what they are to allow
	 * @return gets a token for that of a caller
	 */
	Source exchange(Collection<String> audiences, Set<String> scopes) {
		WebClientReactiveTokenExchangeTokenResponseClient client = new WebClientReactiveTokenExchangeTokenResponseClient();
		client.setWebClient(this.http);
		client.setParametersCustomizer(audience(audiences));
		ClientRegistration registration = registration(AuthorizationGrantType.TOKEN_EXCHANGE, scopes);
		return (subject) -> client
			.getTokenResponse(new TokenExchangeGrantRequest(registration,
					new OAuth2AccessToken(TokenType.BEARER, subject, null, null), null))
			.timeout(this.policy.timeout());
	}

	/**
	 * Prepare requests for tokens of the gateway itself (RFC 6749 §4.4).
	 * @param audiences for whom the tokens are to be
	 * @param scopes what they are to allow
	 * @return gets a token
	 */
	Source clientCredentials(Collection<String> audiences, Set<String> scopes) {
		WebClientReactiveClientCredentialsTokenResponseClient client = new WebClientReactiveClientCredentialsTokenResponseClient();
		client.setWebClient(this.http);
		client.setParametersCustomizer(audience(audiences));
		ClientRegistration registration = registration(AuthorizationGrantType.CLIENT_CREDENTIALS, scopes);
		return (subject) -> client.getTokenResponse(new OAuth2ClientCredentialsGrantRequest(registration))
			.timeout(this.policy.timeout());
	}

	private static Consumer<MultiValueMap<String, String>> audience(Collection<String> audiences) {
		return (parameters) -> new TreeSet<>(audiences).forEach((audience) -> parameters.add("audience", audience));
	}

	private ClientRegistration registration(AuthorizationGrantType grant, Set<String> scopes) {
		return ClientRegistration.withRegistrationId(this.name)
			.authorizationGrantType(grant)
			.clientAuthenticationMethod((this.policy.authentication() == TokenClientPolicy.Authentication.BASIC)
					? ClientAuthenticationMethod.CLIENT_SECRET_BASIC : ClientAuthenticationMethod.CLIENT_SECRET_POST)
			.tokenUri(this.policy.tokenUri())
			.clientId(this.policy.clientId())
			.clientSecret(this.policy.clientSecret())
			.scope(new TreeSet<>(scopes))
			.build();
	}

	/**
	 * Gets tokens.
	 */
	@FunctionalInterface
	interface Source {

		/**
		 * Get a token.
		 * @param subject the token of the caller; not looked at for those of the gateway
		 * @return what the authorization server answers
		 */
		Mono<OAuth2AccessTokenResponse> get(String subject);

	}

}
