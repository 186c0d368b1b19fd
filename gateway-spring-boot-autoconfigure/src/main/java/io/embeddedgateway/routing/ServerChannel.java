package io.embeddedgateway.routing;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * The connection of a client, or over HTTP/2 the stream of one request, as Netty has it.
 */
final class ServerChannel {

	private ServerChannel() {
	}

	static Channel of(HttpServerRequest request) {
		return of(request::withConnection);
	}

	static Channel of(HttpServerResponse response) {
		return of(response::withConnection);
	}

	// The server lends its connection, at once, rather than to give it away
	private static Channel of(Consumer<Consumer<? super Connection>> lend) {
		AtomicReference<@Nullable Channel> channel = new AtomicReference<>();
		lend.accept((connection) -> channel.set(connection.channel()));
		Channel lent = channel.get();
		if (lent == null) {
			throw new IllegalStateException("The server has no connection for the request");
		}
		return lent;
	}

}
