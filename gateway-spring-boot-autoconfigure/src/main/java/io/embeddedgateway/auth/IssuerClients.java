package io.embeddedgateway.auth;

import java.time.Duration;

import io.netty.channel.ChannelOption;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * HTTP clients for those who give tokens: with bounded connections, times and answers,
 * and without following redirects.
 */
public final class IssuerClients implements SmartLifecycle {

	/**
	 * The largest answer, in bytes.
	 */
	private static final int LARGEST = 256 * 1024;

	private static final Duration CONNECT_AT_MOST = Duration.ofSeconds(2);

	private final ConnectionProvider connections = ConnectionProvider.builder("gateway-issuers")
		.maxConnections(50)
		.pendingAcquireMaxCount(1_000)
		.pendingAcquireTimeout(CONNECT_AT_MOST)
		.maxIdleTime(Duration.ofSeconds(20))
		.build();

	private volatile boolean running;

	/**
	 * A client.
	 * @param timeout the longest time without a sign of the other side
	 * @return the client
	 */
	public WebClient client(Duration timeout) {
		Duration connect = (timeout.compareTo(CONNECT_AT_MOST) < 0) ? timeout : CONNECT_AT_MOST;
		HttpClient client = HttpClient.create(this.connections)
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) connect.toMillis())
			.responseTimeout(timeout)
			.followRedirect(false);
		return WebClient.builder()
			.clientConnector(new ReactorClientHttpConnector(client))
			.codecs((codecs) -> codecs.defaultCodecs().maxInMemorySize(LARGEST))
			.build();
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.connections.dispose();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/**
	 * After the server has answered its last request, and before the event loops end.
	 */
	@Override
	public int getPhase() {
		return 1;
	}

}
