package io.embeddedgateway.auth;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import reactor.core.Fuseable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import io.embeddedgateway.BadRequestException;
import io.embeddedgateway.Caller;
import io.embeddedgateway.ExplainedFilter;
import io.embeddedgateway.FilterEffect;
import io.embeddedgateway.ForbiddenException;
import io.embeddedgateway.GatewayException;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.ServiceUnavailableException;
import io.embeddedgateway.UnauthorizedException;

/**
 * Finds out who is calling, and lets the caller in or not. What is known already costs no
 * more than a few calls; whatever can't be decided, in time and without an error, keeps
 * the caller out.
 */
final class AuthFilter implements ExplainedFilter {

	private static final Log logger = LogFactory.getLog(AuthFilter.class);

	private final AuthPolicy policy;

	private final RouteProviders providers;

	private final AccessCheck access;

	private final boolean application;

	private final boolean local;

	private final Set<String> scopes;

	private final Limit limit;

	private final AuthCounts counts;

	AuthFilter(AuthPolicy policy, RouteProviders providers, AccessCheck access, boolean application, boolean local,
			Limit limit, AuthCounts counts) {
		this.limit = limit;
		this.counts = counts;
		this.policy = policy;
		this.providers = providers;
		this.access = access;
		this.application = application;
		this.local = local;
		this.scopes = AccessRules.scopes(policy);
	}

	@Override
	public Mono<GatewayResponse> filter(GatewayExchange exchange, GatewayFilterChain chain) {
		Caller known = exchange.caller();
		if (known != null) {
			// The request was led here from another route, which has found that out
			return isAllowed(known) ? enter(known, exchange, chain) : Mono.error(unknown(exchange, null));
		}
		Mono<VerifiedCaller> caller = this.application
				? SpringCaller.ofApplication().switchIfEmpty(Mono.defer(() -> authenticate(exchange)))
				: authenticate(exchange);
		if (caller instanceof Fuseable.ScalarCallable<?> ready) {
			return answered((VerifiedCaller) value(ready, exchange), exchange, chain);
		}
		return limited(caller, exchange).singleOptional()
			.flatMap((answer) -> answered(answer.orElse(null), exchange, chain));
	}

	/**
	 * Does what is done with requests, but counts nothing, keeps no proof of possession
	 * and takes nobody for the caller who only asks.
	 */
	@Override
	public Mono<FilterEffect> explain(GatewayExchange exchange) {
		AuthFilter unnoticed = new AuthFilter(this.policy, this.providers, this.access, this.application, this.local,
				this.limit, new AuthCounts(Set.of()));
		Credentials.lookAt(exchange);
		return FilterEffect.of(unnoticed, exchange)
			.map((effect) -> AuthEffect.of(effect, this.policy, exchange))
			.contextWrite(ReactiveSecurityContextHolder.clearContext());
	}

	private Mono<VerifiedCaller> authenticate(GatewayExchange exchange) {
		try {
			return this.providers.authenticate(Credentials.of(asReceived(exchange)));
		}
		catch (RuntimeException ex) {
			throw refusal(ex, exchange);
		}
	}

	// What another route wrote for its service says nothing about the caller
	private static GatewayExchange asReceived(GatewayExchange exchange) {
		return exchange.isLed() ? exchange.withRequest(exchange.received()) : exchange;
	}

	private boolean isAllowed(Caller caller) {
		return this.policy.providers().isEmpty() || this.policy.providers().contains(caller.provider());
	}

	private Mono<GatewayResponse> answered(@Nullable VerifiedCaller caller, GatewayExchange exchange,
			GatewayFilterChain chain) {
		if (caller != null) {
			return enter(caller.caller(), caller.in(exchange), chain);
		}
		if (this.policy.caller() != CallerMode.OPTIONAL) {
			return Mono.error(unknown(exchange, null));
		}
		this.counts.add(null, AuthOutcome.MISSING);
		return chain.filter(exchange);
	}

	private Mono<GatewayResponse> enter(Caller caller, GatewayExchange exchange, GatewayFilterChain chain) {
		Mono<Boolean> access = access(caller, exchange);
		if (access instanceof Fuseable.ScalarCallable<?> ready) {
			return Boolean.TRUE.equals(value(ready, exchange)) ? proceed(caller, exchange, chain)
					: Mono.error(denied(caller, exchange));
		}
		return limited(access, exchange).defaultIfEmpty(false)
			.flatMap((granted) -> granted ? proceed(caller, exchange, chain) : Mono.error(denied(caller, exchange)));
	}

	private Mono<Boolean> access(Caller caller, GatewayExchange exchange) {
		try {
			return this.access.check(caller, exchange);
		}
		catch (RuntimeException ex) {
			throw refusal(ex, exchange);
		}
	}

	private Mono<GatewayResponse> proceed(Caller caller, GatewayExchange exchange, GatewayFilterChain chain) {
		this.counts.add(caller, AuthOutcome.GRANTED);
		if (!this.local || caller.provider().equals(Caller.APPLICATION)) {
			return chain.filter(exchange);
		}
		Authentication authentication = CallerAuthentication.of(caller, exchange);
		exchange.attribute(GatewayExchange.PRINCIPAL, authentication);
		return chain.filter(exchange).contextWrite(ReactiveSecurityContextHolder.withAuthentication(authentication));
	}

	private <T> Mono<T> limited(Mono<T> answer, GatewayExchange exchange) {
		return answer.timeout(this.limit.time(), this.limit.scheduler())
			.onErrorMap((error) -> refusal(error, exchange));
	}

	private <T> @Nullable T value(Fuseable.ScalarCallable<T> ready, GatewayExchange exchange) {
		try {
			return ready.call();
		}
		catch (Exception ex) {
			throw refusal(ex, exchange);
		}
	}

	private GatewayException refusal(Throwable error, GatewayExchange exchange) {
		if (error instanceof InvalidCredentialsException invalid) {
			if (logger.isDebugEnabled()) {
				logger.debug(exchange + " has " + invalid.getMessage(), invalid.getCause());
			}
			return unknown(exchange, invalid);
		}
		if (error instanceof GatewayException gateway) {
			return gateway;
		}
		this.counts.add(null, AuthOutcome.FAILED);
		String reason = (error instanceof TimeoutException)
				? "it took longer than " + this.limit.time().toMillis() + " ms" : error.toString();
		return new ServiceUnavailableException("The credentials can't be checked at the moment", null,
				"could not find out whether the caller may go on: " + reason, error);
	}

	private GatewayException unknown(GatewayExchange exchange, @Nullable InvalidCredentialsException invalid) {
		this.counts.add(null, (invalid != null) ? AuthOutcome.INVALID : AuthOutcome.MISSING);
		if (invalid == null) {
			return new UnauthorizedException(this.providers.challenges(), "no credentials", null);
		}
		String scheme = scheme(exchange);
		List<String> challenges = this.providers.challenges(scheme, invalid.error());
		if (invalid.error() == AuthError.INVALID_REQUEST) {
			return new BadRequestException("The credentials are ambiguous", challenges);
		}
		UnauthorizedException refused = new UnauthorizedException(challenges, String.valueOf(invalid.getMessage()),
				invalid.getCause());
		invalid.headers().forEach(refused.headers()::set);
		return refused;
	}

	private GatewayException denied(Caller caller, GatewayExchange exchange) {
		this.counts.add(caller, AuthOutcome.DENIED);
		VerifiedCaller verified = VerifiedCaller.of(exchange);
		boolean token = verified != null && verified.credential().kind().isToken();
		List<String> challenges = (token && !caller.scopes().containsAll(this.scopes))
				? this.providers.missingScope(scheme(exchange), String.join(" ", this.scopes)) : List.of();
		return new ForbiddenException(challenges, "caller " + caller + " may not use the route");
	}

	private static String scheme(GatewayExchange exchange) {
		try {
			return Credentials.of(asReceived(exchange)).scheme();
		}
		catch (InvalidCredentialsException ex) {
			return Credentials.BEARER;
		}
	}

	/**
	 * Whether another filter lets in the same callers.
	 */
	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof AuthFilter filter && this.policy.equals(filter.policy);
	}

	@Override
	public int hashCode() {
		return this.policy.hashCode();
	}

	/**
	 * The longest time for anybody who is asked about a caller, beside limits of their
	 * own.
	 *
	 * @param time the time
	 * @param scheduler measures it
	 */
	record Limit(Duration time, Scheduler scheduler) {
	}

}
