package io.embeddedgateway.actuate;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Tells browsers that the page of {@link DashboardSection} runs its own scripts, uses its
 * own styles, asks its own server, and is in no frame. On all that is answered below the
 * path of the page, and nowhere else.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class DashboardHeaders implements WebFilter {

	private static final String CONTENT_SECURITY_POLICY = String.join("; ", "default-src 'none'", "script-src 'self'",
			"style-src 'self'", "connect-src 'self'", "img-src 'self' data:", "base-uri 'none'", "form-action 'none'",
			"frame-ancestors 'none'", "require-trusted-types-for 'script'");

	private final Supplier<@Nullable String> endpoint;

	/**
	 * Create the filter.
	 * @param endpoint the path of the endpoint within the application, or {@code null} if
	 * it is not there
	 */
	public DashboardHeaders(Supplier<@Nullable String> endpoint) {
		this.endpoint = endpoint;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		String endpoint = this.endpoint.get();
		if (endpoint != null && isPage(exchange.getRequest().getPath().pathWithinApplication().value(), endpoint)) {
			write(exchange.getResponse().getHeaders());
		}
		return chain.filter(exchange);
	}

	private static boolean isPage(String path, String endpoint) {
		int end = endpoint.length() + 1 + DashboardSection.NAME.length();
		return path.startsWith(endpoint) && path.startsWith("/" + DashboardSection.NAME, endpoint.length())
				&& (path.length() == end || path.charAt(end) == '/');
	}

	private static void write(HttpHeaders headers) {
		headers.set("Content-Security-Policy", CONTENT_SECURITY_POLICY);
		headers.set("X-Content-Type-Options", "nosniff");
		headers.set("X-Frame-Options", "DENY");
		headers.set("Referrer-Policy", "no-referrer");
		headers.setCacheControl("no-store");
	}

}
