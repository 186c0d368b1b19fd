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
	 * @return a sentence for the client, or {@code null} if nothing is wrong
	 */
	static @Nullable String problem(ServerHttpRequest request) {
		HttpHeaders headers = request.getHeaders();
		List<String> encodings = headers.getOrEmpty(HttpHeaders.TRANSFER_ENCODING);
		if (!encodings.isEmpty() && (encodings.size() > 1 || !encodings.get(0).equalsIgnoreCase("chunked"))) {
			return "The transfer encoding is not supported.";
		}
		if (isHttp2(request) && !isPath(request)) {
			return "The request does not have a proper path.";
		}
		List<String> hosts = headers.getOrEmpty(HttpHeaders.HOST);
		if (hosts.isEmpty()) {
			return isHttp10(request) ? null : "The request names no host.";
		}
		boolean one = (hosts.size() == 1 || isNamedTwice(hosts, request)) && isHost(hosts.get(0))
				&& isTargetAt(hosts.get(0), request);
		return one ? null : "The request does not name exactly one host.";
	}

	// HTTP/2 has ':authority', and may repeat it in 'host' (RFC 9113 §8.3.1)
	private static boolean isNamedTwice(List<String> hosts, ServerHttpRequest request) {
		return isHttp2(request) && hosts.stream().distinct().count() == 1;
	}

	private static boolean isHttp2(ServerHttpRequest request) {
		HttpServerRequest netty = ClientConnections.nettyRequest(request);
		return netty != null && netty.version().majorVersion() > 1;
	}

	// HTTP/2 has no other forms of a target (RFC 9113 §8.3.1)
	private static boolean isPath(ServerHttpRequest request) {
		HttpServerRequest netty = ClientConnections.nettyRequest(request);
		return netty != null && netty.uri().startsWith("/") && netty.uri().indexOf('#') < 0;
	}

	private static boolean isHttp10(ServerHttpRequest request) {
		HttpServerRequest netty = ClientConnections.nettyRequest(request);
		return netty == null || netty.version().equals(HttpVersion.HTTP_1_0);
	}

	// A target may name the host as well: 'GET http://host/path' (RFC 9112 §3.2.2)
	private static boolean isTargetAt(String host, ServerHttpRequest request) {
		HttpServerRequest netty = ClientConnections.nettyRequest(request);
		String target = (netty != null) ? netty.uri() : "/";
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
				: hostEnd > 0 && text.substring(0, hostEnd).chars().allMatch(AmbiguousRequest::isNameCharacter));
	}

	private static boolean isNameCharacter(int character) {
		return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z')
				|| (character >= '0' && character <= '9') || "-._~".indexOf(character) >= 0;
	}

	private static boolean consistsOf(String text, int start, int end, String othersThanDigits) {
		return text.substring(start, end)
			.chars()
			.allMatch(
					(character) -> (character >= '0' && character <= '9') || othersThanDigits.indexOf(character) >= 0);
	}

}
