package io.embeddedgateway.sample;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(OutputCaptureExtension.class)
class DemoServicesTests {

	@Test
	void portInUseStopsTheStartAndSaysWhatToDo(CapturedOutput output) throws IOException {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			Map<String, Integer> ports = FreePorts.find();
			ports.put("demo.ports.orders-2", taken.getLocalPort());
			List<String> args = new ArrayList<>(List.of("--spring.reactor.netty.shutdown-quiet-period=0s"));
			ports.forEach((name, port) -> args.add("--" + name + "=" + port));
			assertThatException().isThrownBy(() -> SampleApplication.main(args.toArray(String[]::new)))
				.withRootCauseInstanceOf(IOException.class);
			assertThat(output).contains("Port " + taken.getLocalPort() + " of the demo instance 'orders-2' is in use.",
					"or choose another port: --demo.ports.orders-2=...");
		}
	}

	@Test
	void portInUseStopsTheInstancesThatRunAlready() throws IOException {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			int free = FreePorts.find().get("demo.ports.orders-1");
			Map<String, Integer> ports = new LinkedHashMap<>();
			ports.put("orders-1", free);
			ports.put("orders-2", taken.getLocalPort());
			DemoServices services = new DemoServices(new DemoProperties(ports, 0), JsonMapper.shared());
			assertThatExceptionOfType(DemoPortInUseException.class).isThrownBy(services::start);
			assertThat(services.isRunning()).isFalse();
			new ServerSocket(free, 1, InetAddress.getLoopbackAddress()).close();
		}
	}

	@Test
	void instanceFailsAsToldAndIsWellAgain() throws IOException, InterruptedException {
		int port = FreePorts.find().get("demo.ports.orders-1");
		DemoServices services = new DemoServices(new DemoProperties(Map.of("orders-1", port), 0), JsonMapper.shared());
		services.start();
		try {
			assertThat(ask(port, "PUT", "/behaviour?status=503&delay=1ms").body())
				.isEqualTo("orders-1 answers 503 after 1 ms\n");
			assertThat(ask(port, "GET", "/orders/7").statusCode()).isEqualTo(503);
			assertThat(ask(port, "PUT", "/behaviour?status=99").statusCode()).isEqualTo(400);
			assertThat(ask(port, "PUT", "/behaviour").body()).isEqualTo("orders-1 answers 200\n");
			assertThat(ask(port, "GET", "/orders/7").statusCode()).isEqualTo(200);
		}
		finally {
			services.stop();
		}
	}

	private static HttpResponse<String> ask(int port, String method, String path)
			throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
			.method(method, HttpRequest.BodyPublishers.noBody())
			.version(HttpClient.Version.HTTP_1_1)
			.build();
		return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
	}

}
