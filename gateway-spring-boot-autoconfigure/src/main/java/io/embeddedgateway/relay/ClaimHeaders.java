package io.embeddedgateway.relay;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.springframework.http.HttpHeaders;
import reactor.core.publisher.Mono;

import io.embeddedgateway.ExplainedFilter;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.WireHeaders;

/**
 * Keeps the headers that tell services about the caller from being sent by clients: under
 * their names, and under such that servers read as the same, with underscores for
 * hyphens.
 */
final class ClaimHeaders implements ExplainedFilter {

	private final String[] names;

	private final boolean[] lengths;

	ClaimHeaders(Collection<String> names) {
		this.names = names.toArray(String[]::new);
		this.lengths = new boolean[names.stream().mapToInt(String::length).max().orElse(0) + 1];
		names.forEach((name) -> this.lengths[name.length()] = true);
	}

	@Override
	public Mono<GatewayResponse> filter(GatewayExchange exchange, GatewayFilterChain chain) {
		GatewayRequest stripped = strip(exchange.request());
		return chain.filter((stripped != exchange.request()) ? exchange.withRequest(stripped) : exchange);
	}

	private GatewayRequest strip(GatewayRequest request) {
		List<String> forged = forged(request.headers());
		GatewayRequest stripped = forged.isEmpty() ? request
				: request.withHeaders((headers) -> forged.forEach(headers::remove));
		// Whether a client announces its trailers is up to the client (RFC 9110 §6.6.2)
		boolean trailers = request.hasBody() && !request.headers().containsHeader(HttpHeaders.CONTENT_LENGTH);
		if (!trailers) {
			return stripped;
		}
		return stripped.withTrailers(request.trailers().map(this::withoutForged));
	}

	private HttpHeaders withoutForged(HttpHeaders trailers) {
		List<String> forged = forged(trailers);
		if (forged.isEmpty()) {
			return trailers;
		}
		HttpHeaders rest = HttpHeaders.copyOf(trailers);
		forged.forEach(rest::remove);
		return rest;
	}

	private List<String> forged(HttpHeaders headers) {
		List<String> forged = List.of();
		if (headers instanceof WireHeaders wire) {
			for (var fields = wire.fields().iteratorCharSequence(); fields.hasNext();) {
				forged = addIf(forged, fields.next().getKey());
			}
			return forged;
		}
		for (String name : headers.headerNames()) {
			forged = addIf(forged, name);
		}
		return forged;
	}

	private List<String> addIf(List<String> forged, CharSequence name) {
		if (name.length() >= this.lengths.length || !this.lengths[name.length()] || !isOurs(name)) {
			return forged;
		}
		List<String> more = forged.isEmpty() ? new ArrayList<>(2) : forged;
		more.add(name.toString());
		return more;
	}

	private boolean isOurs(CharSequence name) {
		for (String ours : this.names) {
			if (ours.length() == name.length() && isSame(ours, name)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isSame(String ours, CharSequence name) {
		for (int i = 0; i < ours.length(); i++) {
			if (folded(ours.charAt(i)) != folded(name.charAt(i))) {
				return false;
			}
		}
		return true;
	}

	private static char folded(char current) {
		return (current == '_') ? '-' : Character.toLowerCase(current);
	}

	/**
	 * The headers that a policy writes.
	 * @param policies the policies
	 * @return the names
	 */
	static Collection<String> names(Collection<RelayPolicy> policies) {
		return policies.stream()
			.map(RelayPolicy::claims)
			.map(Map::values)
			.flatMap(Collection::stream)
			.distinct()
			.toList();
	}

}
