package io.embeddedgateway.cors;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.http.HttpMethod;

/**
 * Which pages of other origins may use a route (the CORS protocol of the Fetch Standard).
 *
 * @param origins origins that may, each a scheme, a host, and a port unless it is that of
 * the scheme; {@code *} for any
 * @param originPatterns origins with {@code *} in them, such as
 * {@code https://*.example.com}
 * @param methods the methods that they may use; {@code *} for any that the route matches
 * @param headers the headers that they may send; {@code *} for any
 * @param exposedHeaders the headers of responses that they may read, beside those that
 * are always safe; {@code *} for all
 * @param credentials whether browsers send cookies and client certificates
 * @param maxAge how long browsers keep the answer to a preflight; 0 or more
 * @param privateNetwork whether pages of public networks may use a gateway in a private
 * one
 */
public record CorsPolicy(@DefaultValue List<String> origins, @DefaultValue List<String> originPatterns,
		@DefaultValue("*") List<String> methods, @DefaultValue("*") List<String> headers,
		@DefaultValue List<String> exposedHeaders, @DefaultValue("false") boolean credentials,
		@DefaultValue("30m") Duration maxAge, @DefaultValue("false") boolean privateNetwork) {

	/**
	 * No rules: what the target says about other origins is what holds.
	 */
	public static final CorsPolicy NONE = new CorsPolicy(List.of(), List.of(), List.of(), List.of(), List.of(), false,
			Duration.ZERO, false);

	private static final List<String> ANY = List.of("*");

	/**
	 * Check the policy.
	 * @throws IllegalArgumentException if something is wrong with it
	 */
	public CorsPolicy {
		boolean none = origins.isEmpty() && originPatterns.isEmpty();
		if (none && !methods.isEmpty()) {
			throw new IllegalArgumentException(
					"'cors' allows no origin. Write for example 'origins: https://app.example.com', or 'cors: none'");
		}
		if (!none && methods.isEmpty()) {
			throw new IllegalArgumentException("'methods' is empty. Remove it, and any method is allowed");
		}
		origins.forEach(Origins::check);
		originPatterns.forEach(Origins::checkPattern);
		if (credentials && Origins.includeAny(origins, originPatterns)) {
			throw new IllegalArgumentException("'credentials' is for origins that you know: with any origin, every "
					+ "page of the world acts for the user who looks at it. Name the origins instead of '*'");
		}
		if (privateNetwork && Origins.includeAny(origins, originPatterns)) {
			throw new IllegalArgumentException(
					"'private-network' is for origins that you know. Name the origins instead of '*'");
		}
		if (credentials && exposedHeaders.contains("*")) {
			throw new IllegalArgumentException(
					"'exposed-headers' is '*', which means nothing to browsers with 'credentials'. Name the headers");
		}
		methods.forEach(CorsPolicy::checkMethod);
		headers.forEach((name) -> checkHeader("headers", name));
		exposedHeaders.forEach((name) -> checkHeader("exposed-headers", name));
		if (maxAge.isNegative()) {
			throw new IllegalArgumentException(
					"'max-age' is " + maxAge.toMillis() + "ms. Write 0 or more, for example '30m'");
		}
		origins = List.copyOf(origins);
		originPatterns = List.copyOf(originPatterns);
		methods = List.copyOf(methods);
		headers = List.copyOf(headers);
		exposedHeaders = List.copyOf(exposedHeaders);
	}

	private static void checkMethod(String method) {
		if (!method.equals("*") && !isKnown(method)) {
			String upper = method.toUpperCase(Locale.ROOT);
			throw new IllegalArgumentException("'methods' has '" + method + "', which is not a method. Write '"
					+ (isKnown(upper) ? upper : "GET, POST") + "', or '*' for any");
		}
	}

	private static boolean isKnown(String method) {
		return Arrays.asList(HttpMethod.values()).contains(HttpMethod.valueOf(method));
	}

	private static void checkHeader(String key, String name) {
		if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")) {
			throw new IllegalArgumentException(
					"'" + key + "' has '" + name + "', which is not the name of a header. Write for example 'X-Total'");
		}
	}

	/**
	 * A policy from its short form.
	 * @param text origins, separated by commas, or {@code none}
	 * @return the policy
	 * @throws IllegalArgumentException if one of them is not an origin
	 */
	public static CorsPolicy of(String text) {
		return text.equals("none") ? NONE : origins(text.strip().split("\\s*,\\s*"));
	}

	/**
	 * A policy for origins, with any method and any header.
	 * @param origins the origins that may use the route
	 * @return the policy
	 * @throws IllegalArgumentException if one of them is not an origin
	 */
	public static CorsPolicy origins(String... origins) {
		return new CorsPolicy(List.of(origins), List.of(), ANY, ANY, List.of(), false, Duration.ofMinutes(30), false);
	}

	/**
	 * A policy for origins with {@code *} in them, with any method and any header.
	 * @param patterns the patterns of the origins
	 * @return the policy
	 * @throws IllegalArgumentException if one of them is not a pattern of an origin
	 */
	public static CorsPolicy originPatterns(String... patterns) {
		return new CorsPolicy(List.of(), List.of(patterns), ANY, ANY, List.of(), false, Duration.ofMinutes(30), false);
	}

	/**
	 * This policy for other methods.
	 * @param methods the methods that pages may use
	 * @return the changed policy
	 */
	public CorsPolicy withMethods(HttpMethod... methods) {
		return new CorsPolicy(this.origins, this.originPatterns, Arrays.stream(methods).map(HttpMethod::name).toList(),
				this.headers, this.exposedHeaders, this.credentials, this.maxAge, this.privateNetwork);
	}

	/**
	 * This policy for other headers of requests.
	 * @param headers the headers that pages may send
	 * @return the changed policy
	 */
	public CorsPolicy withHeaders(String... headers) {
		return new CorsPolicy(this.origins, this.originPatterns, this.methods, List.of(headers), this.exposedHeaders,
				this.credentials, this.maxAge, this.privateNetwork);
	}

	/**
	 * This policy for other headers of responses.
	 * @param headers the headers that pages may read
	 * @return the changed policy
	 */
	public CorsPolicy withExposedHeaders(String... headers) {
		return new CorsPolicy(this.origins, this.originPatterns, this.methods, this.headers, List.of(headers),
				this.credentials, this.maxAge, this.privateNetwork);
	}

	/**
	 * This policy with or without credentials.
	 * @param credentials whether browsers send cookies and client certificates
	 * @return the changed policy
	 */
	public CorsPolicy withCredentials(boolean credentials) {
		return new CorsPolicy(this.origins, this.originPatterns, this.methods, this.headers, this.exposedHeaders,
				credentials, this.maxAge, this.privateNetwork);
	}

	/**
	 * This policy with another age of preflights.
	 * @param maxAge how long browsers keep the answer to a preflight
	 * @return the changed policy
	 */
	public CorsPolicy withMaxAge(Duration maxAge) {
		return new CorsPolicy(this.origins, this.originPatterns, this.methods, this.headers, this.exposedHeaders,
				this.credentials, maxAge, this.privateNetwork);
	}

	/**
	 * This policy for a gateway in a private network, or not.
	 * @param privateNetwork whether pages of public networks may use it
	 * @return the changed policy
	 */
	public CorsPolicy withPrivateNetwork(boolean privateNetwork) {
		return new CorsPolicy(this.origins, this.originPatterns, this.methods, this.headers, this.exposedHeaders,
				this.credentials, this.maxAge, privateNetwork);
	}

}
