package io.embeddedgateway.sample;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.netty.ChannelBindException;
import reactor.netty.DisposableServer;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.json.JsonMapper;

/**
 * The services behind the gateway: one HTTP server on the loopback address for each
 * instance, up before the gateway listens.
 */
@Component
class DemoServices implements SmartLifecycle {

	/**
	 * Before the web server, whose phase is {@code Integer.MAX_VALUE - 2048}.
	 */
	static final int PHASE = Integer.MAX_VALUE - 8192;

	private static final Log logger = LogFactory.getLog(DemoServices.class);

	private final DemoProperties properties;

	private final JsonMapper json;

	private final List<DisposableServer> servers = new CopyOnWriteArrayList<>();

	DemoServices(DemoProperties properties, JsonMapper json) {
		this.properties = properties;
		this.json = json;
	}

	@Override
	public void start() {
		this.properties.ports().forEach((instance, port) -> {
			this.servers.add(start(instance, port));
			logger.info("Demo instance " + instance + " listens on port " + port);
		});
	}

	private DisposableServer start(String instance, int port) {
		DemoInstance handler = new DemoInstance(instance, this.json);
		try {
			return HttpServer.create()
				.host("127.0.0.1")
				.port(port)
				.protocol(HttpProtocol.HTTP11, HttpProtocol.H2C)
				.handle(handler)
				.bindNow();
		}
		catch (ChannelBindException ex) {
			stop();
			throw new DemoPortInUseException(instance, port, ex);
		}
	}

	@Override
	public void stop() {
		this.servers.forEach(DisposableServer::disposeNow);
		this.servers.clear();
	}

	@Override
	public boolean isRunning() {
		return !this.servers.isEmpty();
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
