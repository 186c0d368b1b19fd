package io.embeddedgateway.secureheaders;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.springframework.boot.context.properties.bind.DefaultValue;

import io.embeddedgateway.text.Printable;

/**
 * Headers that tell browsers to be careful, on every answer of a route. Each is the value
 * of the header, or {@code none} for no such header.
 *
 * @param strictTransportSecurity the value of {@code Strict-Transport-Security} (RFC
 * 6797), which only answers over HTTPS have
 * @param contentTypeOptions the value of {@code X-Content-Type-Options}: {@code nosniff}
 * @param frameOptions the value of {@code X-Frame-Options} (RFC 7034): {@code DENY} or
 * {@code SAMEORIGIN}
 * @param referrerPolicy the value of {@code Referrer-Policy}
 * @param contentSecurityPolicy the value of {@code Content-Security-Policy}
 * @param permissionsPolicy the value of {@code Permissions-Policy}
 * @param crossOriginOpenerPolicy the value of {@code Cross-Origin-Opener-Policy}
 * @param crossOriginResourcePolicy the value of {@code Cross-Origin-Resource-Policy}
 * @param cacheControl the value of {@code Cache-Control}
 * @param override whether these headers replace those of the response
 */
public record SecureHeadersPolicy(@DefaultValue(HSTS) String strictTransportSecurity,
		@DefaultValue(NOSNIFF) String contentTypeOptions, @DefaultValue("DENY") String frameOptions,
		@DefaultValue("no-referrer") String referrerPolicy, @DefaultValue(OFF) String contentSecurityPolicy,
		@DefaultValue(OFF) String permissionsPolicy, @DefaultValue(OFF) String crossOriginOpenerPolicy,
		@DefaultValue(OFF) String crossOriginResourcePolicy, @DefaultValue(OFF) String cacheControl,
		@DefaultValue("false") boolean override) {

	static final String OFF = "none";

	private static final String HSTS = "max-age=31536000; includeSubDomains";

	private static final String NOSNIFF = "nosniff";

	private static final Pattern HSTS_VALUE = Pattern
		.compile("(?i)max-age=[0-9]{1,10}(\\s*;\\s*(includeSubDomains|preload))*");

	private static final Set<String> REFERRER_POLICIES = Set.of("no-referrer", "no-referrer-when-downgrade", "origin",
			"origin-when-cross-origin", "same-origin", "strict-origin", "strict-origin-when-cross-origin",
			"unsafe-url");

	/**
	 * What is safe for any response: HTTPS for a year, no guessing of types, no frames,
	 * and no referrer.
	 */
	public static final SecureHeadersPolicy DEFAULT = new SecureHeadersPolicy(HSTS, NOSNIFF, "DENY", "no-referrer", OFF,
			OFF, OFF, OFF, OFF, false);

	/**
	 * No headers.
	 */
	public static final SecureHeadersPolicy NONE = new SecureHeadersPolicy(OFF, OFF, OFF, OFF, OFF, OFF, OFF, OFF, OFF,
			false);

	/**
	 * Check the policy.
	 * @throws IllegalArgumentException if a value is not one of its header
	 */
	public SecureHeadersPolicy {
		check("strict-transport-security", strictTransportSecurity,
				HSTS_VALUE.matcher(strictTransportSecurity).matches(), HSTS);
		checkOneOf("content-type-options", contentTypeOptions, Set.of(NOSNIFF), NOSNIFF);
		checkOneOf("frame-options", frameOptions, Set.of("DENY", "SAMEORIGIN"), "DENY' or 'SAMEORIGIN");
		check("referrer-policy", referrerPolicy,
				REFERRER_POLICIES.containsAll(List.of(referrerPolicy.split("\\s*,\\s*"))), "no-referrer");
		checkOneOf("cross-origin-opener-policy", crossOriginOpenerPolicy,
				Set.of("unsafe-none", "same-origin-allow-popups", "same-origin", "noopener-allow-popups"),
				"same-origin");
		checkOneOf("cross-origin-resource-policy", crossOriginResourcePolicy,
				Set.of("same-site", "same-origin", "cross-origin"), "same-origin");
		checkText("content-security-policy", contentSecurityPolicy, "default-src 'self'");
		checkText("permissions-policy", permissionsPolicy, "geolocation=(), camera=()");
		checkText("cache-control", cacheControl, "no-store");
	}

	private static void checkOneOf(String key, String value, Set<String> allowed, String remedy) {
		check(key, value, allowed.contains(value), remedy);
	}

	private static void checkText(String key, String value, String example) {
		check(key, value, !value.isBlank() && value.chars().allMatch((c) -> c >= ' ' && c < 0x7f), example);
	}

	private static void check(String key, String value, boolean right, String remedy) {
		if (!right && !value.equals(OFF)) {
			throw new IllegalArgumentException("'" + key + "' is '" + Printable.of(value) + "'. Write '" + remedy
					+ "', or 'none' for no such header");
		}
	}

	/**
	 * A policy from its short form.
	 * @param text {@code defaults} or {@code none}
	 * @return the policy
	 * @throws IllegalArgumentException if it is neither
	 */
	public static SecureHeadersPolicy of(String text) {
		return switch (text) {
			case "defaults" -> DEFAULT;
			case OFF -> NONE;
			default -> throw new IllegalArgumentException("'secure-headers' is '" + Printable.of(text)
					+ "'. Write 'defaults', 'none', or a block such as '{frame-options: SAMEORIGIN}'");
		};
	}

	/**
	 * This policy with another {@code Strict-Transport-Security}.
	 * @param value the value, or {@code none}
	 * @return the changed policy
	 */
	public SecureHeadersPolicy withStrictTransportSecurity(String value) {
		return new SecureHeadersPolicy(value, this.contentTypeOptions, this.frameOptions, this.referrerPolicy,
				this.contentSecurityPolicy, this.permissionsPolicy, this.crossOriginOpenerPolicy,
				this.crossOriginResourcePolicy, this.cacheControl, this.override);
	}

	/**
	 * This policy with another {@code X-Frame-Options}.
	 * @param value the value, or {@code none}
	 * @return the changed policy
	 */
	public SecureHeadersPolicy withFrameOptions(String value) {
		return new SecureHeadersPolicy(this.strictTransportSecurity, this.contentTypeOptions, value,
				this.referrerPolicy, this.contentSecurityPolicy, this.permissionsPolicy, this.crossOriginOpenerPolicy,
				this.crossOriginResourcePolicy, this.cacheControl, this.override);
	}

	/**
	 * This policy with another {@code Content-Security-Policy}.
	 * @param value the value, or {@code none}
	 * @return the changed policy
	 */
	public SecureHeadersPolicy withContentSecurityPolicy(String value) {
		return new SecureHeadersPolicy(this.strictTransportSecurity, this.contentTypeOptions, this.frameOptions,
				this.referrerPolicy, value, this.permissionsPolicy, this.crossOriginOpenerPolicy,
				this.crossOriginResourcePolicy, this.cacheControl, this.override);
	}

	/**
	 * This policy with another {@code Cache-Control}.
	 * @param value the value, or {@code none}
	 * @return the changed policy
	 */
	public SecureHeadersPolicy withCacheControl(String value) {
		return new SecureHeadersPolicy(this.strictTransportSecurity, this.contentTypeOptions, this.frameOptions,
				this.referrerPolicy, this.contentSecurityPolicy, this.permissionsPolicy, this.crossOriginOpenerPolicy,
				this.crossOriginResourcePolicy, value, this.override);
	}

	/**
	 * This policy with headers that replace those of the response, or not.
	 * @param override whether they do
	 * @return the changed policy
	 */
	public SecureHeadersPolicy withOverride(boolean override) {
		return new SecureHeadersPolicy(this.strictTransportSecurity, this.contentTypeOptions, this.frameOptions,
				this.referrerPolicy, this.contentSecurityPolicy, this.permissionsPolicy, this.crossOriginOpenerPolicy,
				this.crossOriginResourcePolicy, this.cacheControl, override);
	}

}
