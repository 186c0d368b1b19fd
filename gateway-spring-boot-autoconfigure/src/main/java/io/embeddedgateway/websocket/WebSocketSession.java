package io.embeddedgateway.websocket;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

import io.embeddedgateway.GatewayResponse;

/**
 * A WebSocket between a client and an instance.
 */
final class WebSocketSession {

	private final WebSocketSessions sessions;

	private final FrameStream toInstance;

	private volatile @Nullable FrameStream toClient;

	private volatile @Nullable Disposable pings;

	WebSocketSession(WebSocketSessions sessions, Flux<DataBuffer> fromClient) {
		this.sessions = sessions;
		this.toInstance = new FrameStream(fromClient, Direction.TO_INSTANCE);
	}

	Flux<DataBuffer> toInstance() {
		return this.toInstance;
	}

	/**
	 * Begin, if the instance agreed to.
	 * @param response its response
	 * @param policy how the session is kept alive, or {@code null} if it is not
	 * @return the response for the client
	 */
	GatewayResponse begin(GatewayResponse response, @Nullable WebSocketPolicy policy) {
		if (response.status().value() != 101) {
			return response;
		}
		return response.withBody((fromInstance) -> {
			FrameStream toClient = new FrameStream(fromInstance, Direction.TO_CLIENT);
			this.toClient = toClient;
			return toClient.doOnSubscribe((subscription) -> begin(toClient, policy)).doFinally((signal) -> ended());
		});
	}

	private void begin(FrameStream toClient, @Nullable WebSocketPolicy policy) {
		if (policy != null) {
			this.pings = this.sessions.every(policy.ping(), toClient::ping);
		}
		this.sessions.began(this);
	}

	private void ended() {
		this.sessions.ended(this, closeCode());
		Disposable pings = this.pings;
		if (pings != null) {
			pings.dispose();
		}
	}

	// That of the side that closed it, which the other side repeats
	private int closeCode() {
		int code = this.toInstance.closeCode();
		FrameStream toClient = this.toClient;
		return (code == 0 && toClient != null) ? toClient.closeCode() : code;
	}

	/**
	 * Tell both sides that the gateway goes away. They answer and close.
	 */
	void goAway() {
		// First that to the client: what the instance answers must not get ahead of it
		FrameStream toClient = this.toClient;
		if (toClient != null) {
			toClient.close();
		}
		this.toInstance.close();
	}

	/**
	 * End, whatever the two sides say.
	 */
	void end() {
		this.toInstance.end();
		FrameStream toClient = this.toClient;
		if (toClient != null) {
			toClient.end();
		}
	}

}
