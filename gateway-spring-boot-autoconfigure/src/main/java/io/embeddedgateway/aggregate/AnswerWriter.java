package io.embeddedgateway.aggregate;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.GatewayResponse;

/**
 * Makes the response of what the parts brought.
 */
final class AnswerWriter {

	/**
	 * The header that names the optional parts that have failed.
	 */
	static final String INCOMPLETE = "Gateway-Incomplete";

	private final AnswerPolicy policy;

	private final AnswerTree tree;

	private final PartReader reader;

	private final AnswerCaching caching;

	// A text that no body can have foreseen, and that never leaves
	private final StringNode marker = StringNode.valueOf(UUID.randomUUID().toString());

	AnswerWriter(PartGraph graph, PartReader reader) {
		this.policy = graph.policy().answer();
		this.tree = new AnswerTree(graph);
		this.reader = reader;
		this.caching = new AnswerCaching(graph.policy());
	}

	/**
	 * Make the response.
	 * @param request the values of the request
	 * @param outcomes how the parts have ended
	 * @return the response; an error if the parts do not fit together
	 */
	Mono<GatewayResponse> write(RequestView request, PartOutcomes outcomes) {
		GatewayResponse open = open(outcomes);
		try {
			JsonNode answer = this.tree.make(request, outcomes, this.marker);
			if (open != null) {
				// At once, so that whoever gets it too late gives it up
				return Mono.just(streamed(answer, open, outcomes));
			}
			AggregationCustomizer customizer = this.policy.customizer();
			if (customizer == null) {
				return Mono.just(response(answer, request.exchange().request(), outcomes));
			}
			return customizer.customize(request.exchange(), answer.deepCopy())
				.switchIfEmpty(Mono.error(() -> new IllegalStateException("The customizer of the answer gave none")))
				.map((customized) -> response(customized, request.exchange().request(), outcomes));
		}
		catch (UnsuitableValueException | InvalidBodyException ex) {
			giveUp(open);
			throw new UnfitAnswerException(ex);
		}
		catch (RuntimeException ex) {
			giveUp(open);
			throw ex;
		}
	}

	private static @Nullable GatewayResponse open(PartOutcomes outcomes) {
		for (PartOutcome outcome : outcomes.all()) {
			if (outcome != null && outcome.open() != null) {
				return outcome.open();
			}
		}
		return null;
	}

	private static void giveUp(@Nullable GatewayResponse open) {
		if (open != null) {
			open.discard().subscribe();
		}
	}

	private GatewayResponse response(JsonNode answer, GatewayRequest request, PartOutcomes outcomes) {
		byte[] bytes = this.reader.write(answer);
		HttpHeaders headers = headers(outcomes);
		boolean read = request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
		if (read) {
			String tag = EntityTag.of(bytes);
			headers.setETag(tag);
			if (EntityTag.isKnown(request.headers(), tag)) {
				headers.remove(HttpHeaders.CONTENT_TYPE);
				return new GatewayResponse(HttpStatus.NOT_MODIFIED, headers, Flux.empty());
			}
		}
		headers.setContentLength(bytes.length);
		return new GatewayResponse(HttpStatus.OK, headers, once(bytes));
	}

	private GatewayResponse streamed(JsonNode tree, GatewayResponse open, PartOutcomes outcomes) {
		String answer = new String(this.reader.write(tree), StandardCharsets.UTF_8);
		String marker = this.marker.toString();
		int start = answer.indexOf(marker);
		if (start < 0) {
			throw new IllegalStateException("The shape does not have the part that is passed on");
		}
		Flux<DataBuffer> before = once(answer.substring(0, start).getBytes(StandardCharsets.UTF_8));
		Flux<DataBuffer> after = once(answer.substring(start + marker.length()).getBytes(StandardCharsets.UTF_8));
		return new GatewayResponse(HttpStatus.OK, headers(outcomes),
				new StreamedAnswer(before, this.reader.checked(open.body()), after, open));
	}

	private static Flux<DataBuffer> once(byte[] bytes) {
		return Flux.defer(() -> Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(bytes)));
	}

	private HttpHeaders headers(PartOutcomes outcomes) {
		List<HttpHeaders> all = outcomes.headers();
		HttpHeaders headers = new HttpHeaders();
		headers.setContentType(MediaType.APPLICATION_JSON);
		headers.set(HttpHeaders.CACHE_CONTROL,
				CombinedHeaders.cacheControl(all, this.caching, outcomes.failures().isEmpty()));
		String vary = CombinedHeaders.vary(all, this.caching);
		if (vary != null) {
			headers.set(HttpHeaders.VARY, vary);
		}
		if (this.policy.setCookies()) {
			all.forEach((part) -> headers.addAll(HttpHeaders.SET_COOKIE, part.getOrEmpty(HttpHeaders.SET_COOKIE)));
		}
		Set<String> failed = new LinkedHashSet<>();
		outcomes.failures().forEach((failure) -> failed.add(failure.part().name()));
		if (!failed.isEmpty()) {
			headers.set(INCOMPLETE, String.join(", ", failed));
		}
		return headers;
	}

}
