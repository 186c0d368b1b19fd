package io.embeddedgateway.auth;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import reactor.core.Fuseable;
import reactor.core.publisher.Mono;

/**
 * Vouches for callers by their tokens, whatever kind of tokens these are. It asks its
 * verifier once for each token, remembers the answer for a while, and checks the proof
 * that a token is bound to with each request.
 */
public final class TokenProvider implements AuthProvider {

	private final String name;

	private final @Nullable String issuer;

	private final TokenVerifier verifier;

	private final TokenBinding binding;

	private final Duration remember;

	private final TokenCache cache;

	private final Map<String, SenderConstraint> constraints = new HashMap<>();

	private final List<Challenge> challenges;

	private final List<Challenge> furtherChallenges;

	/**
	 * Create a provider.
	 * @param name the name by which routes refer to it
	 * @param issuer the issuer whose tokens are its own, or {@code null} if it looks at
	 * those of anybody else
	 * @param verifier says whom a token stands for
	 * @param binding to what tokens have to be bound
	 * @param remember how long a verified token is remembered at most; zero for not at
	 * all
	 * @param cache where tokens are remembered
	 * @param constraints check the proofs that tokens are bound to
	 */
	public TokenProvider(String name, @Nullable String issuer, TokenVerifier verifier, TokenBinding binding,
			Duration remember, TokenCache cache, Collection<? extends SenderConstraint> constraints) {
		this.name = name;
		this.issuer = issuer;
		this.verifier = verifier;
		this.binding = binding;
		this.remember = remember;
		this.cache = cache;
		constraints.forEach((constraint) -> this.constraints.put(constraint.confirmation(), constraint));
		SenderConstraint key = this.constraints.get(TokenBinding.KEY_MEMBER);
		List<Challenge> bound = (key != null) ? key.challenges() : List.of();
		List<Challenge> offered = new ArrayList<>();
		if (binding != TokenBinding.DPOP) {
			offered.add(Challenge.of("Bearer"));
		}
		if (binding == TokenBinding.DPOP || binding == TokenBinding.ANY) {
			offered.addAll(bound);
		}
		this.challenges = offered;
		this.furtherChallenges = bound;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public CredentialKind kind() {
		return (this.issuer != null) ? CredentialKind.ISSUED_TOKEN : CredentialKind.TOKEN;
	}

	@Override
	public List<Challenge> challenges() {
		return this.challenges;
	}

	@Override
	public List<Challenge> furtherChallenges() {
		return this.furtherChallenges;
	}

	@Override
	public boolean accepts(Credentials credentials) {
		if (!credentials.isToken()) {
			return false;
		}
		// What is remembered was accepted before, and need not be read again
		return this.issuer == null || remembered(credentials) != null || this.issuer.equals(credentials.issuer());
	}

	private @Nullable VerifiedCaller remembered(Credentials credentials) {
		VerifiedCaller known = credentials.known(this.cache);
		return (known != null && known.caller().provider().equals(this.name)) ? known : null;
	}

	@Override
	public Mono<VerifiedCaller> authenticate(Credentials credentials) {
		VerifiedCaller known = remembered(credentials);
		if (known != null) {
			return Mono.just(bound(known, credentials));
		}
		credentials.checkToken();
		Mono<VerifiedCaller> verified = this.verifier.verify(credentials.value());
		if (verified instanceof Fuseable.ScalarCallable<?> ready) {
			return atOnce(ready, credentials);
		}
		if (!credentials.areUsed()) {
			return verified.map((caller) -> bound(caller.of(this.name), credentials));
		}
		return this.cache.once(credentials.hash(), this.name, verified)
			.map((caller) -> bound(remember(caller, credentials), credentials));
	}

	// Who is known without a wait stays so, for those who ask
	private Mono<VerifiedCaller> atOnce(Fuseable.ScalarCallable<?> ready, Credentials credentials) {
		VerifiedCaller caller;
		try {
			caller = (VerifiedCaller) ready.call();
		}
		catch (Exception ex) {
			return Mono.error(ex);
		}
		return (caller != null) ? Mono.just(bound(remember(caller, credentials), credentials)) : Mono.empty();
	}

	private VerifiedCaller remember(VerifiedCaller verified, Credentials credentials) {
		// Whoever verified it: this provider vouches for the caller
		VerifiedCaller caller = verified.of(this.name);
		if (credentials.areUsed()) {
			this.cache.put(credentials.hash(), caller, this.remember);
		}
		return caller;
	}

	private VerifiedCaller bound(VerifiedCaller caller, Credentials credentials) {
		Map<String, Object> confirmation = caller.confirmation();
		if (!this.binding.isMetBy(confirmation)) {
			throw new InvalidCredentialsException("the token is not bound to its sender");
		}
		if (credentials.scheme().equals(Credentials.DPOP) && !confirmation.containsKey(TokenBinding.KEY_MEMBER)) {
			throw new InvalidCredentialsException("the token is not bound to a key");
		}
		confirmation.forEach((member, expected) -> {
			SenderConstraint constraint = this.constraints.get(member);
			if (constraint == null || !(expected instanceof String text)) {
				throw new InvalidCredentialsException("the token is bound to something that can't be checked");
			}
			constraint.check(credentials, text);
		});
		return caller;
	}

}
