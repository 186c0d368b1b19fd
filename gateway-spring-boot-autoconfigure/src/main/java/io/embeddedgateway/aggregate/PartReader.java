package io.embeddedgateway.aggregate;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

import io.embeddedgateway.BadRequestException;
import io.embeddedgateway.ContentTooLargeException;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.GatewayResponse;

/**
 * Makes values of bodies, within the limits of an aggregation.
 */
final class PartReader {

	private static final List<String> KEPT = List.of(HttpHeaders.CACHE_CONTROL, HttpHeaders.EXPIRES, HttpHeaders.DATE,
			HttpHeaders.AGE, HttpHeaders.VARY, HttpHeaders.SET_COOKIE);

	private final AggregateLimits limits;

	private final PartBody body;

	PartReader(AggregateLimits limits) {
		this.limits = limits;
		this.body = new PartBody(limits.depth(), (int) limits.partSize().toBytes());
	}

	/**
	 * Read the response to the call of a part.
	 * @param result what its body is
	 * @param response the response
	 * @param all counts the bytes of all parts
	 * @return how the call has ended; an error if the body breaks off
	 */
	Mono<PartOutcome> read(PartResult result, GatewayResponse response, AtomicLong all) {
		if (response.body() instanceof ValueBody made) {
			return Mono.just(PartOutcome.of(made.value(), List.of()));
		}
		PartFailure failure = failure(result, response);
		if (failure != null) {
			return response.discard().thenReturn(PartOutcome.failed(failure));
		}
		if (result.stream()) {
			return isEmpty(response)
					? response.discard()
						.thenReturn(PartOutcome.of(NullNode.getInstance(), List.of(kept(response.headers()))))
					: Mono.just(PartOutcome.open(response));
		}
		HttpHeaders headers = response.headers();
		List<HttpHeaders> kept = List.of(kept(headers));
		return response.body()
			.collect(() -> new CollectedBytes(headers.getContentLength(), this.limits.partSize().toBytes(), all,
					this.limits.size().toBytes()), CollectedBytes::add)
			.map((collected) -> PartOutcome.of(value(result.type(), headers, collected), kept));
	}

	private static boolean isEmpty(GatewayResponse response) {
		int status = response.status().value();
		return status == 204 || status == 205 || response.headers().getContentLength() == 0;
	}

	// All that the answer will be asked for, since there may be many
	private static HttpHeaders kept(HttpHeaders headers) {
		HttpHeaders kept = new HttpHeaders();
		for (String name : KEPT) {
			if (headers.containsHeader(name)) {
				kept.addAll(name, headers.getOrEmpty(name));
			}
		}
		return kept;
	}

	private @Nullable PartFailure failure(PartResult result, GatewayResponse response) {
		HttpHeaders headers = response.headers();
		if (!response.status().is2xxSuccessful()) {
			return PartFailure.ofStatus(response.status());
		}
		if (result.type() == BodyType.JSON && !isEmpty(response) && !isJson(headers)) {
			return PartFailure.of(PartFailure.Type.INVALID_BODY, "its Content-Type is not that of JSON");
		}
		String encoding = headers.getFirst(HttpHeaders.CONTENT_ENCODING);
		if (encoding != null && (result.stream() || !isGzip(encoding)) && !encoding.equalsIgnoreCase("identity")) {
			return PartFailure.of(PartFailure.Type.INVALID_BODY, "its Content-Encoding can't be read");
		}
		if (!result.stream() && headers.getContentLength() > this.limits.partSize().toBytes()) {
			return PartFailure.of(PartFailure.Type.TOO_LARGE,
					"it has more than " + this.limits.partSize().toBytes() + " bytes");
		}
		return null;
	}

	private static boolean isGzip(String encoding) {
		String lower = encoding.strip().toLowerCase(Locale.ROOT);
		return lower.equals("gzip") || lower.equals("x-gzip");
	}

	// None is taken for JSON, since services forget it
	private static boolean isJson(HttpHeaders headers) {
		try {
			MediaType type = headers.getContentType();
			return type == null || type.getSubtype().equals("json") || type.getSubtype().endsWith("+json");
		}
		catch (InvalidMediaTypeException ex) {
			return false;
		}
	}

	private JsonNode value(BodyType type, HttpHeaders headers, CollectedBytes collected) {
		byte[] bytes = collected.bytes();
		int length = collected.length();
		String encoding = headers.getFirst(HttpHeaders.CONTENT_ENCODING);
		if (length > 0 && encoding != null && isGzip(encoding)) {
			bytes = Gzip.unpack(bytes, length, (int) this.limits.partSize().toBytes());
			collected.decompressed(bytes.length - length);
			length = bytes.length;
		}
		if (length == 0) {
			return NullNode.getInstance();
		}
		return switch (type) {
			case JSON -> this.body.parse(bytes, length, collected::takes);
			case TEXT -> StringNode.valueOf(new String(bytes, 0, length, charset(headers)));
			case BASE64 -> StringNode.valueOf(Base64.getEncoder().encodeToString(Arrays.copyOf(bytes, length)));
		};
	}

	private static Charset charset(HttpHeaders headers) {
		try {
			MediaType type = headers.getContentType();
			Charset charset = (type != null) ? type.getCharset() : null;
			return (charset != null) ? charset : StandardCharsets.UTF_8;
		}
		catch (IllegalArgumentException ex) {
			return StandardCharsets.UTF_8;
		}
	}

	/**
	 * Write a value.
	 * @param value the value
	 * @return the bytes, in UTF-8
	 * @throws InvalidBodyException if it is nested too deep
	 */
	byte[] write(JsonNode value) {
		return this.body.write(value);
	}

	/**
	 * Check a body that is passed on as it comes.
	 * @param streamed the body
	 * @return the same body, JSON null if it is empty; an error as soon as it is no
	 * proper JSON
	 */
	Flux<DataBuffer> checked(Flux<DataBuffer> streamed) {
		return Flux.defer(() -> {
			StreamedJson json = new StreamedJson(this.body.incrementalParser());
			return streamed.map(json::check).concatWith(Flux.defer(json::end)).doOnTerminate(json::close);
		});
	}

	/**
	 * Read the body of the request of the client.
	 * @param request the request
	 * @return the value, {@code null} in JSON if there is no body; a 400 if it is no
	 * JSON, a 413 if it is larger than a part may be
	 */
	Mono<JsonNode> request(GatewayRequest request) {
		if (request.hasBody() && !isJson(request.headers())) {
			return Mono.error(new BadRequestException("The body of the request has to be JSON."));
		}
		long most = this.limits.partSize().toBytes();
		return request.body()
			.collect(() -> new CollectedBytes(request.headers().getContentLength(), most, new AtomicLong(), most),
					CollectedBytes::add)
			.map((collected) -> (collected.length() == 0) ? (JsonNode) NullNode.getInstance()
					: this.body.parse(collected.bytes(), collected.length(), collected::takes))
			.onErrorMap(BodyTooLargeException.class,
					(ex) -> new ContentTooLargeException("the body has more than " + most + " bytes"))
			.onErrorMap(InvalidBodyException.class,
					(ex) -> new BadRequestException("The body of the request is no proper JSON."));
	}

}
