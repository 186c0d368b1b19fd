package io.embeddedgateway;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A response as a value: immutable but for its body, which is a stream that can be read
 * once. Whoever receives a response owns it, and either returns it, reads its body to the
 * end, or gives it up with {@link #discard()}.
 */
public final class GatewayResponse {

	private final HttpStatusCode status;

	private final HttpHeaders headers;

	private final Flux<DataBuffer> body;

	private final Mono<HttpHeaders> trailers;

	/**
	 * Create a response without trailers.
	 * @param status the status
	 * @param headers the headers; not copied, and not to be changed any more
	 * @param body the body
	 */
	public GatewayResponse(HttpStatusCode status, HttpHeaders headers, Flux<DataBuffer> body) {
		this(status, headers, body, Mono.empty());
	}

	private GatewayResponse(HttpStatusCode status, HttpHeaders headers, Flux<DataBuffer> body,
			Mono<HttpHeaders> trailers) {
		this.status = status;
		this.headers = headers;
		this.body = body;
		this.trailers = trailers;
	}

	/**
	 * A response without headers and body.
	 * @param status the status
	 * @return the response
	 */
	public static GatewayResponse of(HttpStatusCode status) {
		HttpHeaders headers = new HttpHeaders();
		if (!status.is1xxInformational() && status.value() != 204 && status.value() != 304) {
			headers.setContentLength(0);
		}
		return new GatewayResponse(status, headers, Flux.empty());
	}

	/**
	 * A response with a text.
	 * @param status the status
	 * @param contentType the type of the text; UTF-8 unless it names another character
	 * set
	 * @param text the text
	 * @return the response
	 */
	public static GatewayResponse of(HttpStatusCode status, MediaType contentType, String text) {
		byte[] bytes = text
			.getBytes((contentType.getCharset() != null) ? contentType.getCharset() : StandardCharsets.UTF_8);
		HttpHeaders headers = new HttpHeaders();
		headers.setContentType(contentType);
		headers.setContentLength(bytes.length);
		return new GatewayResponse(status, headers,
				Flux.defer(() -> Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(bytes))));
	}

	/**
	 * The status.
	 * @return the status
	 */
	public HttpStatusCode status() {
		return this.status;
	}

	/**
	 * The headers.
	 * @return the headers, to be read only
	 */
	public HttpHeaders headers() {
		return this.headers;
	}

	/**
	 * The body, which can be read once.
	 * @return the body
	 */
	public Flux<DataBuffer> body() {
		return this.body;
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
	 * This response with another status.
	 * @param status the status
	 * @return the changed response
	 */
	public GatewayResponse withStatus(HttpStatusCode status) {
		return new GatewayResponse(status, this.headers, this.body, this.trailers);
	}

	/**
	 * This response with changed headers.
	 * @param change what to change; gets a copy
	 * @return the changed response
	 */
	public GatewayResponse withHeaders(Consumer<HttpHeaders> change) {
		HttpHeaders changed = HttpHeaders.copyOf(this.headers);
		change.accept(changed);
		return new GatewayResponse(this.status, changed, this.body, this.trailers);
	}

	/**
	 * This response with a body made from its own. If the new body has another length,
	 * the {@code Content-Length} header must be changed as well.
	 * @param change makes the new body; it must read or cancel the old one
	 * @return the changed response
	 */
	public GatewayResponse withBody(UnaryOperator<Flux<DataBuffer>> change) {
		return new GatewayResponse(this.status, this.headers, change.apply(this.body), this.trailers);
	}

	/**
	 * This response with other trailers. They are sent to clients of HTTP/2, and to those
	 * of HTTP/1.1 unless the response has a {@code Content-Length}.
	 * @param trailers the trailers; asked when the body was read to its end
	 * @return the changed response
	 */
	public GatewayResponse withTrailers(Mono<HttpHeaders> trailers) {
		return new GatewayResponse(this.status, this.headers, this.body, trailers);
	}

	/**
	 * Give the response up: its body will not be read, and what it holds is released.
	 * @return completes when that is done; never an error
	 */
	public Mono<Void> discard() {
		return this.body.onErrorComplete()
			.take(0, false)
			.doOnDiscard(DataBuffer.class, DataBufferUtils::release)
			.then();
	}

	@Override
	public String toString() {
		return Integer.toString(this.status.value());
	}

}
