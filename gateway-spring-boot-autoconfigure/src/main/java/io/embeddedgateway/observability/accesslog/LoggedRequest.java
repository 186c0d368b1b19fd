package io.embeddedgateway.observability.accesslog;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

import io.embeddedgateway.ClientConnection;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.masking.MaskedUris;
import io.embeddedgateway.observability.Termination;
import io.embeddedgateway.observability.TraceParent;

/**
 * What may be shown of a request: {@code null}, or a negative number, where it is not
 * known.
 */
interface LoggedRequest {

	/**
	 * The request as it came.
	 * @return the request
	 */
	GatewayRequest received();

	/**
	 * Where it comes from.
	 * @return where it comes from
	 */
	ClientConnection connection();

	/**
	 * Hides what is secret in URIs.
	 * @return what hides it
	 */
	MaskedUris uris();

	/**
	 * When it came, in milliseconds since the epoch.
	 * @return the time
	 */
	long begun();

	int status();

	Termination termination();

	long totalNanos();

	long gatewayNanos();

	long responseBytes();

	default long upstreamNanos() {
		return 0;
	}

	default long requestBytes() {
		return -1;
	}

	default int attempts() {
		return 0;
	}

	default @Nullable String route() {
		return null;
	}

	default @Nullable String service() {
		return null;
	}

	default @Nullable String instance() {
		return null;
	}

	default @Nullable String provider() {
		return null;
	}

	default @Nullable String caller() {
		return null;
	}

	default @Nullable String traceId() {
		return TraceParent.traceId(headers());
	}

	default HttpHeaders headers() {
		return received().headers();
	}

	default @Nullable String client() {
		return connection().addressText();
	}

	default String method() {
		return received().method().name();
	}

	default String path() {
		String path = received().rawPath();
		return (path.indexOf(';') < 0) ? path : uris().uri(path);
	}

	default @Nullable String query() {
		String query = received().rawQuery();
		return (query != null) ? uris().query(query) : null;
	}

	default String protocol() {
		String version = connection().httpVersion();
		return switch (version) {
			case "1.1" -> "HTTP/1.1";
			case "2" -> "HTTP/2.0";
			default -> "HTTP/" + version;
		};
	}

	default @Nullable String userAgent() {
		return headers().getFirst(HttpHeaders.USER_AGENT);
	}

	default @Nullable String referer() {
		String referer = headers().getFirst(HttpHeaders.REFERER);
		return (referer != null) ? uris().uri(referer) : null;
	}

}
