package io.embeddedgateway.forward;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.support.Netty4HeadersAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.NettyOutbound;
import reactor.netty.NettyPipeline;
import reactor.netty.http.client.HttpClientResponse;

import io.embeddedgateway.BadGatewayException;
import io.embeddedgateway.BadRequestException;
import io.embeddedgateway.GatewayException;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.GatewayTimeoutException;
import io.embeddedgateway.ServiceUnavailableException;
import io.embeddedgateway.loadbalancer.LoadBalancer;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.ServiceInstance;

/**
 * The target of a route that leads to a service: chooses an instance, sends it the
 * request, and gives its response back as it streams.
 */
final class Forwarder implements GatewayFilter {

	private static final Set<HttpMethod> SAFE_METHODS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

	/**
	 * Whether a connection was answered on before.
	 */
	private static final AttributeKey<Boolean> USED = AttributeKey.valueOf(Forwarder.class, "used");

	private final LiveService service;

	private final LoadBalancer loadBalancer;

	private final ForwardPolicy policy;

	private final ConnectionPools pools;

	Forwarder(LiveService service, LoadBalancer loadBalancer, ForwardPolicy policy, ConnectionPools pools) {
		this.service = service;
		this.loadBalancer = loadBalancer;
		this.policy = policy;
		this.pools = pools;
	}

	@Override
	public Mono<GatewayResponse> filter(GatewayExchange exchange, GatewayFilterChain chain) {
		return Mono.defer(() -> send(exchange, choose(exchange)));
	}

	private ServiceInstance choose(GatewayExchange exchange) {
		List<ServiceInstance> instances = this.service.instances();
		if (instances.isEmpty()) {
			throw new ServiceUnavailableException("The service is not available.", this.service.id(),
					"service '" + this.service.id() + "' has no instances", null);
		}
		return (instances.size() == 1) ? instances.get(0) : this.loadBalancer.choose(instances, exchange);
	}

	private Mono<GatewayResponse> send(GatewayExchange exchange, ServiceInstance instance) {
		GatewayRequest request = exchange.request();
		String query = (request.rawQuery() != null) ? "?" + request.rawQuery() : "";
		URI uri = URI.create(instance.uri() + request.rawPath() + query);
		Sending sending = new Sending(instance);
		Mono<GatewayResponse> attempt = attempt(exchange, uri, sending);
		return attempt.onErrorResume((error) -> sending.mayBeRepeated(request, error), (error) -> attempt)
			.onErrorMap((error) -> UpstreamErrors.translate(sending.cause(error), this.service.id(), instance.id()))
			.doOnError((error) -> sending.end())
			.doOnCancel(sending::end);
	}

	private Mono<GatewayResponse> attempt(GatewayExchange exchange, URI uri, Sending sending) {
		return this.pools.client(this.policy)
			.request(io.netty.handler.codec.http.HttpMethod.valueOf(exchange.request().method().name()))
			.uri(uri)
			.send((outgoing, outbound) -> {
				outbound.withConnection(sending::connected);
				RequestHeaders.write(outgoing.requestHeaders(), exchange, uri, this.policy.preserveHost());
				return write(exchange.request(), outbound, sending);
			})
			.responseConnection((response, connection) -> Mono.just(receive(response, connection, sending)))
			.next();
	}

	// 'sendObject', because 'send' would collect the body of a GET, HEAD or DELETE in
	// memory
	private Publisher<Void> write(GatewayRequest request, NettyOutbound outbound, Sending sending) {
		return request.hasBody() ? outbound.sendObject(body(request, sending)) : outbound;
	}

	// A body that breaks off on the way in breaks off on the way out: its error ends the
	// request to the instance without the end of the body, and the connection with it
	private Flux<ByteBuf> body(GatewayRequest request, Sending sending) {
		return request.body()
			.timeout(this.policy.idleTimeout())
			.onErrorMap((error) -> sending.fail(bodyError(error, sending)))
			.map(NettyDataBufferFactory::toByteBuf);
	}

	private GatewayException bodyError(Throwable error, Sending sending) {
		if (error instanceof TimeoutException && sending.isHeldBack()) {
			return new GatewayTimeoutException("The service did not take the request in time.", this.service.id(),
					sending.instance + " stopped reading the body of the request", error);
		}
		return new BadRequestException("The body of the request broke off.");
	}

	private GatewayResponse receive(HttpClientResponse response, Connection connection, Sending sending) {
		connection.channel().attr(USED).set(Boolean.TRUE);
		int status = response.status().code();
		if (status < 200) {
			connection.dispose();
			throw new BadGatewayException("The service did not answer properly.", this.service.id(),
					sending.instance + " answered with status " + status, null);
		}
		awaitBody(connection);
		HttpHeaders headers = response.responseHeaders();
		HopByHopHeaders.removeFrom(headers);
		headers.add("Via", RequestHeaders.VIA);
		NettyDataBufferFactory buffers = new NettyDataBufferFactory(connection.channel().alloc());
		Flux<DataBuffer> body = connection.inbound()
			.receive()
			.retain()
			.<DataBuffer>map(buffers::wrap)
			.onErrorMap((error) -> UpstreamErrors.translate(error, this.service.id(), sending.instance.id()))
			.doFinally((signal) -> sending.end());
		return new GatewayResponse(HttpStatusCode.valueOf(status),
				new org.springframework.http.HttpHeaders(new Netty4HeadersAdapter(headers)), body);
	}

	// From here on, the time that counts is that between two reads
	private void awaitBody(Connection connection) {
		ChannelPipeline pipeline = connection.channel().pipeline();
		boolean other = !this.policy.idleTimeout().equals(this.policy.responseTimeout());
		if (other && pipeline.get(NettyPipeline.ResponseTimeoutHandler) != null) {
			pipeline.replace(NettyPipeline.ResponseTimeoutHandler, NettyPipeline.ResponseTimeoutHandler,
					new ReadTimeoutHandler(this.policy.idleTimeout().toMillis(), TimeUnit.MILLISECONDS));
		}
	}

	/**
	 * One request in flight at an instance, until it ended in whatever way.
	 */
	private static final class Sending {

		private final ServiceInstance instance;

		private final AtomicBoolean ended = new AtomicBoolean();

		private volatile boolean reused;

		private volatile @Nullable Connection connection;

		private volatile @Nullable GatewayException failure;

		Sending(ServiceInstance instance) {
			this.instance = instance;
			instance.begin();
		}

		void connected(Connection connection) {
			this.connection = connection;
			this.reused = connection.channel().hasAttr(USED);
		}

		// An instance may close a connection that it kept open just when a request is on
		// its way (RFC 9112 §9.3.1). On a new connection the same would be a failure
		boolean mayBeRepeated(GatewayRequest request, Throwable error) {
			return this.reused && error instanceof IOException && !request.hasBody()
					&& SAFE_METHODS.contains(request.method());
		}

		// Whether it is for the instance that no more of the request can be sent
		boolean isHeldBack() {
			Connection connection = this.connection;
			return connection != null && !connection.channel().isWritable();
		}

		// While the instance does not read, an error of the body would wait behind what
		// is to be written. So the connection is closed at once, which ends the request
		// with an error of its own
		GatewayException fail(GatewayException failure) {
			this.failure = failure;
			Connection connection = this.connection;
			if (connection != null) {
				ChannelFuture unused = connection.channel().close();
			}
			return failure;
		}

		Throwable cause(Throwable error) {
			GatewayException failure = this.failure;
			return (failure != null) ? failure : error;
		}

		void end() {
			if (this.ended.compareAndSet(false, true)) {
				this.instance.end();
			}
		}

	}

}
