package io.embeddedgateway.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.ResolvableType;
import org.springframework.security.authorization.ReactiveAuthorizationManager;
import org.springframework.security.web.server.SecurityWebFilterChain;

import io.embeddedgateway.Caller;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.auth.AccessRule;
import io.embeddedgateway.auth.AuthPolicy;
import io.embeddedgateway.auth.AuthProviderSource;
import io.embeddedgateway.auth.CallerMode;
import io.embeddedgateway.auth.Permission;
import io.embeddedgateway.auth.apikey.ApiKeyProviders;
import io.embeddedgateway.auth.basic.BasicProviders;
import io.embeddedgateway.auth.jwt.JwtProviders;
import io.embeddedgateway.auth.mtls.MtlsProviders;
import io.embeddedgateway.auth.opaque.OpaqueProviders;
import io.embeddedgateway.autoconfigure.strict.DidYouMean;
import io.embeddedgateway.autoconfigure.strict.Problems;
import io.embeddedgateway.relay.RelayPolicy;

/**
 * Checks who vouches for callers, and what routes say about them.
 */
final class AuthCheck {

	private static final String AUTH = "gateway.auth";

	private static final List<Class<? extends AuthProviderSource>> OURS = List.of(JwtProviders.class,
			OpaqueProviders.class, ApiKeyProviders.class, BasicProviders.class, MtlsProviders.class);

	private static final ResolvableType MANAGER = ResolvableType
		.forClassWithGenerics(ReactiveAuthorizationManager.class, GatewayExchange.class);

	private final ListableBeanFactory beans;

	private final Map<String, AuthProviderProperties> providers;

	private final Problems problems;

	private final boolean application;

	private final boolean moreProviders;

	AuthCheck(ListableBeanFactory beans, Map<String, AuthProviderProperties> providers, Problems problems) {
		this.beans = beans;
		this.providers = providers;
		this.problems = problems;
		this.application = !namesOf(ResolvableType.forClass(SecurityWebFilterChain.class)).isEmpty();
		// What these have is known only when they are built
		this.moreProviders = hasMoreProviders(beans);
	}

	/**
	 * Whether the application has providers of its own, beside those of the
	 * configuration.
	 * @param beans all beans
	 * @return whether it has
	 */
	static boolean hasMoreProviders(ListableBeanFactory beans) {
		for (String name : beans.getBeanNamesForType(AuthProviderSource.class, true, false)) {
			if (OURS.stream().noneMatch((type) -> beans.isTypeMatch(name, type))) {
				return true;
			}
		}
		return false;
	}

	void checkProviders() {
		AuthBeansCheck beans = new AuthBeansCheck(this.beans, this.problems);
		TokenProvidersCheck tokens = new TokenProvidersCheck(this.beans, this.problems);
		this.providers.forEach((name, provider) -> {
			String path = Problems.path(AUTH, name);
			tokens.check(path, provider);
			if (name.equals(Caller.APPLICATION)) {
				this.problems.add(path, "'" + name + "' stands for the application itself. Choose another name");
			}
			if (provider.kinds().size() > 1) {
				this.problems.add(path,
						"is more than one kind: '" + String.join("' and '", provider.kinds()) + "'. Keep one");
			}
			else if (provider.kinds().isEmpty() && AuthProviderProperties.KINDS.stream()
				.noneMatch((kind) -> this.problems.failed(path + "." + kind))) {
				this.problems.add(path,
						"says nothing. Write one of '" + String.join("', '", AuthProviderProperties.KINDS) + "'");
			}
			beans.check(path, provider);
		});
	}

	void check(String path, @Nullable AuthPolicy policy) {
		if (policy == null || policy.caller() == CallerMode.NONE) {
			return;
		}
		this.problems.addIfEmptied(path + ".all-of", policy.allOf());
		this.problems.addIfEmptied(path + ".any-of", policy.anyOf());
		this.problems.addIfEmptied(path + ".providers", policy.providers());
		if (this.providers.isEmpty() && !this.moreProviders && !this.application && !this.problems.failed(AUTH)) {
			this.problems.add(path,
					"nobody can say who is calling. Configure a provider under '" + AUTH + "', or write 'auth: none'");
		}
		for (String name : policy.providers()) {
			boolean known = this.moreProviders || this.providers.containsKey(name)
					|| (name.equals(Caller.APPLICATION) && this.application);
			if (!known && !this.problems.failed(Problems.path(AUTH, name))) {
				this.problems.add(path,
						"there is no provider '" + name + "'. " + DidYouMean.among(name, this.providers.keySet()));
			}
		}
		policy.permissions()
			.filter((permission) -> permission.kind() == Permission.Kind.BEAN)
			.forEach((permission) -> checkBean(path, permission.name()));
	}

	/**
	 * Check what a service is told about the caller.
	 * @param path the path of the property
	 * @param policy the policy, or {@code null}
	 * @param clients the names of all token clients
	 */
	void checkRelay(String path, @Nullable RelayPolicy policy, Set<String> clients) {
		String client = (policy != null) ? policy.client() : null;
		if (client != null && !clients.contains(client)
				&& !this.problems.failed(Problems.path("gateway.token-clients", client))) {
			this.problems.add(path + ".client",
					"there is no token client '" + client + "'. " + DidYouMean.among(client, clients));
		}
	}

	private void checkBean(String path, String name) {
		Set<String> rules = namesOf(ResolvableType.forClass(AccessRule.class));
		rules.addAll(namesOf(MANAGER));
		if (rules.contains(name)) {
			return;
		}
		String what = this.beans.containsBean(name)
				? "bean '" + name + "' is neither an AccessRule nor a ReactiveAuthorizationManager of GatewayExchange"
				: "there is no rule '" + name + "'";
		rules.addAll(Set.of("none", "optional", "required", "scope:" + name, "role:" + name));
		this.problems.add(path, what + ". " + DidYouMean.among(name, rules));
	}

	private Set<String> namesOf(ResolvableType type) {
		return new TreeSet<>(
				Arrays.asList(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beans, type, true, false)));
	}

}
