package io.embeddedgateway.health;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;

/**
 * A server's side of the health protocol of gRPC: the whole and {@code up} are serving,
 * {@code down} is not, and it knows no others.
 */
final class GrpcHealth {

	private static final byte[] SERVING = { 0x08, 1 };

	private static final byte[] NOT_SERVING = { 0x08, 2 };

	private GrpcHealth() {
	}

	static ServerServiceDefinition service(List<byte[]> asked) {
		MethodDescriptor<byte[], byte[]> check = MethodDescriptor.<byte[], byte[]>newBuilder()
			.setType(MethodDescriptor.MethodType.UNARY)
			.setFullMethodName("grpc.health.v1.Health/Check")
			.setRequestMarshaller(new Bytes())
			.setResponseMarshaller(new Bytes())
			.build();
		return ServerServiceDefinition.builder("grpc.health.v1.Health")
			.addMethod(check, ServerCalls.asyncUnaryCall((request, responses) -> {
				asked.add(request);
				answer(new String(request, StandardCharsets.UTF_8), responses);
			}))
			.build();
	}

	private static void answer(String request, StreamObserver<byte[]> responses) {
		if (request.isEmpty() || request.endsWith("up")) {
			responses.onNext(SERVING);
			responses.onCompleted();
		}
		else if (request.endsWith("down")) {
			responses.onNext(NOT_SERVING);
			responses.onCompleted();
		}
		else {
			responses.onError(Status.NOT_FOUND.asRuntimeException());
		}
	}

	/**
	 * Messages as they are.
	 */
	private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {

		@Override
		public InputStream stream(byte[] value) {
			return new ByteArrayInputStream(value);
		}

		@Override
		public byte[] parse(InputStream stream) {
			try {
				return stream.readAllBytes();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
