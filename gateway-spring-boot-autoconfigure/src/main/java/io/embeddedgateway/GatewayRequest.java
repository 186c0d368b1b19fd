package io.embeddedgateway;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.embeddedgateway.masking.Masked;

/**
 * A request as a value: immutable but for its body, which is a stream that can be read
 * once. Path and query are kept as the client sent them, byte for byte.
 */
public final class GatewayRequest {

	private final HttpMethod method;

	private final String rawPath;

	private final @Nullable String rawQuery;

	private final HttpHeaders headers;

	private final @Nullable Flux<DataBuffer> body;

	private final Mono<HttpHeaders> trailers;

	/**
	 * Create a request without trailers.
	 * @param method the method
	 * @param rawPath the path, percent-encoded, starting with a slash
	 * @param rawQuery the query, percent-encoded, without question mark, or {@code null}
	 * if there is none
	 * @param headers the headers; not copied, and not to be changed any more
	 * @param body the body, or {@code null} if the request has none
	 */
	public GatewayRequest(HttpMethod method, String rawPath, @Nullable String rawQuery, HttpHeaders headers,
			@Nullable Flux<DataBuffer> body) {
		this(method, rawPath, rawQuery, headers, body, Mono.empty());
	}

	private GatewayRequest(HttpMethod method, String rawPath, @Nullable String rawQuery, HttpHeaders headers,
			@Nullable Flux<DataBuffer> body, Mono<HttpHeaders> trailers) {
		if (rawPath.isEmpty() || rawPath.charAt(0) != '/') {
			throw new IllegalArgumentException("The path of a request starts with a slash, but was '" + rawPath + "'");
		}
		this.method = method;
		this.rawPath = rawPath;
		this.rawQuery = rawQuery;
		this.headers = headers;
		this.body = body;
		this.trailers = trailers;
	}

	/**
	 * A request without headers and body.
	 * @param method the method
	 * @param uri path and query, percent-encoded, starting with a slash
	 * @return the request
	 */
	public static GatewayRequest of(HttpMethod method, String uri) {
		int query = uri.indexOf('?');
		return new GatewayRequest(method, (query < 0) ? uri : uri.substring(0, query),
				(query < 0) ? null : uri.substring(query + 1), new HttpHeaders(), null);
	}

	/**
	 * The method.
	 * @return the method
	 */
	public HttpMethod method() {
		return this.method;
	}

	/**
	 * The path.
	 * @return the path, percent-encoded, starting with a slash
	 */
	public String rawPath() {
		return this.rawPath;
	}

	/**
	 * The query.
	 * @return the query, percent-encoded, without question mark, or {@code null}
	 */
	public @Nullable String rawQuery() {
		return this.rawQuery;
	}

	/**
	 * The values of a query parameter.
	 * @param name the name, decoded
	 * @return the values in their order, decoded; empty if there are none
	 * @throws BadRequestException if the query is not properly encoded
	 */
	public List<String> queryValues(String name) {
		return RequestValues.query(this.rawQuery, name);
	}

	/**
	 * The values of a cookie.
	 * @param name the name
	 * @return the values in their order; empty if there are none
	 */
	public List<String> cookieValues(String name) {
		return RequestValues.cookie(this.headers.getOrEmpty(HttpHeaders.COOKIE), name);
	}

	/**
	 * The headers.
	 * @return the headers, to be read only
	 */
	public HttpHeaders headers() {
		return this.headers;
	}

	/**
	 * Whether the request opens a WebSocket (RFC 6455 §4.1), over whatever version of
	 * HTTP. Its body is then what the client sends once the protocol has changed.
	 * @return {@code true} if the client asks for the change of protocol
	 */
	public boolean isWebSocket() {
		return "websocket".equalsIgnoreCase(this.headers.getFirst(HttpHeaders.UPGRADE))
				&& this.method.equals(HttpMethod.GET) && this.headers.containsHeader("Sec-WebSocket-Key")
				&& this.headers.containsHeader("Sec-WebSocket-Version")
				&& !this.headers.containsHeader(HttpHeaders.TRANSFER_ENCODING) && this.headers.getContentLength() <= 0;
	}

	/**
	 * Whether the request has a body.
	 * @return {@code true} if there is a body, though it may turn out to be empty
	 */
	public boolean hasBody() {
		return this.body != null;
	}

	/**
	 * The body, which can be read once.
	 * @return the body, empty if there is none
	 */
	public Flux<DataBuffer> body() {
		return (this.body != null) ? this.body : Flux.empty();
	}

	/**
	 * The trailers: fields that follow the body (RFC 9110 §6.5), known when the body was
	 * read to its end.
	 * @return the trailers, empty if there are none
	 */
	public Mono<HttpHeaders> trailers() {
		return this.trailers;
	}

	/**
	 * This request with another method.
	 * @param method the method
	 * @return the changed request
	 */
	public GatewayRequest withMethod(HttpMethod method) {
		return new GatewayRequest(method, this.rawPath, this.rawQuery, this.headers, this.body, this.trailers);
	}

	/**
	 * This request with another path.
	 * @param rawPath the path, percent-encoded, starting with a slash
	 * @return the changed request
	 */
	public GatewayRequest withPath(String rawPath) {
		return new GatewayRequest(this.method, rawPath, this.rawQuery, this.headers, this.body, this.trailers);
	}

	/**
	 * This request with another query.
	 * @param rawQuery the query, percent-encoded, without question mark, or {@code null}
	 * @return the changed request
	 */
	public GatewayRequest withQuery(@Nullable String rawQuery) {
		return new GatewayRequest(this.method, this.rawPath, rawQuery, this.headers, this.body, this.trailers);
	}

	/**
	 * This request with changed headers.
	 * @param change what to change; gets a copy
	 * @return the changed request
	 */
	public GatewayRequest withHeaders(Consumer<HttpHeaders> change) {
		HttpHeaders changed = HttpHeaders.copyOf(this.headers);
		change.accept(changed);
		return new GatewayRequest(this.method, this.rawPath, this.rawQuery, changed, this.body, this.trailers);
	}

	/**
	 * This request with another body. If the new body has another length, the
	 * {@code Content-Length} header must be changed as well.
	 * @param body the body, or {@code null} for none
	 * @return the changed request
	 */
	public GatewayRequest withBody(@Nullable Flux<DataBuffer> body) {
		return new GatewayRequest(this.method, this.rawPath, this.rawQuery, this.headers, body, this.trailers);
	}

	/**
	 * This request with other trailers. They are sent if the request has a body without
	 * {@code Content-Length}, or goes over HTTP/2.
	 * @param trailers the trailers; asked when the body was read to its end
	 * @return the changed request
	 */
	public GatewayRequest withTrailers(Mono<HttpHeaders> trailers) {
		return new GatewayRequest(this.method, this.rawPath, this.rawQuery, this.headers, this.body, trailers);
	}

	@Override
	public String toString() {
		return this.method + " " + Masked.uri(this.rawPath, null, Map.of());
	}

}
