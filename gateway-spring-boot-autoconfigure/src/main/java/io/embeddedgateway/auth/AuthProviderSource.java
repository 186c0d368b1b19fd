package io.embeddedgateway.auth;

import java.util.List;

/**
 * Where providers of one kind come from. All beans of this type count.
 */
@FunctionalInterface
public interface AuthProviderSource {

	/**
	 * The providers.
	 * @return the providers, which stay the same
	 */
	List<AuthProvider> providers();

}
