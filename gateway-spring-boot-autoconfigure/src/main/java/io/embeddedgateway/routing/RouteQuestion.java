package io.embeddedgateway.routing;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.util.StringUtils;

import io.embeddedgateway.Caller;
import io.embeddedgateway.HeaderNames;

/**
 * A request of which is asked what would become of it. It has no body.
 *
 * @param method the method, in upper case
 * @param uri path and query as a client sends them, percent-encoded; it starts with a
 * slash
 * @param host the host that is asked for, and its port if there is one, or {@code null}
 * for {@code localhost}, unless there is a header {@code Host}
 * @param client the address of the other end of the connection, or {@code null} for
 * {@code 127.0.0.1}
 * @param headers the headers in their order
 * @param caller who is calling, without any credentials, or {@code null} if the headers
 * say that
 */
public record RouteQuestion(HttpMethod method, String uri, @Nullable String host, @Nullable InetAddress client,
		List<Header> headers, @Nullable Caller caller) {

	private static final int LONGEST = 8 * 1024;

	private static final int MOST_HEADERS = 100;

	/**
	 * Check the request.
	 * @throws IllegalArgumentException if no client could send it, with the reason
	 */
	public RouteQuestion {
		checkMethod(method);
		checkUri(uri);
		checkText("host", host);
		headers = List.copyOf(headers);
		if (headers.size() > MOST_HEADERS) {
			throw new IllegalArgumentException(
					"There are " + headers.size() + " headers. Ask with at most " + MOST_HEADERS);
		}
	}

	/**
	 * A request without headers, from the host itself.
	 * @param method the method, in upper case
	 * @param uri path and query
	 * @return the request
	 * @throws IllegalArgumentException if no client could send it, with the reason
	 */
	public static RouteQuestion of(HttpMethod method, String uri) {
		return new RouteQuestion(method, uri, null, null, List.of(), null);
	}

	private static void checkMethod(HttpMethod method) {
		String name = method.name();
		String upperCase = name.toUpperCase(Locale.ROOT);
		if (!HeaderNames.isToken(name) || name.equals("CONNECT")) {
			throw new IllegalArgumentException("This is not a method that routes can have. Write one like GET");
		}
		if (!name.equals(upperCase)) {
			throw new IllegalArgumentException("'" + name + "' is not a method. Write '" + upperCase + "'");
		}
	}

	private static void checkUri(String uri) {
		if (!uri.startsWith("/")) {
			throw new IllegalArgumentException("There is no path. Write one that starts with a slash, like /orders/7");
		}
		if (uri.length() > LONGEST) {
			throw new IllegalArgumentException(
					"The path is longer than " + LONGEST + " characters. Write a shorter one");
		}
		try {
			URI parsed = new URI("http://localhost" + uri);
			if (parsed.getRawFragment() != null || uri.chars().anyMatch((c) -> c > '~')) {
				throw new IllegalArgumentException("The path has characters that no client can send as they are. "
						+ "Write them percent-encoded, like %20");
			}
		}
		catch (URISyntaxException ex) {
			throw new IllegalArgumentException("The path has " + ex.getReason().toLowerCase(Locale.ROOT)
					+ " at position " + (ex.getIndex() - "http://localhost".length())
					+ ". Write such characters percent-encoded, like %20", ex);
		}
	}

	private static void checkText(String what, @Nullable String text) {
		if (text != null && (text.length() > LONGEST || text.chars().anyMatch((c) -> c < ' ' || c == 127))) {
			throw new IllegalArgumentException(
					"The " + what + " is too long, or has control characters, which no client can send. Remove them");
		}
	}

	/**
	 * This request to another host.
	 * @param host the host, and its port if there is one, or {@code null}
	 * @return the changed request
	 */
	public RouteQuestion withHost(@Nullable String host) {
		return new RouteQuestion(this.method, this.uri, host, this.client, this.headers, this.caller);
	}

	/**
	 * This request from another address.
	 * @param client the address of the other end of the connection, or {@code null}
	 * @return the changed request
	 */
	public RouteQuestion withClient(@Nullable InetAddress client) {
		return new RouteQuestion(this.method, this.uri, this.host, client, this.headers, this.caller);
	}

	/**
	 * This request from another address.
	 * @param address the IP address of the other end of the connection
	 * @return the changed request
	 * @throws IllegalArgumentException if it is no IP address
	 */
	public RouteQuestion from(String address) {
		InetAddress client = NetUtil.createInetAddressFromIpAddressString(address);
		if (client == null) {
			throw new IllegalArgumentException("The client is no IP address. Write one like 203.0.113.7");
		}
		return withClient(client);
	}

	/**
	 * This request with one more header.
	 * @param name its name
	 * @param value its value
	 * @return the changed request
	 * @throws IllegalArgumentException if there can't be such a header
	 */
	public RouteQuestion withHeader(String name, String value) {
		List<Header> more = new ArrayList<>(this.headers);
		more.add(new Header(name, value));
		return new RouteQuestion(this.method, this.uri, this.host, this.client, more, this.caller);
	}

	/**
	 * This request of a known caller.
	 * @param caller the caller, or {@code null}
	 * @return the changed request
	 */
	public RouteQuestion withCaller(@Nullable Caller caller) {
		return new RouteQuestion(this.method, this.uri, this.host, this.client, this.headers, caller);
	}

	/**
	 * Method and path; not the query and the headers, which may have secrets.
	 */
	@Override
	public String toString() {
		int query = this.uri.indexOf('?');
		return this.method + " " + ((query < 0) ? this.uri : this.uri.substring(0, query));
	}

	/**
	 * A header of the request.
	 *
	 * @param name its name
	 * @param value its value
	 */
	public record Header(String name, String value) {

		/**
		 * Check the header.
		 * @throws IllegalArgumentException if there can't be such a header
		 */
		public Header {
			if (!HeaderNames.isToken(name)) {
				throw new IllegalArgumentException(
						"There is a header without a proper name. Write it like 'X-Tenant: acme'");
			}
			checkText("header " + name, value);
		}

		/**
		 * A header as it is written in a request.
		 * @param text the name, a colon and the value
		 * @return the header
		 * @throws IllegalArgumentException if there can't be such a header
		 */
		public static Header of(String text) {
			int colon = text.indexOf(':');
			return new Header((colon < 0) ? "" : text.substring(0, colon),
					(colon < 0) ? "" : withoutSpaces(text.substring(colon + 1)));
		}

		// What else a line might end with is no space, and must not pass
		private static String withoutSpaces(String text) {
			return StringUtils.trimTrailingCharacter(StringUtils.trimLeadingCharacter(text, ' '), ' ');
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

}
