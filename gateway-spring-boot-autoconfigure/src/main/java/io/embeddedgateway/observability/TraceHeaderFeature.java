package io.embeddedgateway.observability;

import java.util.List;
import java.util.Set;
import java.util.function.Function;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import reactor.core.publisher.Mono;

import io.embeddedgateway.ExplainedFilter;
import io.embeddedgateway.FilterStage;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.Route;
import io.embeddedgateway.RouteChains;
import io.embeddedgateway.RouteFeature;
import io.embeddedgateway.masking.MaskedUris;
import io.embeddedgateway.masking.SecretNames;

/**
 * Tells those who may know it the way of their requests, in the header {@value #HEADER}
 * of the answer. Services never see it, and never write it.
 */
public final class TraceHeaderFeature implements RouteFeature, RouteObserver {

	private static final Log logger = LogFactory.getLog(TraceHeaderFeature.class);

	/**
	 * The header by which clients ask, and are answered.
	 */
	public static final String HEADER = "X-Gateway-Trace";

	private final TraceHeaderPolicy policy;

	private final Function<String, List<String>> filters;

	private final MaskedUris uris;

	private final ExplainedFilter filter = this::filter;

	/**
	 * Create the feature.
	 * @param policy who may know it
	 * @param filters the names of the filters of a route, by its id
	 * @param secrets the names of what is not to be shown
	 */
	public TraceHeaderFeature(TraceHeaderPolicy policy, Function<String, List<String>> filters, SecretNames secrets) {
		this.policy = policy;
		this.filters = filters;
		this.uris = new MaskedUris(secrets);
	}

	@Override
	public FilterStage stage() {
		// What answers before is not seen
		return FilterStage.OBSERVE;
	}

	@Override
	public Set<Class<?>> policies() {
		return Set.of();
	}

	@Override
	public @Nullable GatewayFilter filterFor(Route route) {
		return this.filter;
	}

	@Override
	public @Nullable GatewayFilter filterFor(Route route, RouteChains chains) {
		// What the client has sent is gone by then
		return chains.isPart() ? null : this.filter;
	}

	private Mono<GatewayResponse> filter(GatewayExchange exchange, GatewayFilterChain chain) {
		List<String> sent = exchange.request().headers().getOrEmpty(HEADER);
		Mono<GatewayResponse> response = sent.isEmpty() ? chain.filter(exchange) : asked(sent, exchange, chain);
		return response.map(TraceHeaderFeature::stripped);
	}

	private Mono<GatewayResponse> asked(List<String> sent, GatewayExchange exchange, GatewayFilterChain chain) {
		GatewayExchange passed = exchange
			.withRequest(exchange.request().withHeaders((headers) -> headers.remove(HEADER)));
		if (sent.size() > 1 || !this.policy.trusts(sent.get(0), exchange)) {
			return chain.filter(passed);
		}
		FollowedRequest followed = new FollowedRequest();
		passed.attribute(FollowedRequest.KEY, followed);
		return chain.followedBy(followed::reached).filter(passed);
	}

	private static GatewayResponse stripped(GatewayResponse response) {
		return response.headers().containsHeader(HEADER) ? response.withHeaders((headers) -> headers.remove(HEADER))
				: response;
	}

	@Override
	public RequestListener listenerFor(Route route) {
		return new Asked();
	}

	private void begun(RequestRecord request) {
		FollowedRequest followed = request.exchange().attribute(FollowedRequest.KEY);
		if (followed != null) {
			List<String> names = this.filters.apply(request.route().id());
			request.exchange().onAnswer((headers) -> answer(headers, request, followed, names));
		}
	}

	private void answer(HttpHeaders headers, RequestRecord request, FollowedRequest followed, List<String> names) {
		try {
			headers.set(HEADER, TraceText.of(request, followed.last(), names, this.uris));
		}
		catch (RuntimeException ex) {
			// The answer is worth more than what is said about it
			logger.debug("No trace for " + request, ex);
		}
	}

	/**
	 * Answers those who ask.
	 */
	private final class Asked implements RequestListener {

		@Override
		public void begun(RequestRecord request) {
			TraceHeaderFeature.this.begun(request);
		}

		@Override
		public void ended(RequestRecord request) {
			// The client knows
		}

	}

}
