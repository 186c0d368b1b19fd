package io.embeddedgateway.routing;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;

import io.embeddedgateway.web.UnsentExchanges;

/**
 * Makes the exchange that a server would have made of a request.
 */
final class ExplainedServer {

	private static final int CLIENT_PORT = 50000;

	private final UnsentExchanges exchanges;

	private final String contextPath;

	ExplainedServer(@Nullable ApplicationContext context, String contextPath) {
		this.exchanges = new UnsentExchanges(context, contextPath);
		this.contextPath = contextPath;
	}

	/**
	 * The exchange of a request.
	 * @param question the request
	 * @return the exchange, or {@code null} if the path is not one of the application
	 */
	@Nullable ServerWebExchange exchange(RouteQuestion question) {
		HttpHeaders headers = new HttpHeaders();
		question.headers().forEach((header) -> headers.add(header.name(), header.value()));
		if (question.host() != null) {
			headers.set(HttpHeaders.HOST, question.host());
		}
		else if (!headers.containsHeader(HttpHeaders.HOST)) {
			headers.set(HttpHeaders.HOST, "localhost");
		}
		URI uri = uri(String.valueOf(headers.getFirst(HttpHeaders.HOST)), question.uri());
		String path = uri.getRawPath();
		if (!path.startsWith(this.contextPath + "/") && !path.equals(this.contextPath)) {
			return null;
		}
		InetAddress client = (question.client() != null) ? question.client() : InetAddress.getLoopbackAddress();
		return this.exchanges.of(question.method(), uri, headers, new InetSocketAddress(client, CLIENT_PORT));
	}

	// A host that can't be one is refused for what the header says
	private static URI uri(String host, String uri) {
		try {
			URI named = URI.create("http://" + host + uri);
			if (named.getHost() != null && uri.startsWith(named.getRawPath())) {
				return named;
			}
		}
		catch (IllegalArgumentException ex) {
			// Told by the header
		}
		return URI.create("http://localhost" + uri);
	}

}
