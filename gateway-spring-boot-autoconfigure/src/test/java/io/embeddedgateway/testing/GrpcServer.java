package io.embeddedgateway.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;

/**
 * A real gRPC server with calls of all kinds, whose messages are texts.
 */
public final class GrpcServer implements AutoCloseable {

	/**
	 * Answers with what it is asked.
	 */
	public static final MethodDescriptor<String, String> ECHO = method(MethodType.UNARY, "Echo");

	/**
	 * Answers with all it was told, in one.
	 */
	public static final MethodDescriptor<String, String> JOIN = method(MethodType.CLIENT_STREAMING, "Join");

	/**
	 * Counts up to a number.
	 */
	public static final MethodDescriptor<String, String> COUNT = method(MethodType.SERVER_STREAMING, "Count");

	/**
	 * Answers each message with the same.
	 */
	public static final MethodDescriptor<String, String> CHAT = method(MethodType.BIDI_STREAMING, "Chat");

	/**
	 * Fails with what it is told.
	 */
	public static final MethodDescriptor<String, String> FAIL = method(MethodType.UNARY, "Fail");

	/**
	 * Never answers.
	 */
	public static final MethodDescriptor<String, String> HANG = method(MethodType.UNARY, "Hang");

	/**
	 * A header that the server sends back, in its headers and in its trailers.
	 */
	public static final Metadata.Key<String> NOTE = Metadata.Key.of("x-note", Metadata.ASCII_STRING_MARSHALLER);

	private final Collection<String> events = new ConcurrentLinkedQueue<>();

	private final Server server;

	/**
	 * Start a server.
	 * @param builder where and how it listens
	 * @throws IOException if that fails
	 */
	public GrpcServer(NettyServerBuilder builder) throws IOException {
		ServerServiceDefinition service = ServerServiceDefinition.builder("test.Texts")
			.addMethod(ECHO, ServerCalls.asyncUnaryCall(GrpcServer::answer))
			.addMethod(JOIN, ServerCalls.asyncClientStreamingCall(Joining::new))
			.addMethod(COUNT, ServerCalls.asyncServerStreamingCall(GrpcServer::count))
			.addMethod(CHAT, ServerCalls.asyncBidiStreamingCall((responses) -> responses))
			.addMethod(FAIL,
					ServerCalls.asyncUnaryCall((request, responses) -> responses
						.onError(Status.FAILED_PRECONDITION.withDescription(request).asRuntimeException())))
			.addMethod(HANG, ServerCalls.asyncUnaryCall(this::hang))
			.build();
		this.server = builder.maxInboundMessageSize(64 * 1024 * 1024)
			.addService(ServerInterceptors.intercept(service, new Notes()))
			.build()
			.start();
	}

	private static MethodDescriptor<String, String> method(MethodType type, String name) {
		return MethodDescriptor.<String, String>newBuilder()
			.setType(type)
			.setFullMethodName("test.Texts/" + name)
			.setRequestMarshaller(new Text())
			.setResponseMarshaller(new Text())
			.build();
	}

	private static void answer(String request, StreamObserver<String> responses) {
		responses.onNext(request);
		responses.onCompleted();
	}

	private static void count(String request, StreamObserver<String> responses) {
		for (int i = 1; i <= Integer.parseInt(request); i++) {
			responses.onNext(String.valueOf(i));
		}
		responses.onCompleted();
	}

	private void hang(String request, StreamObserver<String> responses) {
		this.events.add(request + " arrived");
		boolean deadline = Context.current().getDeadline() != null;
		((ServerCallStreamObserver<String>) responses)
			.setOnCancelHandler(() -> this.events.add(request + " cancelled" + (deadline ? " with deadline" : "")));
	}

	/**
	 * The port of the server.
	 * @return the port
	 */
	public int port() {
		return this.server.getPort();
	}

	/**
	 * What became of the calls of {@link #HANG}.
	 * @return what they were told, and what happened then
	 */
	public Collection<String> events() {
		return this.events;
	}

	@Override
	public void close() {
		this.server.shutdownNow();
	}

	/**
	 * Joins what it is told.
	 */
	private static final class Joining implements StreamObserver<String> {

		private final StringBuilder joined = new StringBuilder();

		private final StreamObserver<String> responses;

		Joining(StreamObserver<String> responses) {
			this.responses = responses;
		}

		@Override
		public void onNext(String text) {
			this.joined.append(text);
		}

		@Override
		public void onError(Throwable error) {
			// The client is gone
		}

		@Override
		public void onCompleted() {
			answer(this.joined.toString(), this.responses);
		}

	}

	/**
	 * Sends the note of the client back.
	 */
	private static final class Notes implements ServerInterceptor {

		@Override
		public <Q, S> ServerCall.Listener<Q> interceptCall(ServerCall<Q, S> call, Metadata headers,
				ServerCallHandler<Q, S> next) {
			String note = headers.get(NOTE);
			return next.startCall(new io.grpc.ForwardingServerCall.SimpleForwardingServerCall<>(call) {

				@Override
				public void sendHeaders(Metadata headers) {
					super.sendHeaders(add(headers));
				}

				@Override
				public void close(Status status, Metadata trailers) {
					super.close(status, add(trailers));
				}

				private Metadata add(Metadata metadata) {
					if (note != null) {
						metadata.put(NOTE, note);
					}
					return metadata;
				}

			}, headers);
		}

	}

	/**
	 * Texts as UTF-8.
	 */
	private static final class Text implements MethodDescriptor.Marshaller<String> {

		@Override
		public InputStream stream(String value) {
			return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
		}

		@Override
		public String parse(InputStream stream) {
			try {
				return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
