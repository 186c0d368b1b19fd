package io.embeddedgateway.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

import io.embeddedgateway.Caller;
import io.embeddedgateway.GatewayExchange;

/**
 * A caller as Spring Security has it: scopes are authorities that start with
 * {@code SCOPE_}, roles such that start with {@code ROLE_}.
 */
public final class CallerAuthentication extends AbstractAuthenticationToken {

	private static final long serialVersionUID = 1L;

	private final transient Caller caller;

	private final transient Object principal;

	private CallerAuthentication(Caller caller, Object principal) {
		super(authorities(caller));
		this.caller = caller;
		this.principal = principal;
		setAuthenticated(true);
	}

	/**
	 * The authentication of an exchange with a caller.
	 * @param caller the caller
	 * @param exchange the exchange
	 * @return that of the application if it has one, else one of the gateway
	 */
	static Authentication of(Caller caller, GatewayExchange exchange) {
		VerifiedCaller verified = VerifiedCaller.of(exchange);
		Object details = (verified != null) ? verified.details() : null;
		return (details instanceof Authentication own) ? own
				: new CallerAuthentication(caller, (details != null) ? details : caller);
	}

	private static List<GrantedAuthority> authorities(Caller caller) {
		List<GrantedAuthority> authorities = new ArrayList<>();
		caller.scopes().forEach((scope) -> authorities.add(new SimpleGrantedAuthority("SCOPE_" + scope)));
		caller.roles().forEach((role) -> authorities.add(new SimpleGrantedAuthority("ROLE_" + role)));
		return authorities;
	}

	/**
	 * The caller.
	 * @return the caller
	 */
	public Caller caller() {
		return this.caller;
	}

	@Override
	public String getName() {
		return this.caller.name();
	}

	@Override
	public Object getCredentials() {
		return "";
	}

	@Override
	public Object getPrincipal() {
		return this.principal;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof CallerAuthentication authentication && this.caller.equals(authentication.caller);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.caller);
	}

}
