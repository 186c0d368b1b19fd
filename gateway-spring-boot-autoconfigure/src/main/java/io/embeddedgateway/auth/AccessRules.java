package io.embeddedgateway.auth;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.authorization.ReactiveAuthorizationManager;
import reactor.core.publisher.Mono;

import io.embeddedgateway.Caller;
import io.embeddedgateway.GatewayExchange;

/**
 * Makes checks of the rules that policies have.
 */
final class AccessRules {

	private final Function<String, @Nullable Object> beans;

	/**
	 * Create the only maker of checks.
	 * @param beans finds an {@link AccessRule} or a {@link ReactiveAuthorizationManager}
	 * of {@link GatewayExchange} by its name
	 */
	AccessRules(Function<String, @Nullable Object> beans) {
		this.beans = beans;
	}

	/**
	 * Make the check of a policy.
	 * @param policy the policy
	 * @return the check
	 * @throws IllegalArgumentException if it names a bean that is not there
	 */
	AccessCheck check(AuthPolicy policy) {
		AccessCheck all = AccessCheck.allOf(checks(policy.allOf()));
		if (policy.anyOf().isEmpty()) {
			return all;
		}
		AccessCheck any = AccessCheck.anyOf(checks(policy.anyOf()));
		return policy.allOf().isEmpty() ? any : AccessCheck.allOf(List.of(all, any));
	}

	/**
	 * The scopes that a policy asks for.
	 * @param policy the policy
	 * @return the scopes, in order
	 */
	static Set<String> scopes(AuthPolicy policy) {
		Set<String> scopes = new TreeSet<>();
		Stream<Permission> permissions = policy.permissions();
		permissions.filter((permission) -> permission.kind() == Permission.Kind.SCOPE)
			.forEach((permission) -> scopes.add(permission.name()));
		return scopes;
	}

	private List<AccessCheck> checks(List<String> rules) {
		return rules.stream().map(Permission::of).map(this::check).toList();
	}

	private AccessCheck check(Permission permission) {
		if (permission.kind() != Permission.Kind.BEAN) {
			return (caller, exchange) -> permission.holdsFor(caller) ? AccessCheck.YES : AccessCheck.NO;
		}
		Object bean = this.beans.apply(permission.name());
		if (bean instanceof AccessRule rule) {
			return (caller, exchange) -> rule.permits(caller, exchange) ? AccessCheck.YES : AccessCheck.NO;
		}
		if (bean instanceof ReactiveAuthorizationManager<?> manager) {
			return managed(manager);
		}
		throw new IllegalArgumentException("there is no rule '" + permission.name() + "'. Write 'scope:x', 'role:x', "
				+ "'client:x', 'claim:name=value' or the name of an AccessRule bean");
	}

	// That it is one of GatewayExchange is checked where beans are found
	@SuppressWarnings("unchecked")
	private static AccessCheck managed(ReactiveAuthorizationManager<?> manager) {
		ReactiveAuthorizationManager<GatewayExchange> typed = (ReactiveAuthorizationManager<GatewayExchange>) manager;
		return (caller, exchange) -> decide(typed, caller, exchange);
	}

	private static Mono<Boolean> decide(ReactiveAuthorizationManager<GatewayExchange> manager, Caller caller,
			GatewayExchange exchange) {
		return manager.authorize(Mono.fromSupplier(() -> CallerAuthentication.of(caller, exchange)), exchange)
			.map(AuthorizationResult::isGranted)
			.defaultIfEmpty(false);
	}

}
