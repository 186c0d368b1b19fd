package io.embeddedgateway.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.auth.apikey.ApiKeyPolicy;
import io.embeddedgateway.auth.basic.BasicPolicy;
import io.embeddedgateway.auth.jwt.JwtPolicy;
import io.embeddedgateway.auth.mtls.MtlsPolicy;
import io.embeddedgateway.auth.opaque.OpaquePolicy;

/**
 * Who vouches for callers; exactly one kind.
 *
 * @param jwt by JSON Web Tokens
 * @param opaque by tokens that the issuer is asked about
 * @param apiKey by keys of applications
 * @param basic by user names and passwords
 * @param mtls by certificates
 */
record AuthProviderProperties(@Nullable JwtPolicy jwt, @Nullable OpaquePolicy opaque, @Nullable ApiKeyPolicy apiKey,
		@Nullable BasicPolicy basic, @Nullable MtlsPolicy mtls) {

	/**
	 * The names of all kinds.
	 */
	static final List<String> KINDS = List.of("jwt", "opaque", "api-key", "basic", "mtls");

	/**
	 * The names of the kinds that are set.
	 * @return the names, of which there should be exactly one
	 */
	List<String> kinds() {
		Object[] kinds = { this.jwt, this.opaque, this.apiKey, this.basic, this.mtls };
		List<String> set = new ArrayList<>(1);
		for (int i = 0; i < kinds.length; i++) {
			if (kinds[i] != null) {
				set.add(KINDS.get(i));
			}
		}
		return set;
	}

	/**
	 * The policies of one kind.
	 * @param <P> the type of the policies
	 * @param providers all providers by name
	 * @param kind the policy of a provider, or {@code null} if it is of another kind
	 * @return the policies by name
	 */
	static <P> Map<String, P> of(Map<String, AuthProviderProperties> providers,
			Function<AuthProviderProperties, @Nullable P> kind) {
		Map<String, P> policies = new LinkedHashMap<>();
		providers.forEach((name, provider) -> {
			P policy = kind.apply(provider);
			if (policy != null) {
				policies.put(name, policy);
			}
		});
		return policies;
	}

}
