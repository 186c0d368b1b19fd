package io.embeddedgateway.forward;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.embeddedgateway.service.Services;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp2;
import io.embeddedgateway.testing.RawHttp2.Frame;
import io.embeddedgateway.testing.RawUpstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What requests share a connection of HTTP/2, and what becomes of them when one of them,
 * or the connection, goes wrong. All come from one client connection of HTTP/2, so that
 * one event loop serves them.
 */
class Http2ConnectionTests {

	private static final int MAX_STREAMS = 3;

	/**
	 * Each connection that the instance got, with the requests on it.
	 */
	private static final BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();

	private static RawUpstream upstream;

	private static GatewayApp app;

	private RawHttp2 client;

	@BeforeAll
	static void start() throws IOException {
		upstream = RawUpstream.with((connection) -> {
			RawHttp2 http2 = RawHttp2.server(connection, 3, MAX_STREAMS);
			while (true) {
				arrived.add(new Arrived(http2, http2.next()));
			}
		});
		app = GatewayApp.start("""
				server.http2.enabled: true
				gateway:
				  services:
				    upstream: {instances: "%s", protocol: h2c, max-connections: 64, response-timeout: 20s}
				  routes:
				    all: {path: /**, service: upstream}
				""".formatted(upstream.uri()));
	}

	@AfterAll
	static void stop() throws IOException {
		app.close();
		upstream.close();
	}

	@BeforeEach
	void connect() throws IOException {
		arrived.clear();
		this.client = RawHttp2.client(app.port());
	}

	@AfterEach
	void nothingIsInFlight() throws IOException {
		this.client.close();
		await().atMost(20, TimeUnit.SECONDS)
			.until(() -> app.context()
				.getBean(Services.class)
				.all()
				.stream()
				.allMatch((service) -> service.instances().get(0).inFlight() == 0));
	}

	@Test
	void requestsShareAConnectionAsFarAsTheInstanceAllows() throws Exception {
		for (int i = 0; i <= MAX_STREAMS; i++) {
			this.client.request(2 * i + 1, true, "GET", "/" + i);
		}
		List<Arrived> requests = new ArrayList<>();
		for (int i = 0; i <= MAX_STREAMS; i++) {
			requests.add(next());
		}
		assertThat(requests.stream().map(Arrived::connection).distinct()).hasSize(2);
		for (Arrived request : requests) {
			request.answer();
		}
		for (int i = 0; i <= MAX_STREAMS; i++) {
			assertThat(this.client.next(RawHttp2.HEADERS).header(":status")).isEqualTo("200");
		}
		this.client.request(99, true, "GET", "/again");
		Arrived again = next();
		assertThat(requests).extracting(Arrived::connection).contains(again.connection());
		again.answer();
		assertThat(this.client.next(RawHttp2.HEADERS).header(":status")).isEqualTo("200");
	}

	@Test
	void cancelledRequestIsResetAndTheOthersGoOn() throws Exception {
		this.client.request(1, true, "GET", "/cancelled");
		Arrived cancelled = next();
		this.client.request(3, true, "GET", "/other");
		Arrived other = next();
		this.client.reset(1, 8);
		Arrived reset = next();
		assertThat(reset.frame().type()).isEqualTo(RawHttp2.RST_STREAM);
		assertThat(reset.frame().stream()).isEqualTo(cancelled.frame().stream());
		assertThat(reset.frame().error()).isEqualTo(8);
		other.answer();
		assertThat(this.client.next(RawHttp2.HEADERS).header(":status")).isEqualTo("200");
	}

	@Test
	void goAwayLetsFinishWhatIsServedAndSendsTheRestElsewhere() throws Exception {
		this.client.request(1, true, "GET", "/served");
		Arrived served = next();
		this.client.request(3, true, "GET", "/not-served");
		Arrived notServed = next();
		assertThat(notServed.connection()).isSameAs(served.connection());
		served.connection().goAway(served.frame().stream(), 0);
		Arrived repeated = nextRequest();
		assertThat(repeated.connection()).isNotSameAs(served.connection());
		assertThat(repeated.frame().header(":path")).isEqualTo("/not-served");
		repeated.answer();
		assertThat(this.client.next(RawHttp2.HEADERS).stream()).isEqualTo(3);
		served.answer();
		assertThat(this.client.next(RawHttp2.HEADERS).stream()).isOne();
		this.client.request(5, true, "GET", "/next");
		Arrived next = nextRequest();
		assertThat(next.connection()).isNotSameAs(served.connection());
		next.answer();
	}

	@Test
	void lossOfTheConnectionFailsAllThatIsOnItAndNothingElse() throws Exception {
		this.client.request(1, false, "POST", "/lost").request(3, false, "POST", "/lost");
		Arrived lost = next();
		next();
		lost.connection().close();
		assertThat(this.client.next(RawHttp2.HEADERS).header(":status")).isEqualTo("502");
		assertThat(this.client.next(RawHttp2.HEADERS).header(":status")).isEqualTo("502");
		this.client.request(5, true, "GET", "/next");
		next().answer();
	}

	@Test
	void earlyResponseEndsTheUpload() throws Exception {
		this.client.request(1, false, "POST", "/upload").data(1, false, "some");
		Arrived upload = next();
		upload.connection().headers(upload.frame().stream(), true, ":status", "413");
		assertThat(this.client.next(RawHttp2.HEADERS).header(":status")).isEqualTo("413");
		await().atMost(20, TimeUnit.SECONDS)
			.until(() -> arrived.stream().anyMatch((next) -> next.frame().type() == RawHttp2.RST_STREAM));
	}

	@Test
	void slowReaderDoesNotStopTheOthers() throws Exception {
		this.client.request(1, true, "GET", "/slow");
		Arrived slow = next();
		slow.connection().headers(slow.frame().stream(), false, ":status", "200");
		for (int sent = 0; sent < 15; sent++) {
			slow.connection().data(slow.frame().stream(), false, "x".repeat(16 * 1024));
		}
		this.client.windowUpdate(0, 10_000_000);
		this.client.request(3, true, "GET", "/fast");
		Arrived fast = next();
		assertThat(fast.connection()).isSameAs(slow.connection());
		fast.connection()
			.headers(fast.frame().stream(), false, ":status", "200")
			.data(fast.frame().stream(), true, "fast");
		Frame data = this.client.next(RawHttp2.DATA);
		while (data.stream() != 3) {
			data = this.client.next(RawHttp2.DATA);
		}
		assertThat(data.text()).isEqualTo("fast");
	}

	@Test
	void uploadStopsWhereTheInstanceReadsNoMore() throws Exception {
		this.client.request(1, false, "POST", "/upload");
		Arrived upload = next();
		for (int sent = 0; sent < 3; sent++) {
			this.client.data(1, false, "x".repeat(16 * 1024));
		}
		int received = 0;
		while (received < 48 * 1024) {
			received += next().frame().payload().length;
		}
		this.client.data(1, false, "y".repeat(16 * 1024 - 1));
		while (received < 64 * 1024 - 1) {
			received += next().frame().payload().length;
		}
		// The window of 64 KB is used up
		assertThat(arrived.poll(200, TimeUnit.MILLISECONDS)).isNull();
		upload.answer();
		assertThat(this.client.next(RawHttp2.HEADERS).header(":status")).isEqualTo("200");
	}

	private static Arrived nextRequest() throws InterruptedException {
		Arrived next = next();
		while (next.frame().type() != RawHttp2.HEADERS) {
			next = next();
		}
		return next;
	}

	private static Arrived next() throws InterruptedException {
		Arrived next = arrived.poll(20, TimeUnit.SECONDS);
		assertThat(next).isNotNull();
		return next;
	}

	/**
	 * A frame that came on a connection of the instance.
	 *
	 * @param connection the connection
	 * @param frame the frame
	 */
	private record Arrived(RawHttp2 connection, Frame frame) {

		void answer() throws IOException {
			this.connection.headers(this.frame.stream(), true, ":status", "200");
		}

	}

}
