package io.embeddedgateway.routing;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.http.HttpMethod;

import io.embeddedgateway.AddressRange;

/**
 * The conditions of a route beside its path. All of them have to hold.
 *
 * @param methods the methods of which the request has to have one; {@code GET} stands for
 * {@code HEAD} too; empty for any
 * @param hosts the hosts of which the client has to ask for one, without port;
 * {@code *.example.com} stands for all below {@code example.com}; empty for any
 * @param headers what headers have to be, by name
 * @param query what query parameters have to be, by name
 * @param cookies what cookies have to be, by name
 * @param clientIps the ranges of which one has to hold the address of the client; empty
 * for any
 * @param after the moment from which on the route matches, or {@code null}
 * @param before the moment until which the route matches, or {@code null}
 */
public record RequestMatch(@DefaultValue Set<HttpMethod> methods, @DefaultValue List<String> hosts,
		@DefaultValue Map<String, ValueMatch> headers, @DefaultValue Map<String, ValueMatch> query,
		@DefaultValue Map<String, ValueMatch> cookies, @DefaultValue List<AddressRange> clientIps,
		@Nullable Instant after, @Nullable Instant before) {

	/**
	 * No conditions.
	 */
	public static final RequestMatch ANY = new RequestMatch(Set.of(), List.of(), Map.of(), Map.of(), Map.of(),
			List.of(), null, null);

	public RequestMatch {
		methods = Set.copyOf(methods);
		methods.forEach(RequestMatch::checkMethod);
		hosts = hosts.stream().map(RequestMatch::checkHost).toList();
		headers = Map.copyOf(headers);
		query = Map.copyOf(query);
		cookies = Map.copyOf(cookies);
		clientIps = List.copyOf(clientIps);
		if (after != null && before != null && !after.isBefore(before)) {
			throw new IllegalArgumentException("'after' (" + after + ") has to be earlier than 'before' (" + before
					+ "). Otherwise the route never matches");
		}
	}

	/**
	 * These conditions with other methods.
	 * @param methods the methods of which the request has to have one
	 * @return the changed conditions
	 */
	public RequestMatch withMethods(HttpMethod... methods) {
		return new RequestMatch(Set.of(methods), this.hosts, this.headers, this.query, this.cookies, this.clientIps,
				this.after, this.before);
	}

	/**
	 * These conditions with other hosts.
	 * @param hosts the hosts of which the client has to ask for one
	 * @return the changed conditions
	 */
	public RequestMatch withHosts(String... hosts) {
		return new RequestMatch(this.methods, List.of(hosts), this.headers, this.query, this.cookies, this.clientIps,
				this.after, this.before);
	}

	/**
	 * These conditions and one for a header.
	 * @param name the name of the header
	 * @param value what it has to be
	 * @return the changed conditions
	 */
	public RequestMatch withHeader(String name, ValueMatch value) {
		return new RequestMatch(this.methods, this.hosts, and(this.headers, name, value), this.query, this.cookies,
				this.clientIps, this.after, this.before);
	}

	/**
	 * These conditions and one for a query parameter.
	 * @param name the name of the parameter
	 * @param value what it has to be
	 * @return the changed conditions
	 */
	public RequestMatch withQuery(String name, ValueMatch value) {
		return new RequestMatch(this.methods, this.hosts, this.headers, and(this.query, name, value), this.cookies,
				this.clientIps, this.after, this.before);
	}

	/**
	 * These conditions and one for a cookie.
	 * @param name the name of the cookie
	 * @param value what it has to be
	 * @return the changed conditions
	 */
	public RequestMatch withCookie(String name, ValueMatch value) {
		return new RequestMatch(this.methods, this.hosts, this.headers, this.query, and(this.cookies, name, value),
				this.clientIps, this.after, this.before);
	}

	/**
	 * These conditions with other addresses.
	 * @param ranges the ranges of which one has to hold the address of the client
	 * @return the changed conditions
	 */
	public RequestMatch withClientIps(AddressRange... ranges) {
		return new RequestMatch(this.methods, this.hosts, this.headers, this.query, this.cookies, List.of(ranges),
				this.after, this.before);
	}

	/**
	 * These conditions with another period.
	 * @param after the moment from which on the route matches, or {@code null}
	 * @param before the moment until which the route matches, or {@code null}
	 * @return the changed conditions
	 */
	public RequestMatch withPeriod(@Nullable Instant after, @Nullable Instant before) {
		return new RequestMatch(this.methods, this.hosts, this.headers, this.query, this.cookies, this.clientIps, after,
				before);
	}

	private static Map<String, ValueMatch> and(Map<String, ValueMatch> values, String name, ValueMatch value) {
		Map<String, ValueMatch> all = new LinkedHashMap<>(values);
		all.put(name, value);
		return all;
	}

	/**
	 * The number of conditions, of which more are more specific.
	 * @return the number
	 */
	int count() {
		return (this.methods.isEmpty() ? 0 : 1) + (this.hosts.isEmpty() ? 0 : 1) + this.headers.size()
				+ this.query.size() + this.cookies.size() + (this.clientIps.isEmpty() ? 0 : 1)
				+ ((this.after != null) ? 1 : 0) + ((this.before != null) ? 1 : 0);
	}

	boolean accepts(HttpMethod method) {
		return this.methods.isEmpty() || this.methods.contains(method)
				|| (HttpMethod.HEAD.equals(method) && this.methods.contains(HttpMethod.GET));
	}

	private static void checkMethod(HttpMethod method) {
		String name = method.name();
		if (!name.equals(name.toUpperCase(Locale.ROOT))) {
			throw new IllegalArgumentException("'" + name + "' is not an HTTP method. Write '"
					+ name.toUpperCase(Locale.ROOT) + "' (methods are case-sensitive)");
		}
	}

	private static String checkHost(String host) {
		String name = host.startsWith("*.") ? host.substring(2) : host;
		if (name.isEmpty() || name.indexOf('*') >= 0 || name.indexOf('/') >= 0
				|| (name.indexOf(':') >= 0 && !name.startsWith("["))) {
			throw new IllegalArgumentException("'" + host + "' is not a host. Write it without scheme and port, for "
					+ "example 'api.example.com' or '*.example.com'");
		}
		String lower = host.toLowerCase(Locale.ROOT);
		return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
	}

}
