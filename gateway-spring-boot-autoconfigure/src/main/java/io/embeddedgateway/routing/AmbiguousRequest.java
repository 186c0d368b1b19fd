package io.embeddedgateway.routing;

import java.util.List;

import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.netty.http.server.HttpServerRequest;

/**
 * What the server lets pass although another reader of the same bytes may see another
 * request in them: where it ends (RFC 9112 §6.1), and which host it is for (RFC 9112
 * §3.2).
 */
final class AmbiguousRequest {

	private AmbiguousRequest() {
	}

	/**
	 * What is wrong with a request.
	 * @param request the request
	 * @param netty the same as the server has it, or {@code null} if it is not served by
	 * Netty
	 * @return a sentence for the client, or {@code null} if nothing is wrong
	 */
	static @Nullable String problem(ServerHttpRequest request, @Nullable HttpServerRequest netty) {
		HttpHeaders headers = request.getHeaders();
		List<String> encodings = headers.getOrEmpty(HttpHeaders.TRANSFER_ENCODING);
		if (!encodings.isEmpty() && (encodings.size() > 1 || !encodings.get(0).equalsIgnoreCase("chunked"))) {
			return "The transfer encoding is not supported.";
		}
		if (netty != null && isHttp2(netty) && !isPath(netty)) {
			return "The request does not have a proper path.";
		}
		List<String> hosts = headers.getOrEmpty(HttpHeaders.HOST);
		if (hosts.isEmpty()) {
			return (netty == null || netty.version().equals(HttpVersion.HTTP_1_0)) ? null
					: "The request names no host.";
		}
		boolean one = (hosts.size() == 1 || isNamedTwice(hosts, netty)) && isHost(hosts.get(0))
				&& (netty == null || isTargetAt(hosts.get(0), netty));
		return one ? null : "The request does not name exactly one host.";
	}

	// HTTP/2 has ':authority', and may repeat it in 'host' (RFC 9113 §8.3.1)
	private static boolean isNamedTwice(List<String> hosts, @Nullable HttpServerRequest netty) {
		return netty != null && isHttp2(netty) && hosts.stream().distinct().count() == 1;
	}

	private static boolean isHttp2(HttpServerRequest netty) {
		return netty.version().majorVersion() > 1;
	}

	// HTTP/2 has no other forms of a target (RFC 9113 §8.3.1)
	private static boolean isPath(HttpServerRequest netty) {
		return netty.uri().startsWith("/") && netty.uri().indexOf('#') < 0;
	}

	// A target may name the host as well: 'GET http://host/path' (RFC 9112 §3.2.2)
	private static boolean isTargetAt(String host, HttpServerRequest netty) {
		String target = netty.uri();
		int start = target.startsWith("/") ? -1 : target.indexOf("://");
		if (start < 0) {
			return true;
		}
		int end = start + 3;
		while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
			end++;
		}
		return target.substring(start + 3, end).equalsIgnoreCase(host);
	}

	// A name or an address, and a port if there is one
	private static boolean isHost(String text) {
		boolean bracketed = text.startsWith("[");
		int end = bracketed ? text.indexOf(']') + 1 : text.indexOf(':');
		int hostEnd = (end < 0) ? text.length() : end;
		boolean port = hostEnd == text.length()
				|| (text.charAt(hostEnd) == ':' && consistsOf(text, hostEnd + 1, text.length(), ""));
		return port && (bracketed ? hostEnd > 2 && consistsOf(text, 1, hostEnd - 1, "abcdefABCDEF:.")
				: hostEnd > 0 && isName(text, hostEnd));
	}

	private static boolean isName(String text, int end) {
		for (int i = 0; i < end; i++) {
			char character = text.charAt(i);
			boolean letter = (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
			if (!letter && !isDigit(character) && "-._~".indexOf(character) < 0) {
				return false;
			}
		}
		return true;
	}

	private static boolean consistsOf(String text, int start, int end, String othersThanDigits) {
		for (int i = start; i < end; i++) {
			if (!isDigit(text.charAt(i)) && othersThanDigits.indexOf(text.charAt(i)) < 0) {
				return false;
			}
		}
		return true;
	}

	private static boolean isDigit(char character) {
		return character >= '0' && character <= '9';
	}

}
