package io.embeddedgateway;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import reactor.core.publisher.Mono;

/**
 * What a filter would do with a request. Immutable.
 */
public final class FilterEffect {

	private final @Nullable GatewayExchange next;

	private final @Nullable HttpStatusCode answer;

	private final Map<String, Object> details;

	private FilterEffect(@Nullable GatewayExchange next, @Nullable HttpStatusCode answer, Map<String, Object> details) {
		this.next = next;
		this.answer = answer;
		this.details = details;
	}

	/**
	 * What a filter does if nothing is behind it.
	 * @param filter a filter that leaves no trace of requests but in their exchanges
	 * @param exchange the exchange
	 * @return the effect, of what the filter refuses too; other errors remain errors
	 */
	public static Mono<FilterEffect> of(GatewayFilter filter, GatewayExchange exchange) {
		return Mono.defer(() -> {
			AtomicReference<@Nullable GatewayExchange> next = new AtomicReference<>();
			return filter.filter(exchange, (passed) -> {
				next.set(passed);
				return Mono.just(GatewayResponse.of(HttpStatus.OK));
			}).flatMap((response) -> response.discard().then(Mono.fromSupplier(() -> of(next.get(), response))));
		}).onErrorResume(GatewayException.class, (refusal) -> Mono.just(refuses(refusal)));
	}

	private static FilterEffect of(@Nullable GatewayExchange passed, GatewayResponse response) {
		return (passed != null) ? passes(passed) : answers(response.status());
	}

	/**
	 * The filter would pass the request on.
	 * @param next the exchange as it would pass it on
	 * @return the effect, without details
	 */
	public static FilterEffect passes(GatewayExchange next) {
		return new FilterEffect(next, null, Map.of());
	}

	/**
	 * The filter would answer, and ask nobody further.
	 * @param status the status of its answer
	 * @return the effect, without details
	 */
	public static FilterEffect answers(HttpStatusCode status) {
		return new FilterEffect(null, status, Map.of());
	}

	/**
	 * The filter is the end of the route: it would send the request somewhere.
	 * @return the effect, without details
	 */
	public static FilterEffect sends() {
		return new FilterEffect(null, null, Map.of());
	}

	/**
	 * The effect of a filter that refuses, by what it would throw.
	 * @param refusal what it would throw
	 * @return the effect, with the detail of the refusal
	 */
	public static FilterEffect refuses(GatewayException refusal) {
		return answers(refusal.status()).with("reason", refusal.getMessage());
	}

	/**
	 * This effect and one more detail.
	 * @param name its name, in camel case
	 * @param value its value: a string, a number, a boolean, or a list or map of those;
	 * without secrets. With {@code null} nothing is added
	 * @return the effect with the detail
	 */
	public FilterEffect with(String name, @Nullable Object value) {
		if (value == null) {
			return this;
		}
		Map<String, Object> details = new LinkedHashMap<>(this.details);
		details.put(name, value);
		return new FilterEffect(this.next, this.answer, Collections.unmodifiableMap(details));
	}

	/**
	 * The exchange as the filter would pass it on.
	 * @return the exchange, or {@code null} if the way ends here
	 */
	public @Nullable GatewayExchange next() {
		return this.next;
	}

	/**
	 * The status that the filter would answer with by itself.
	 * @return the status, or {@code null} if it would not answer
	 */
	public @Nullable HttpStatusCode answer() {
		return this.answer;
	}

	/**
	 * What there is to say about it.
	 * @return the details by name, in their order
	 */
	public Map<String, Object> details() {
		return this.details;
	}

	@Override
	public String toString() {
		String end = (this.answer != null) ? "answers " + this.answer.value() : "sends";
		return ((this.next != null) ? "passes" : end) + " " + this.details;
	}

}
