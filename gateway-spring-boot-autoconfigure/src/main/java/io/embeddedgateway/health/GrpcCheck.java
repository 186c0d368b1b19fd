package io.embeddedgateway.health;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.embeddedgateway.upstream.Connector;
import io.embeddedgateway.upstream.Endpoint;
import io.embeddedgateway.upstream.UpstreamRequest;

/**
 * Asks by {@code grpc.health.v1.Health/Check}. Its two messages have one field each, so
 * that they are written and read by hand.
 */
final class GrpcCheck implements HealthCheck {

	private static final String TARGET = "/grpc.health.v1.Health/Check";

	private static final String STATUS = "grpc-status";

	/**
	 * Field 1 of {@code HealthCheckRequest}: a text.
	 */
	private static final int SERVICE = 0x0a;

	/**
	 * Field 1 of {@code HealthCheckResponse}: a number.
	 */
	private static final int SERVING_STATUS = 0x08;

	private static final int SERVING = 1;

	private static final int PREFIX = 5;

	private final HealthCheckPolicy policy;

	private final Connector connector;

	private final byte[] message;

	GrpcCheck(HealthCheckPolicy policy, Connector connector) {
		this.policy = policy;
		this.connector = connector;
		this.message = message((policy.service() != null) ? policy.service() : "");
	}

	private static byte[] message(String service) {
		ByteArrayOutputStream field = new ByteArrayOutputStream();
		byte[] name = service.getBytes(StandardCharsets.UTF_8);
		if (name.length > 0) {
			field.write(SERVICE);
			int rest = name.length;
			for (; rest > 0x7f; rest >>>= 7) {
				field.write((rest & 0x7f) | 0x80);
			}
			field.write(rest);
			field.writeBytes(name);
		}
		int size = field.size();
		ByteArrayOutputStream message = new ByteArrayOutputStream();
		message
			.writeBytes(new byte[] { 0, (byte) (size >>> 24), (byte) (size >>> 16), (byte) (size >>> 8), (byte) size });
		message.writeBytes(field.toByteArray());
		return message.toByteArray();
	}

	@Override
	public Mono<CheckResult> check(Endpoint instance) {
		Flux<DataBuffer> body = Flux
			.defer(() -> Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(this.message.clone())));
		UpstreamRequest request = new UpstreamRequest(HttpMethod.POST, TARGET, headers(instance), body, () -> null,
				this.policy.timeout(), this.policy.timeout());
		return CheckAnswer.of(this.connector, instance, request).map(GrpcCheck::judge);
	}

	private HttpHeaders headers(Endpoint instance) {
		HttpHeaders headers = new DefaultHttpHeaders();
		headers.set(HttpHeaderNames.HOST, instance.uri().getRawAuthority());
		headers.set(HttpHeaderNames.CONTENT_TYPE, "application/grpc");
		headers.set(HttpHeaderNames.TE, "trailers");
		headers.set(HttpHeaderNames.USER_AGENT, "gateway-health-check");
		this.policy.headers().forEach(headers::set);
		return headers;
	}

	private static CheckResult judge(CheckAnswer answer) {
		String status = answer.trailers().get(STATUS, answer.headers().get(STATUS));
		if (answer.status() != 200 || !"0".equals(status)) {
			return CheckResult.failure((status != null) ? "status " + status + " of gRPC instead of 0"
					: answer.status() + " without a status of gRPC");
		}
		Integer serving = servingStatus(answer.body());
		if (serving == null) {
			return CheckResult.failure("an answer that is none of grpc.health.v1.Health");
		}
		return switch (serving) {
			case SERVING -> CheckResult.success("SERVING");
			case 2 -> CheckResult.failure("NOT_SERVING");
			case 3 -> CheckResult.failure("SERVICE_UNKNOWN");
			default -> CheckResult.failure("UNKNOWN");
		};
	}

	private static @Nullable Integer servingStatus(byte[] body) {
		if (body.length == PREFIX) {
			return 0;
		}
		boolean known = body.length == PREFIX + 2 && body[0] == 0 && body[PREFIX] == SERVING_STATUS
				&& body[PREFIX + 1] >= 0;
		return known ? (int) body[PREFIX + 1] : null;
	}

}
