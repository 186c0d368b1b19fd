package io.embeddedgateway.cors;

import java.net.URI;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpCookie;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.server.reactive.AbstractServerHttpRequest;
import org.springframework.http.server.reactive.AbstractServerHttpResponse;
import org.springframework.http.server.reactive.SslInfo;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.adapter.DefaultServerWebExchange;
import org.springframework.web.server.i18n.AcceptHeaderLocaleContextResolver;
import org.springframework.web.server.i18n.LocaleContextResolver;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.embeddedgateway.ClientConnection;
import io.embeddedgateway.GatewayExchange;

/**
 * An exchange as the processor of Spring wants to see it. Its response is never written:
 * it takes the headers that the processor gives.
 */
final class CorsExchange {

	private static final ServerCodecConfigurer CODECS = ServerCodecConfigurer.create();

	private static final LocaleContextResolver LOCALES = new AcceptHeaderLocaleContextResolver();

	private CorsExchange() {
	}

	static ServerWebExchange of(GatewayExchange exchange) {
		return new DefaultServerWebExchange(new Request(exchange), new Response(), (unused) -> Mono.empty(), CODECS,
				LOCALES);
	}

	// By what the client asked for, the processor knows the requests of the same origin.
	// A host that can't be read has none, so that they are refused
	private static URI uri(ClientConnection client) {
		try {
			return URI.create(client.scheme() + "://" + client.host());
		}
		catch (IllegalArgumentException ex) {
			return URI.create("/");
		}
	}

	private static final class Request extends AbstractServerHttpRequest {

		Request(GatewayExchange exchange) {
			super(exchange.request().method(), uri(exchange.client()), null, exchange.request().headers());
		}

		@Override
		protected MultiValueMap<String, HttpCookie> initCookies() {
			return new LinkedMultiValueMap<>();
		}

		@Override
		protected @Nullable SslInfo initSslInfo() {
			return null;
		}

		@Override
		@SuppressWarnings("TypeParameterUnusedInFormals") // declared so by Spring
		public <T> T getNativeRequest() {
			throw new UnsupportedOperationException("A request for the CORS processor alone");
		}

		@Override
		public Flux<DataBuffer> getBody() {
			return Flux.empty();
		}

	}

	private static final class Response extends AbstractServerHttpResponse {

		Response() {
			super(DefaultDataBufferFactory.sharedInstance);
		}

		@Override
		@SuppressWarnings("TypeParameterUnusedInFormals") // declared so by Spring
		public <T> T getNativeResponse() {
			throw new UnsupportedOperationException("A response for the CORS processor alone");
		}

		@Override
		protected Mono<Void> writeWithInternal(Publisher<? extends DataBuffer> body) {
			return Mono.empty();
		}

		@Override
		protected Mono<Void> writeAndFlushWithInternal(Publisher<? extends Publisher<? extends DataBuffer>> body) {
			return Mono.empty();
		}

		@Override
		protected void applyStatusCode() {
			// Nobody reads it
		}

		@Override
		protected void applyHeaders() {
			// They are read as they stand
		}

		@Override
		protected void applyCookies() {
			// There are none
		}

	}

}
