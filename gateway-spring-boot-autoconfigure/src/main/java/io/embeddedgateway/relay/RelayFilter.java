package io.embeddedgateway.relay;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import reactor.core.publisher.Mono;

import io.embeddedgateway.Caller;
import io.embeddedgateway.ExplainedFilter;
import io.embeddedgateway.FilterEffect;
import io.embeddedgateway.ForbiddenException;
import io.embeddedgateway.GatewayException;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.ServiceUnavailableException;
import io.embeddedgateway.Template;
import io.embeddedgateway.auth.Credential;
import io.embeddedgateway.auth.TokenHash;
import io.embeddedgateway.auth.VerifiedCaller;
import io.embeddedgateway.masking.SecretNames;
import io.embeddedgateway.text.KebabCase;

/**
 * Puts what the service is told about the caller instead of what the caller sent.
 */
final class RelayFilter implements ExplainedFilter {

	// RFC 6749 §5.2, RFC 8693 §2.2.2
	private static final Set<String> OF_CALLER = Set.of("invalid_grant", "invalid_request", "invalid_target",
			"invalid_scope");

	private final RelayPolicy policy;

	private final CredentialHeaders credentials;

	private final TokenStore tokens;

	private final @Nullable TokenClient client;

	private final TokenClient.@Nullable Source source;

	private final TokenStore.Request request;

	RelayFilter(RelayPolicy policy, CredentialHeaders credentials, TokenClients clients, TokenStore tokens) {
		this.policy = policy;
		this.credentials = credentials;
		this.tokens = tokens;
		this.client = (policy.client() != null) ? clients.get(policy.client()) : null;
		this.source = (this.client != null) ? source(this.client, policy) : null;
		this.request = new TokenStore.Request(policy.token(), policy.audiences(), policy.scopes());
	}

	private static TokenClient.Source source(TokenClient client, RelayPolicy policy) {
		return (policy.token() == TokenRelay.EXCHANGE) ? client.exchange(policy.audiences(), policy.scopes())
				: client.clientCredentials(policy.audiences(), policy.scopes());
	}

	@Override
	public Mono<GatewayResponse> filter(GatewayExchange exchange, GatewayFilterChain chain) {
		if (this.client == null || this.source == null) {
			return chain.filter(told(exchange, null));
		}
		if (this.policy.token() == TokenRelay.CLIENT_CREDENTIALS) {
			return token(this.client, this.source, null, "").flatMap((token) -> chain.filter(told(exchange, token)));
		}
		VerifiedCaller verified = VerifiedCaller.of(exchange);
		Credential credential = (verified != null) ? verified.credential() : null;
		if (credential == null || !credential.kind().isToken() || credential.secret().isEmpty()) {
			return Mono.error(new ForbiddenException("there is no token of the caller that could be exchanged"));
		}
		return token(this.client, this.source, TokenHash.of(credential.secret()), credential.secret())
			.flatMap((token) -> chain.filter(told(exchange, token)));
	}

	/**
	 * Gets no token; one that the gateway would get is not shown.
	 */
	@Override
	public Mono<FilterEffect> explain(GatewayExchange exchange) {
		TokenClient client = this.client;
		if (client == null) {
			return Mono.fromSupplier(() -> told(FilterEffect.passes(told(exchange, null)), exchange));
		}
		if (this.policy.token() == TokenRelay.EXCHANGE && exchange.caller() == null) {
			return Mono.just(FilterEffect
				.refuses(new ForbiddenException("there is no token of the caller that could be exchanged")));
		}
		return Mono.fromSupplier(() -> told(FilterEffect.passes(told(exchange, SecretNames.MASK)), exchange)
			.with("client", client.name()));
	}

	private FilterEffect told(FilterEffect effect, GatewayExchange exchange) {
		List<String> withheld = this.credentials.withheld(exchange);
		return effect.with("token", (this.policy.token() != null) ? KebabCase.of(this.policy.token()) : null)
			.with("withheld", withheld.isEmpty() ? null : List.copyOf(withheld))
			.with("claims", this.policy.claims().isEmpty() ? null : this.policy.claims());
	}

	private Mono<String> token(TokenClient client, TokenClient.Source source, @Nullable TokenHash subject,
			String token) {
		return this.tokens.get(new TokenStore.Key(client.name(), this.request, subject), token, source)
			.onErrorMap((error) -> refusal(error, client));
	}

	// What a server says about the token of the caller is for the caller, all else is not
	private GatewayException refusal(Throwable error, TokenClient client) {
		boolean ofCaller = error instanceof OAuth2AuthorizationException refused
				&& this.policy.token() == TokenRelay.EXCHANGE && OF_CALLER.contains(refused.getError().getErrorCode());
		if (ofCaller) {
			return new ForbiddenException("token client '" + client.name() + "' got no token for that of the caller: "
					+ ((OAuth2AuthorizationException) error).getError().getErrorCode());
		}
		String reason = (error instanceof OAuth2AuthorizationException refused) ? refused.getError().getErrorCode()
				: error.getClass().getSimpleName();
		return new ServiceUnavailableException("The service can't be asked at the moment", null,
				"token client '" + client.name() + "' got no token: " + reason, error);
	}

	private GatewayExchange told(GatewayExchange exchange, @Nullable String token) {
		List<String> withheld = this.credentials.withheld(exchange);
		if (withheld.isEmpty() && token == null && this.policy.claims().isEmpty()) {
			return exchange;
		}
		Caller caller = exchange.caller();
		return exchange.withRequest(exchange.request().withHeaders((headers) -> {
			CredentialHeaders.remove(withheld, headers, exchange);
			if (token != null) {
				headers.setBearerAuth(token);
			}
			this.policy.claims().forEach((claim, header) -> {
				headers.remove(header);
				String value = (caller != null) ? ClaimText.of(caller, claim) : null;
				if (value != null) {
					headers.set(header, Template.Place.HEADER.escape(value));
				}
			});
		}));
	}

}
