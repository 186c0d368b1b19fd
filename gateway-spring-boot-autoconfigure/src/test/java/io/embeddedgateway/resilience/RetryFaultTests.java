package io.embeddedgateway.resilience;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.embeddedgateway.service.ServiceInstance;
import io.embeddedgateway.service.Services;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.RawUpstream;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Instances that fail, beside one that does not, over real sockets.
 */
class RetryFaultTests {

	private static final String YAML = """
			gateway:
			  services:
			    refusing: {instances: ["%1$s", "%6$s"], load-balancer: round-robin}
			    resetting: {instances: ["%2$s", "%6$s"], load-balancer: round-robin}
			    busy: {instances: ["%3$s", "%6$s"], load-balancer: round-robin}
			    breaking: {instances: "%4$s"}
			    hanging: {instances: ["%5$s", "%6$s"], load-balancer: round-robin, response-timeout: 1s}
			    chosen: {instances: ["%5$s", "%6$s"], load-balancer: round-robin, response-timeout: 1s, retry: {statuses: 504}}
			    all-busy: {instances: "%3$s"}
			    all-gone: {instances: "%2$s", retry: {attempts: 10, backoff: 1m, max-backoff: 1m}}
			  routes:
			    refusing: {path: /refusing, service: refusing}
			    resetting: {path: /resetting, service: resetting}
			    never: {path: /never, service: resetting, retry: none}
			    put: {path: /put, service: resetting, retry: {methods: PUT}}
			    busy: {path: /busy, service: busy}
			    breaking: {path: /breaking, service: breaking}
			    hanging: {path: /hanging, service: hanging}
			    chosen: {path: /chosen, service: chosen}
			    all-busy: {path: /all-busy, service: all-busy}
			    all-gone: {path: /all-gone, service: all-gone}
			    in-time: {path: /in-time, service: all-gone, timeout: 1s}
			""";

	private Upstream good;

	private RawUpstream refusing;

	private RawUpstream resetting;

	private RawUpstream busy;

	private RawUpstream breaking;

	private RawUpstream hanging;

	private GatewayApp app;

	@BeforeEach
	void start() throws IOException {
		this.good = Upstream.with((request, response) -> response
			.header("Content-Length", request.requestHeaders().get("Content-Length", "0"))
			.send(request.receive().retain()));
		this.refusing = RawUpstream.answering("");
		this.refusing.close();
		this.resetting = RawUpstream.with((connection) -> {
			connection.readUntil("\r\n\r\n");
			connection.reset();
		});
		this.busy = RawUpstream
			.answering("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 4\r\n\r\nbusy");
		this.breaking = RawUpstream.answering("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
		this.hanging = RawUpstream.with(RawHttp::readAll);
		this.app = GatewayApp.start(YAML.formatted(this.refusing.uri(), this.resetting.uri(), this.busy.uri(),
				this.breaking.uri(), this.hanging.uri(), this.good.uri()));
	}

	@AfterEach
	void stop() throws IOException {
		this.app.close();
		this.good.close();
		for (RawUpstream upstream : new RawUpstream[] { this.resetting, this.busy, this.breaking, this.hanging }) {
			upstream.close();
		}
	}

	@Test
	void requestThatNobodyTookGoesToAnotherInstanceWhateverItsMethod() throws IOException {
		for (int i = 0; i < 4; i++) {
			assertThat(post("/refusing", "hello " + i)).startsWith("HTTP/1.1 200 ").endsWith("hello " + i);
		}
		assertThat(this.good.received()).hasSize(4);
	}

	@Test
	void bodyThatIsTooLongToBeKeptGoesThroughAsLongAsNobodyReadIt() throws IOException {
		String body = "0123456789".repeat(20_000);
		for (int i = 0; i < 2; i++) {
			assertThat(post("/refusing", body)).startsWith("HTTP/1.1 200 ").endsWith(body);
		}
	}

	@Test
	void safeRequestThatIsResetGoesToAnotherInstance() throws IOException {
		for (int i = 0; i < 4; i++) {
			assertThat(RawHttp.get(this.app.port(), "/resetting")).startsWith("HTTP/1.1 200 ");
		}
		assertThat(this.resetting.connections()).isEqualTo(2);
		assertThat(this.good.received()).hasSize(4);
		assertNothingInFlight("resetting");
	}

	@Test
	void requestThatMayHaveBeenWorkedOnIsNotRepeated() throws IOException {
		int failed = 0;
		for (int i = 0; i < 4; i++) {
			failed += post("/resetting", "hello").startsWith("HTTP/1.1 502 ") ? 1 : 0;
		}
		assertThat(failed).isEqualTo(2);
		assertThat(this.good.received()).hasSize(2);
	}

	@Test
	void nothingIsRepeatedWhereThatIsSwitchedOff() throws IOException {
		int failed = 0;
		for (int i = 0; i < 4; i++) {
			failed += RawHttp.get(this.app.port(), "/never").startsWith("HTTP/1.1 502 ") ? 1 : 0;
		}
		assertThat(failed).isEqualTo(2);
	}

	@Test
	void bodyIsReadAgainForMethodsThatWereChosen() throws IOException {
		for (int i = 0; i < 4; i++) {
			assertThat(request("PUT", "/put", "hello")).startsWith("HTTP/1.1 200 ").endsWith("hello");
		}
		assertThat(this.good.received()).hasSize(4);
	}

	@Test
	void bodyThatIsTooLongToBeKeptIsNotReadAgain() throws IOException {
		String body = "0123456789".repeat(20_000);
		int whole = 0;
		for (int i = 0; i < 4; i++) {
			String response = request("PUT", "/put", body);
			whole += response.endsWith(body) ? 1 : 0;
		}
		assertThat(whole).isEqualTo(2);
	}

	@Test
	void instanceThatAsksForAPauseGetsIt() throws IOException {
		for (int i = 0; i < 4; i++) {
			assertThat(RawHttp.get(this.app.port(), "/busy")).startsWith("HTTP/1.1 200 ");
		}
		assertThat(this.busy.connections()).isEqualTo(2);
		assertThat(RawHttp.get(this.app.port(), "/all-busy")).startsWith("HTTP/1.1 503 ")
			.contains("Retry-After: 5")
			.endsWith("busy");
		assertThat(this.busy.connections()).isEqualTo(3);
		assertNothingInFlight("busy");
	}

	@Test
	void responseThatHasBegunIsNotRepeated() throws IOException {
		assertThat(RawHttp.get(this.app.port(), "/breaking")).startsWith("HTTP/1.1 200 ").endsWith("hello");
		assertThat(this.breaking.connections()).isEqualTo(1);
	}

	@Test
	void responseThatDoesNotComeIsRepeatedByChoiceOnly() throws IOException {
		int failed = 0;
		for (int i = 0; i < 2; i++) {
			failed += RawHttp.get(this.app.port(), "/hanging").startsWith("HTTP/1.1 504 ") ? 1 : 0;
			assertThat(RawHttp.get(this.app.port(), "/chosen")).startsWith("HTTP/1.1 200 ");
		}
		assertThat(failed).isEqualTo(1);
	}

	@Test
	void clientThatLeavesDuringAPauseEndsIt() throws IOException {
		RetryBudget budget = RetryBudget.of(this.app.context().getBean(Services.class).get("all-gone"),
				System::nanoTime);
		try (RawHttp http = new RawHttp(this.app.port())) {
			http.send("GET /all-gone HTTP/1.1\r\nHost: a\r\n\r\n");
			await().until(() -> budget.repeated() == 1);
		}
		await().atMost(5, TimeUnit.SECONDS).until(() -> budget.repeated() == 0);
		assertNothingInFlight("all-gone");
	}

	@Test
	void pauseThatWouldOutlastTheTimeOfTheRequestIsNotMade() throws IOException {
		for (int i = 0; i < 3; i++) {
			String response = RawHttp.get(this.app.port(), "/in-time");
			assertThat(response).matches("(?s)HTTP/1.1 50[24] .*");
		}
		RetryBudget budget = RetryBudget.of(this.app.context().getBean(Services.class).get("all-gone"),
				System::nanoTime);
		assertThat(budget.repeated()).isZero();
	}

	private void assertNothingInFlight(String service) {
		await().untilAsserted(() -> assertThat(this.app.context().getBean(Services.class).get(service).instances())
			.map(ServiceInstance::inFlight)
			.containsOnly(0));
	}

	private String post(String path, String body) throws IOException {
		return request("POST", path, body);
	}

	private String request(String method, String path, String body) throws IOException {
		return RawHttp.exchange(this.app.port(), method + " " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
				+ "Content-Length: " + body.length() + "\r\n\r\n" + body);
	}

}
