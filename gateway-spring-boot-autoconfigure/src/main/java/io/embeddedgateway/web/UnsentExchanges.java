package io.embeddedgateway.web;

import java.net.InetSocketAddress;
import java.net.URI;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.context.ApplicationContext;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
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

/**
 * Makes exchanges of requests that nobody has sent as they are, to ask WebFlux about
 * them. Nobody gets the response: it takes a status and headers, which can be read, and
 * no body.
 */
public final class UnsentExchanges {

	private final @Nullable ApplicationContext context;

	private final String contextPath;

	private final ServerCodecConfigurer codecs = ServerCodecConfigurer.create();

	private final LocaleContextResolver locales = new AcceptHeaderLocaleContextResolver();

	/**
	 * Create exchanges as of one server.
	 * @param context the application, or {@code null} if who is asked does not need it
	 * @param contextPath the path below which the application answers, without a slash at
	 * its end; empty if there is none
	 */
	public UnsentExchanges(@Nullable ApplicationContext context, String contextPath) {
		this.context = context;
		this.contextPath = contextPath;
	}

	/**
	 * The exchange of a request without a body.
	 * @param method its method
	 * @param uri its URI
	 * @param headers its headers
	 * @param client where it comes from, or {@code null} if nobody asks for that
	 * @return the exchange
	 * @throws IllegalArgumentException if the path is not below that of the application
	 */
	public ServerWebExchange of(HttpMethod method, URI uri, HttpHeaders headers, @Nullable InetSocketAddress client) {
		return new DefaultServerWebExchange(new Request(method, uri, this.contextPath, headers, client), new Response(),
				(unused) -> Mono.empty(), this.codecs, this.locales, this.context);
	}

	private static final class Request extends AbstractServerHttpRequest {

		private final @Nullable InetSocketAddress client;

		Request(HttpMethod method, URI uri, String contextPath, HttpHeaders headers,
				@Nullable InetSocketAddress client) {
			super(method, uri, contextPath, headers);
			this.client = client;
		}

		@Override
		public @Nullable InetSocketAddress getRemoteAddress() {
			return this.client;
		}

		@Override
		protected MultiValueMap<String, HttpCookie> initCookies() {
			MultiValueMap<String, HttpCookie> cookies = new LinkedMultiValueMap<>();
			for (String header : getHeaders().getOrEmpty(HttpHeaders.COOKIE)) {
				for (String pair : header.split(";", -1)) {
					int equals = pair.indexOf('=');
					if (equals > 0) {
						String name = pair.substring(0, equals).strip();
						cookies.add(name, new HttpCookie(name, pair.substring(equals + 1).strip()));
					}
				}
			}
			return cookies;
		}

		@Override
		protected @Nullable SslInfo initSslInfo() {
			return null;
		}

		@Override
		@SuppressWarnings("TypeParameterUnusedInFormals") // declared so by Spring
		public <T> T getNativeRequest() {
			throw new IllegalStateException("A request that nobody has sent");
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
			throw new IllegalStateException("A response that nobody gets");
		}

		@Override
		protected Mono<Void> writeWithInternal(Publisher<? extends DataBuffer> body) {
			return Mono.error(new IllegalStateException("A response that nobody gets"));
		}

		@Override
		protected Mono<Void> writeAndFlushWithInternal(Publisher<? extends Publisher<? extends DataBuffer>> body) {
			return Mono.error(new IllegalStateException("A response that nobody gets"));
		}

		@Override
		protected void applyStatusCode() {
			// Nobody gets it
		}

		@Override
		protected void applyHeaders() {
			// Nobody gets them
		}

		@Override
		protected void applyCookies() {
			// Nobody gets them
		}

	}

}
