package io.embeddedgateway.forward;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.embeddedgateway.testing.Certificates;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.GrpcServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Real clients and servers of gRPC with the gateway between them, without and with TLS on
 * both sides.
 */
class GrpcTests {

	private static final String ROUTES = """
			server.http2.enabled: true
			gateway:
			  services:
			    texts: {instances: "%s://localhost:%s", protocol: %s%s}
			    gone: {instances: "http://127.0.0.1:1", protocol: h2c}
			    slow: {instances: "%1$s://localhost:%2$s", protocol: %3$s%4$s, response-timeout: 200ms}
			  routes:
			    texts: {path: /test.Texts/**, service: texts}
			    gone: {path: /test.Texts/**, match: {headers: {x-to: gone}}, service: gone}
			    slow: {path: /test.Texts/**, match: {headers: {x-to: slow}}, service: slow}
			""";

	private static final String TLS = """
			server.ssl.bundle: own
			spring.ssl.bundle.pem:
			  own: {keystore: {certificate: "file:%1$s/own.crt", private-key: "file:%1$s/own.key"}}
			  trust: {truststore: {certificate: "file:%1$s/own.ca"}}
			""";

	private static final Map<Wire, GrpcServer> servers = new EnumMap<>(Wire.class);

	private static final Map<Wire, GatewayApp> apps = new EnumMap<>(Wire.class);

	private static final Map<Wire, ManagedChannel> channels = new EnumMap<>(Wire.class);

	@TempDir
	static Path directory;

	@BeforeAll
	static void start() throws IOException {
		Certificates certificates = new Certificates();
		certificates.write(directory, "own", certificates.of("localhost"));
		NettyServerBuilder cleartext = NettyServerBuilder.forPort(0);
		GrpcServer server = new GrpcServer(cleartext);
		servers.put(Wire.CLEARTEXT, server);
		apps.put(Wire.CLEARTEXT, GatewayApp.start(ROUTES.formatted("http", server.port(), "h2c", "")));
		channels.put(Wire.CLEARTEXT, client(Wire.CLEARTEXT).usePlaintext().build());
		server = new GrpcServer(NettyServerBuilder.forPort(0).useTransportSecurity(file("own.crt"), file("own.key")));
		servers.put(Wire.TLS, server);
		apps.put(Wire.TLS, GatewayApp
			.start(TLS.formatted(directory) + ROUTES.formatted("https", server.port(), "h2", ", ssl-bundle: trust")));
		channels.put(Wire.TLS,
				client(Wire.TLS).sslContext(GrpcSslContexts.forClient().trustManager(file("own.ca")).build()).build());
	}

	private static NettyChannelBuilder client(Wire wire) {
		return NettyChannelBuilder.forAddress("localhost", apps.get(wire).port())
			.maxInboundMessageSize(64 * 1024 * 1024);
	}

	private static File file(String name) {
		return directory.resolve(name).toFile();
	}

	@AfterAll
	static void stop() {
		channels.values().forEach(ManagedChannel::shutdownNow);
		apps.values().forEach(GatewayApp::close);
		servers.values().forEach(GrpcServer::close);
	}

	@ParameterizedTest
	@EnumSource
	void unaryCall(Wire wire) {
		assertThat(call(wire, GrpcServer.ECHO, "hello")).isEqualTo("hello");
	}

	@ParameterizedTest
	@EnumSource
	void largeMessagesBothWays(Wire wire) {
		String large = "0123456789".repeat(1_000_000);
		assertThat(call(wire, GrpcServer.ECHO, large).equals(large)).isTrue();
	}

	@ParameterizedTest
	@EnumSource
	void serverStreaming(Wire wire) {
		Iterator<String> responses = ClientCalls.blockingServerStreamingCall(channels.get(wire), GrpcServer.COUNT,
				options(), "1000");
		assertThat(responses).toIterable().hasSize(1000).endsWith("1000");
	}

	@ParameterizedTest
	@EnumSource
	void clientStreaming(Wire wire) throws Exception {
		Responses responses = new Responses();
		StreamObserver<String> requests = ClientCalls
			.asyncClientStreamingCall(channels.get(wire).newCall(GrpcServer.JOIN, options()), responses);
		List.of("a", "b", "c").forEach(requests::onNext);
		requests.onCompleted();
		assertThat(responses.next()).isEqualTo("abc");
		assertThat(responses.next()).isEqualTo("completed");
	}

	@ParameterizedTest
	@EnumSource
	void messagesGoBackAndForth(Wire wire) throws Exception {
		Responses responses = new Responses();
		StreamObserver<String> requests = ClientCalls
			.asyncBidiStreamingCall(channels.get(wire).newCall(GrpcServer.CHAT, options()), responses);
		for (int i = 0; i < 20; i++) {
			requests.onNext("message " + i);
			assertThat(responses.next()).isEqualTo("message " + i);
		}
		requests.onCompleted();
		assertThat(responses.next()).isEqualTo("completed");
	}

	@ParameterizedTest
	@EnumSource
	void statusOfTheServerReachesTheClient(Wire wire) {
		assertFails(wire, GrpcServer.FAIL, "so: gr\u00fc\u00df %", Status.Code.FAILED_PRECONDITION)
			.withMessageEndingWith("so: gr\u00fc\u00df %");
	}

	@ParameterizedTest
	@EnumSource
	void metadataGoesBothWays(Wire wire) {
		Metadata sent = new Metadata();
		sent.put(GrpcServer.NOTE, "a note");
		AtomicReference<Metadata> headers = new AtomicReference<>();
		AtomicReference<Metadata> trailers = new AtomicReference<>();
		Channel channel = ClientInterceptors.intercept(channels.get(wire),
				MetadataUtils.newAttachHeadersInterceptor(sent),
				MetadataUtils.newCaptureMetadataInterceptor(headers, trailers));
		ClientCalls.blockingUnaryCall(channel, GrpcServer.ECHO, options(), "hello");
		assertThat(headers.get().get(GrpcServer.NOTE)).isEqualTo("a note");
		assertThat(trailers.get().get(GrpcServer.NOTE)).isEqualTo("a note");
	}

	@ParameterizedTest
	@EnumSource
	void deadlineReachesTheServer(Wire wire) {
		assertThatExceptionOfType(StatusRuntimeException.class)
			.isThrownBy(() -> ClientCalls.blockingUnaryCall(channels.get(wire), GrpcServer.HANG,
					CallOptions.DEFAULT.withDeadlineAfter(500, TimeUnit.MILLISECONDS), "late"))
			.satisfies((ex) -> assertThat(ex.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED));
		awaitEvent(wire, "late cancelled with deadline");
	}

	@ParameterizedTest
	@EnumSource
	void serverSeesThatTheClientCancels(Wire wire) {
		Future<String> call = ClientCalls.futureUnaryCall(
				channels.get(wire).newCall(GrpcServer.HANG, CallOptions.DEFAULT.withWaitForReady()), "call");
		awaitEvent(wire, "call arrived");
		call.cancel(true);
		awaitEvent(wire, "call cancelled");
	}

	@ParameterizedTest
	@EnumSource
	void manyCallsAtOnce(Wire wire) throws Exception {
		List<? extends Future<String>> calls = IntStream.range(0, 200)
			.mapToObj((i) -> ClientCalls.futureUnaryCall(channels.get(wire).newCall(GrpcServer.ECHO, options()),
					"call " + i))
			.toList();
		for (int i = 0; i < calls.size(); i++) {
			assertThat(calls.get(i).get(20, TimeUnit.SECONDS)).isEqualTo("call " + i);
		}
	}

	@ParameterizedTest
	@EnumSource
	void instanceThatIsGoneIsUnavailable(Wire wire) {
		assertFails(wire, "gone", Status.Code.UNAVAILABLE).withMessageContaining("The service could not be reached.");
	}

	@ParameterizedTest
	@EnumSource
	void instanceThatDoesNotAnswerExceedsTheDeadline(Wire wire) {
		assertFails(wire, "slow", Status.Code.DEADLINE_EXCEEDED).withMessageContaining("did not answer in time");
	}

	private static ThrowableAssertAlternative<StatusRuntimeException> assertFails(Wire wire, String to,
			Status.Code code) {
		Metadata headers = new Metadata();
		headers.put(Metadata.Key.of("x-to", Metadata.ASCII_STRING_MARSHALLER), to);
		Channel channel = ClientInterceptors.intercept(channels.get(wire),
				MetadataUtils.newAttachHeadersInterceptor(headers));
		return assertThatExceptionOfType(StatusRuntimeException.class)
			.isThrownBy(() -> ClientCalls.blockingUnaryCall(channel, GrpcServer.HANG, options(), "hello"))
			.satisfies((ex) -> assertThat(ex.getStatus().getCode()).isEqualTo(code));
	}

	private static ThrowableAssertAlternative<StatusRuntimeException> assertFails(Wire wire,
			MethodDescriptor<String, String> method, String request, Status.Code code) {
		return assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(() -> call(wire, method, request))
			.satisfies((ex) -> assertThat(ex.getStatus().getCode()).isEqualTo(code));
	}

	private static void awaitEvent(Wire wire, String event) {
		await().atMost(20, TimeUnit.SECONDS).until(() -> servers.get(wire).events().contains(event));
	}

	private static String call(Wire wire, MethodDescriptor<String, String> method, String request) {
		return ClientCalls.blockingUnaryCall(channels.get(wire), method, options(), request);
	}

	private static CallOptions options() {
		return CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS);
	}

	/**
	 * What is spoken, on both sides of the gateway.
	 */
	enum Wire {

		/**
		 * HTTP/2 without TLS.
		 */
		CLEARTEXT,

		/**
		 * HTTP/2 over TLS.
		 */
		TLS

	}

	/**
	 * The responses of a call, one after the other.
	 */
	private static final class Responses implements StreamObserver<String> {

		private final LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();

		String next() throws InterruptedException {
			return String.valueOf(this.received.poll(20, TimeUnit.SECONDS));
		}

		@Override
		public void onNext(String response) {
			this.received.add(response);
		}

		@Override
		public void onError(Throwable error) {
			this.received.add(error.toString());
		}

		@Override
		public void onCompleted() {
			this.received.add("completed");
		}

	}

}
