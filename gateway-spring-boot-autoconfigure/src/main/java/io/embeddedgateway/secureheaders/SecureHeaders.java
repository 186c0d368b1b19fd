package io.embeddedgateway.secureheaders;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

import org.springframework.http.HttpHeaders;

/**
 * Puts the headers of a policy on an answer.
 *
 * @param values the values by the names of the headers
 * @param override whether they replace those of the answer
 */
record SecureHeaders(Map<String, String> values, boolean override) implements Consumer<HttpHeaders> {

	/**
	 * The headers of a policy.
	 * @param policy the policy
	 * @param https whether the client came over HTTPS
	 * @return the headers
	 */
	static SecureHeaders of(SecureHeadersPolicy policy, boolean https) {
		Map<String, String> values = new LinkedHashMap<>();
		values.put("X-Content-Type-Options", policy.contentTypeOptions());
		values.put("X-Frame-Options", policy.frameOptions());
		values.put("Referrer-Policy", policy.referrerPolicy());
		values.put("Content-Security-Policy", policy.contentSecurityPolicy());
		values.put("Permissions-Policy", policy.permissionsPolicy());
		values.put("Cross-Origin-Opener-Policy", policy.crossOriginOpenerPolicy());
		values.put("Cross-Origin-Resource-Policy", policy.crossOriginResourcePolicy());
		values.put(HttpHeaders.CACHE_CONTROL, policy.cacheControl());
		if (https) {
			values.put("Strict-Transport-Security", policy.strictTransportSecurity());
		}
		values.values().removeIf(SecureHeadersPolicy.OFF::equals);
		return new SecureHeaders(values, policy.override());
	}

	@Override
	public void accept(HttpHeaders headers) {
		this.values.forEach((name, value) -> {
			if (this.override || !headers.containsHeader(name)) {
				headers.set(name, value);
			}
		});
	}

}
