package io.embeddedgateway.sticky;

import java.time.Duration;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.embeddedgateway.HeaderNames;

/**
 * How clients stay with the instance of a service that answered them first: by a signed
 * token, which travels in a cookie or in a header. On a service, or on a route, whose
 * policy goes before that of its service.
 *
 * @param cookie name of the cookie (RFC 6265 §4.1.1), or {@code null} for one of the
 * gateway's choice
 * @param header name of the header, of requests and responses, if there is to be no
 * cookie, or {@code null}
 * @param maxAge for how long a client stays bound without a request, 1 s to 365 d; or
 * {@code null} for as long as the browser runs, at most a day
 * @param path the path below which browsers send the cookie
 * @param sameSite to which requests from other sites browsers add the cookie
 * @param secure whether browsers send the cookie over TLS alone
 * @param onLoss what happens when the instance is gone or takes no requests
 */
public record StickyPolicy(@Nullable String cookie, @Nullable String header, @Nullable Duration maxAge,
		@DefaultValue("/") String path, @DefaultValue("lax") SameSite sameSite,
		@DefaultValue("auto") SecureCookie secure, @DefaultValue("reassign") OnLoss onLoss) {

	private static final String COOKIE = "cookie";

	private static final Pattern PATH = Pattern.compile("/[ -:<-~]*");

	private static final Duration SHORTEST = Duration.ofSeconds(1);

	private static final Duration LONGEST = Duration.ofDays(365);

	/**
	 * How long a token is good for whose cookie ends with the browser.
	 */
	private static final Duration SESSION = Duration.ofDays(1);

	/**
	 * Check the policy.
	 * @throws IllegalArgumentException if a name or a path can't be used, if the time is
	 * out of range, or if browsers would refuse the cookie
	 */
	public StickyPolicy {
		if (cookie != null && header != null) {
			throw new IllegalArgumentException("'sticky' has both 'cookie' and 'header'. Remove one");
		}
		checkName(cookie, "cookie");
		checkName(header, "header");
		if (maxAge != null && (maxAge.compareTo(SHORTEST) < 0 || maxAge.compareTo(LONGEST) > 0)) {
			throw new IllegalArgumentException(
					"'max-age' is " + maxAge.toMillis() + "ms. Write between 1s and 365d, for example '1h'");
		}
		if (!PATH.matcher(path).matches()) {
			throw new IllegalArgumentException(
					"'path' is '" + path + "'. Write one that begins with '/' and has no ';'");
		}
		if (sameSite == SameSite.NONE && secure == SecureCookie.NEVER) {
			throw new IllegalArgumentException(
					"browsers refuse a cookie with 'same-site: none' and 'secure: never'. Write 'secure: always'");
		}
		checkPrefix(cookie, path, secure);
	}

	/**
	 * The short form.
	 * @param text {@code cookie}, {@code cookie:name} or {@code header:name}
	 * @return the policy, with the default of everything else
	 * @throws IllegalArgumentException if the text is neither
	 */
	public static StickyPolicy of(String text) {
		if (text.equals(COOKIE)) {
			return of(null, null);
		}
		if (text.startsWith("cookie:")) {
			return of(text.substring("cookie:".length()), null);
		}
		if (text.startsWith("header:")) {
			return of(null, text.substring("header:".length()));
		}
		throw new IllegalArgumentException(
				"'" + text + "' is no way to keep clients. Write 'cookie', 'cookie:NAME' or 'header:NAME'");
	}

	private static StickyPolicy of(@Nullable String cookie, @Nullable String header) {
		return new StickyPolicy(cookie, header, null, "/", SameSite.LAX, SecureCookie.AUTO, OnLoss.REASSIGN);
	}

	/**
	 * This policy with another time for which a client stays bound.
	 * @param maxAge the time, or {@code null} for as long as the browser runs
	 * @return the changed policy
	 * @throws IllegalArgumentException if the time is out of range
	 */
	public StickyPolicy withMaxAge(@Nullable Duration maxAge) {
		return new StickyPolicy(this.cookie, this.header, maxAge, this.path, this.sameSite, this.secure, this.onLoss);
	}

	/**
	 * This policy with another way to deal with lost instances.
	 * @param onLoss what happens when the instance is gone or takes no requests
	 * @return the changed policy
	 */
	public StickyPolicy withOnLoss(OnLoss onLoss) {
		return new StickyPolicy(this.cookie, this.header, this.maxAge, this.path, this.sameSite, this.secure, onLoss);
	}

	/**
	 * The name of the cookie for a service.
	 * @param serviceId the id of the service
	 * @return the name, or {@code null} if the token travels in a header
	 */
	public @Nullable String cookieFor(String serviceId) {
		if (this.header != null) {
			return null;
		}
		return (this.cookie != null) ? this.cookie : "GATEWAY_AFFINITY_" + serviceId.replaceAll("[^\\w.-]", "_");
	}

	/**
	 * For how long a token is good.
	 * @return the time
	 */
	Duration lifetime() {
		return (this.maxAge != null) ? this.maxAge : SESSION;
	}

	private static void checkName(@Nullable String name, String what) {
		if (name != null && !HeaderNames.isToken(name)) {
			throw new IllegalArgumentException("'" + name + "' is no name of a " + what
					+ ". Write one of letters, digits, '-' and '_', for example "
					+ (what.equals(COOKIE) ? "GATEWAY_AFFINITY" : "X-Session-Instance"));
		}
	}

	// What browsers demand of names with these prefixes (RFC 6265bis §4.1.3)
	private static void checkPrefix(@Nullable String cookie, String path, SecureCookie secure) {
		boolean host = cookie != null && cookie.startsWith("__Host-");
		boolean prefixed = host || (cookie != null && cookie.startsWith("__Secure-"));
		if (prefixed && secure == SecureCookie.NEVER) {
			throw new IllegalArgumentException("browsers refuse the cookie '" + cookie
					+ "' unless it is secure. Write 'secure: always', or another name");
		}
		if (host && !path.equals("/")) {
			throw new IllegalArgumentException("browsers refuse the cookie '" + cookie
					+ "' with a path other than '/'. Remove 'path', or write another name");
		}
	}

}
