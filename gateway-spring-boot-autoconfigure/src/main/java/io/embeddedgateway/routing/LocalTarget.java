package io.embeddedgateway.routing;

import java.net.URI;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.codec.multipart.Part;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.embeddedgateway.AttributeKey;
import io.embeddedgateway.Caller;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.WireHeaders;

/**
 * The application itself as the target of a route: its own handler runs, and what it
 * writes becomes a {@link GatewayResponse}, so that the filters around it work as they do
 * around a service.
 */
final class LocalTarget implements GatewayFilterChain {

	private static final String NAME = "local";

	static final AttributeKey<Call> CALL = AttributeKey.ofRequest("local call", Call.class);

	@Override
	public Mono<GatewayResponse> filter(GatewayExchange exchange) {
		Call call = exchange.attribute(CALL);
		if (call == null) {
			return Mono.error(new IllegalStateException("Only a local route can end at the application: " + exchange));
		}
		ServerWebExchange server = exchange.isLed() ? new PartExchange(call.exchange()) : call.exchange();
		ServerHttpRequest request = request(server, exchange.request());
		boolean handshake = "websocket".equalsIgnoreCase(request.getHeaders().getUpgrade());
		CapturedResponse response = new CapturedResponse(server.getResponse(), handshake);
		ServerWebExchange.Builder changed = server.mutate().request(request).response(response);
		Principal principal = principal(exchange);
		if (principal != null) {
			changed.principal(Mono.just(principal));
		}
		return response.capture(call.chain().filter(changed.build()));
	}

	@Override
	public GatewayFilterChain followedBy(Consumer<String> follower) {
		return (exchange) -> {
			follower.accept(NAME);
			return filter(exchange);
		};
	}

	// Whom the application has authenticated, it knows itself
	private static @Nullable Principal principal(GatewayExchange exchange) {
		Caller caller = exchange.caller();
		if (caller == null || caller.provider().equals(Caller.APPLICATION)) {
			return null;
		}
		Principal principal = exchange.attribute(GatewayExchange.PRINCIPAL);
		return (principal != null) ? principal : caller;
	}

	private static ServerHttpRequest request(ServerWebExchange exchange, GatewayRequest request) {
		ServerHttpRequest original = exchange.getRequest();
		ServerHttpRequest changed = original;
		String contextPath = original.getPath().contextPath().value();
		String path = contextPath + request.rawPath();
		URI uri = original.getURI();
		boolean samePlace = path.equals(uri.getRawPath()) && Objects.equals(uri.getRawQuery(), request.rawQuery());
		if (!samePlace || !isAsReceived(request.headers(), original)
				|| !request.method().equals(original.getMethod())) {
			String query = (request.rawQuery() != null) ? "?" + request.rawQuery() : "";
			changed = original.mutate()
				.method(request.method())
				.uri(URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + path + query))
				.contextPath(contextPath)
				.headers((headers) -> replace(headers, request.headers()))
				.build();
		}
		return new WithBody(changed, request.body());
	}

	private static boolean isAsReceived(HttpHeaders headers, ServerHttpRequest original) {
		if (headers instanceof WireHeaders) {
			// Made of those of the original, and read only
			return true;
		}
		return headers.equals(original.getHeaders());
	}

	private static void replace(HttpHeaders headers, HttpHeaders replacement) {
		headers.clear();
		replacement.forEach((name, values) -> headers.put(name, new ArrayList<>(values)));
	}

	/**
	 * The request that WebFlux was about to handle.
	 *
	 * @param exchange the exchange
	 * @param chain the rest of the application
	 */
	record Call(ServerWebExchange exchange, WebFilterChain chain) {
	}

	/**
	 * The exchange of the server with attributes of its own, because handlers that run at
	 * the same time must not see what was found for each other, and without the form that
	 * the client may have sent, because that is the body of another request.
	 */
	private static final class PartExchange extends ServerWebExchangeDecorator {

		private final Map<String, Object> attributes;

		PartExchange(ServerWebExchange delegate) {
			super(delegate);
			this.attributes = new ConcurrentHashMap<>(delegate.getAttributes());
		}

		@Override
		public Map<String, Object> getAttributes() {
			return this.attributes;
		}

		@Override
		public Mono<MultiValueMap<String, String>> getFormData() {
			return Mono.just(new LinkedMultiValueMap<>());
		}

		@Override
		public Mono<MultiValueMap<String, Part>> getMultipartData() {
			return Mono.just(new LinkedMultiValueMap<>());
		}

	}

	private static final class WithBody extends ServerHttpRequestDecorator {

		private final Flux<DataBuffer> body;

		WithBody(ServerHttpRequest delegate, Flux<DataBuffer> body) {
			super(delegate);
			this.body = body;
		}

		@Override
		public Flux<DataBuffer> getBody() {
			return this.body;
		}

	}

}
