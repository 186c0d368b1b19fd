package io.embeddedgateway.websocket;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A WebSocket of the JDK that remembers what it hears.
 */
final class Listening implements WebSocket.Listener {

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

	private final StringBuilder text = new StringBuilder();

	private final ByteArrayOutputStream binary = new ByteArrayOutputStream();

	private @Nullable WebSocket socket;

	static Listening open(String url) throws Exception {
		return open(url, UnaryOperator.identity());
	}

	static Listening open(String url, UnaryOperator<WebSocket.Builder> change)
			throws InterruptedException, ExecutionException, TimeoutException {
		Listening listening = new Listening();
		listening.socket = change.apply(CLIENT.newWebSocketBuilder())
			.buildAsync(URI.create(url.replaceFirst("http", "ws")), listening)
			.get(20, TimeUnit.SECONDS);
		return listening;
	}

	WebSocket socket() {
		WebSocket socket = this.socket;
		if (socket == null) {
			throw new IllegalStateException("not open");
		}
		return socket;
	}

	String next() throws InterruptedException {
		String next = this.heard.poll(20, TimeUnit.SECONDS);
		assertThat(next).as("what the client hears").isNotNull();
		return String.valueOf(next);
	}

	@Override
	public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
		this.text.append(data);
		if (last) {
			this.heard.add("text " + this.text);
			this.text.setLength(0);
		}
		webSocket.request(1);
		return null;
	}

	@Override
	public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
		byte[] bytes = new byte[data.remaining()];
		data.get(bytes);
		this.binary.writeBytes(bytes);
		if (last) {
			this.heard.add("binary " + this.binary.size());
			this.binary.reset();
		}
		webSocket.request(1);
		return null;
	}

	@Override
	public @Nullable CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer message) {
		this.heard.add("ping " + message.remaining());
		webSocket.request(1);
		return null;
	}

	@Override
	public @Nullable CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer message) {
		this.heard.add("pong " + message.remaining());
		webSocket.request(1);
		return null;
	}

	@Override
	public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
		this.heard.add("close " + statusCode + " " + reason);
		return null;
	}

	@Override
	public void onError(WebSocket webSocket, Throwable error) {
		this.heard.add("error " + error);
	}

}
