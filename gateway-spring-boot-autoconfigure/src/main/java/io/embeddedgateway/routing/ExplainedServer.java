package io.embeddedgateway.routing;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.context.ApplicationContext;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.server.reactive.AbstractServerHttpRequest;
import org.springframework.http.server.reactive.AbstractServerHttpResponse;
import org.springframework.http.server.reactive.SslInfo;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.adapter.DefaultServerWebExchange;
import org.springframework.web.server.i18n.AcceptHeaderLocaleContextResolver;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Makes the exchange that a server would have made of a request. Nobody waits for its
 * response.
 */
final class ExplainedServer {

	private static final int CLIENT_PORT = 50000;

	private final @Nullable ApplicationContext context;

	private final String contextPath;

	private final ServerCodecConfigurer codecs = ServerCodecConfigurer.create();

	ExplainedServer(@Nullable ApplicationContext context, String contextPath) {
		this.context = context;
		this.contextPath = contextPath;
	}

	/**
	 * The exchange of a request.
	 * @param question the request
	 * @return the exchange, or {@code null} if the path is not one of the application
	 */
	@Nullable ServerWebExchange exchange(RouteQuestion question) {
		HttpHeaders headers = new HttpHeaders();
		question.headers().forEach((header) -> headers.add(header.name(), header.value()));
		if (question.host() != null) {
			headers.set(HttpHeaders.HOST, question.host());
		}
		else if (!headers.containsHeader(HttpHeaders.HOST)) {
			headers.set(HttpHeaders.HOST, "localhost");
		}
		URI uri = uri(String.valueOf(headers.getFirst(HttpHeaders.HOST)), question.uri());
		String path = uri.getRawPath();
		if (!path.startsWith(this.contextPath + "/") && !path.equals(this.contextPath)) {
			return null;
		}
		Request request = new Request(question, uri, this.contextPath, headers);
		return new DefaultServerWebExchange(request, new Response(), (unused) -> Mono.empty(), this.codecs,
				new AcceptHeaderLocaleContextResolver(), this.context);
	}

	// A host that can't be one is refused for what the header says
	private static URI uri(String host, String uri) {
		try {
			URI named = URI.create("http://" + host + uri);
			if (named.getHost() != null && uri.startsWith(named.getRawPath())) {
				return named;
			}
		}
		catch (IllegalArgumentException ex) {
			// Told by the header
		}
		return URI.create("http://localhost" + uri);
	}

	private static final class Request extends AbstractServerHttpRequest {

		private final @Nullable InetAddress client;

		Request(RouteQuestion question, URI uri, String contextPath, HttpHeaders headers) {
			super(question.method(), uri, contextPath, headers);
			this.client = question.client();
		}

		@Override
		public InetSocketAddress getRemoteAddress() {
			return new InetSocketAddress((this.client != null) ? this.client : InetAddress.getLoopbackAddress(),
					CLIENT_PORT);
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
