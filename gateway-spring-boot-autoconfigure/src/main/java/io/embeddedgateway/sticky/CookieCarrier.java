package io.embeddedgateway.sticky;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayRequest;

/**
 * Tokens in a cookie (RFC 6265).
 *
 * @param name the name of the cookie
 * @param policy its attributes
 */
record CookieCarrier(String name, StickyPolicy policy) implements Carrier {

	@Override
	public List<String> read(GatewayRequest request) {
		return request.cookieValues(this.name);
	}

	@Override
	public GatewayRequest remove(GatewayRequest request) {
		List<String> kept = new ArrayList<>();
		for (String value : request.headers().getOrEmpty(HttpHeaders.COOKIE)) {
			String rest = without(value);
			if (rest != null) {
				kept.add(rest);
			}
		}
		return request.withHeaders((headers) -> {
			headers.remove(HttpHeaders.COOKIE);
			kept.forEach((value) -> headers.add(HttpHeaders.COOKIE, value));
		});
	}

	private @Nullable String without(String value) {
		StringBuilder kept = new StringBuilder(value.length());
		for (String pair : value.split(";", -1)) {
			int equals = pair.indexOf('=');
			if (equals < 0 || !pair.substring(0, equals).trim().equals(this.name)) {
				kept.append(kept.isEmpty() ? pair.stripLeading() : ";" + pair);
			}
		}
		return kept.isEmpty() ? null : kept.toString();
	}

	@Override
	public void write(HttpHeaders headers, String token, GatewayExchange exchange) {
		ResponseCookie.ResponseCookieBuilder cookie = ResponseCookie.from(this.name, token)
			.path(this.policy.path())
			.httpOnly(true)
			.sameSite(this.policy.sameSite().attribute())
			.secure(isSecure(exchange));
		if (this.policy.maxAge() != null) {
			cookie.maxAge(this.policy.maxAge());
		}
		headers.add(HttpHeaders.SET_COOKIE, cookie.build().toString());
	}

	private boolean isSecure(GatewayExchange exchange) {
		return switch (this.policy.secure()) {
			case AUTO -> exchange.client().scheme().equals("https");
			case ALWAYS -> true;
			case NEVER -> false;
		};
	}

}
