package io.embeddedgateway.forward;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.embeddedgateway.ExplainedFilter;
import io.embeddedgateway.FilterEffect;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.loadbalancer.InstanceChoice;
import io.embeddedgateway.service.Instance;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.ObservedAttempt;
import io.embeddedgateway.service.ServiceInstance;
import io.embeddedgateway.upstream.Connector;
import io.embeddedgateway.upstream.Endpoint;
import io.embeddedgateway.upstream.Exchange;
import io.embeddedgateway.upstream.Protocol;
import io.embeddedgateway.upstream.UpstreamConnections;
import io.embeddedgateway.upstream.UpstreamListener;
import io.embeddedgateway.upstream.UpstreamRequest;

/**
 * The target of a route that leads to a service: chooses an instance, sends it the
 * request, and gives its response back as it streams.
 */
final class Forwarder implements ExplainedFilter {

	private final InstanceChoice instances;

	private final ForwardPolicy policy;

	private final Connector connector;

	/**
	 * For requests that ask for another protocol, which only HTTP/1.1 can do.
	 */
	private final Connector upgrades;

	Forwarder(InstanceChoice instances, ForwardPolicy policy, UpstreamConnections connections) {
		this.instances = instances;
		this.policy = policy;
		this.connector = connections.connector(policy.connections());
		this.upgrades = connections.connector(policy.connections().withProtocol(Protocol.HTTP_1_1));
	}

	@Override
	public Mono<GatewayResponse> filter(GatewayExchange exchange, GatewayFilterChain chain) {
		return new ForwardedCall(this, exchange);
	}

	@Override
	public Mono<FilterEffect> explain(GatewayExchange exchange) {
		return Mono.fromSupplier(() -> ForwardEffect.of(exchange, service().id(), this.instances.options(exchange),
				this.policy.preserveHost()));
	}

	LiveService service() {
		return this.instances.service();
	}

	ServiceInstance choose(GatewayExchange exchange) {
		return this.instances.choose(exchange);
	}

	Exchange send(GatewayExchange exchange, Instance instance, ObservedAttempt observed, UpstreamListener listener) {
		GatewayRequest request = exchange.request();
		HttpHeaders headers = RequestHeaders.of(exchange, instance.uri(), this.policy.preserveHost());
		observed.sending(headers);
		Connector connector = headers.contains(HttpHeaderNames.UPGRADE) ? this.upgrades : this.connector;
		return connector.send(new Endpoint(instance.uri(), instance.address()), upstreamRequest(request, headers),
				listener);
	}

	private UpstreamRequest upstreamRequest(GatewayRequest request, HttpHeaders headers) {
		String target = (request.rawQuery() != null) ? request.rawPath() + "?" + request.rawQuery() : request.rawPath();
		HttpMethod method = HttpMethod.valueOf(request.method().name());
		Flux<DataBuffer> body = request.hasBody() ? request.body() : null;
		Supplier<@Nullable HttpHeaders> trailers = Trailers.NONE;
		if (body != null && Trailers.mayFollow(request)) {
			AtomicReference<HttpHeaders> received = new AtomicReference<>();
			body = body.concatWith(request.trailers()
				.doOnNext((fields) -> received.set(Trailers.toNetty(fields)))
				.thenMany(Flux.empty()));
			trailers = received::get;
		}
		return new UpstreamRequest(method, target, headers, body, trailers, this.policy.responseTimeout(),
				this.policy.idleTimeout());
	}

}
