package io.embeddedgateway.autoconfigure;

import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.security.authentication.ReactiveAuthenticationManager;

import io.embeddedgateway.auth.apikey.ApiKeySource;
import io.embeddedgateway.autoconfigure.strict.DidYouMean;
import io.embeddedgateway.autoconfigure.strict.Problems;

/**
 * Checks the beans that know keys and users, where none are declared.
 */
final class AuthBeansCheck {

	private final ListableBeanFactory beans;

	private final Problems problems;

	AuthBeansCheck(ListableBeanFactory beans, Problems problems) {
		this.beans = beans;
		this.problems = problems;
	}

	void check(String path, AuthProviderProperties provider) {
		if (provider.apiKey() != null && provider.apiKey().keys().isEmpty()) {
			check(path + ".api-key", "keys", "source", provider.apiKey().source(), ApiKeySource.class);
		}
		if (provider.basic() != null && provider.basic().users().isEmpty()) {
			check(path + ".basic", "users", "manager", provider.basic().manager(), ReactiveAuthenticationManager.class);
		}
	}

	private void check(String path, String declared, String property, @Nullable String name, Class<?> type) {
		Set<String> names = NamedBeans.names(this.beans, type);
		String simple = type.getSimpleName();
		if (name != null && !names.contains(name)) {
			String what = this.beans.containsBean(name) ? "bean '" + name + "' is not of type " + simple
					: "there is no bean '" + name + "'";
			this.problems.add(path + "." + property, what + ". " + DidYouMean.among(name, names));
		}
		else if (name == null && names.isEmpty() && !this.problems.failed(path + "." + declared)) {
			this.problems.add(path, "knows nobody. Write '" + declared + "', or declare a bean of type " + simple);
		}
		else if (name == null && names.size() > 1) {
			this.problems.add(path, "does not say which bean of type " + simple + " is meant. Write '" + property
					+ "' with one of " + names);
		}
	}

}
