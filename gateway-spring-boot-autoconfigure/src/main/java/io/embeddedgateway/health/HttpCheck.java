package io.embeddedgateway.health;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import reactor.core.publisher.Mono;

import io.embeddedgateway.upstream.Connector;
import io.embeddedgateway.upstream.Endpoint;
import io.embeddedgateway.upstream.UpstreamRequest;

/**
 * Asks by a request, and looks at status and body of the answer. Redirects are answers
 * like any other.
 */
final class HttpCheck implements HealthCheck {

	private final HealthCheckPolicy policy;

	private final String path;

	private final Connector connector;

	HttpCheck(HealthCheckPolicy policy, String path, Connector connector) {
		this.policy = policy;
		this.path = path;
		this.connector = connector;
	}

	@Override
	public Mono<CheckResult> check(Endpoint instance) {
		UpstreamRequest request = new UpstreamRequest(HttpMethod.valueOf(this.policy.method().name()), this.path,
				headers(instance), null, () -> null, this.policy.timeout(), this.policy.timeout());
		return CheckAnswer.of(this.connector, instance, request).map(this::judge);
	}

	private HttpHeaders headers(Endpoint instance) {
		HttpHeaders headers = new DefaultHttpHeaders();
		headers.set(HttpHeaderNames.HOST, instance.uri().getRawAuthority());
		headers.set(HttpHeaderNames.ACCEPT, "*/*");
		headers.set(HttpHeaderNames.USER_AGENT, "gateway-health-check");
		this.policy.headers().forEach(headers::set);
		return headers;
	}

	private CheckResult judge(CheckAnswer answer) {
		if (this.policy.statuses().stream().noneMatch((range) -> range.contains(answer.status()))) {
			return CheckResult.failure(answer.status() + " instead of "
					+ this.policy.statuses().stream().map(StatusRange::toString).collect(Collectors.joining(", ")));
		}
		String fragment = this.policy.body();
		if (fragment != null && !new String(answer.body(), StandardCharsets.UTF_8).contains(fragment)) {
			return CheckResult.failure(answer.status() + ", but without '" + fragment + "' in the body");
		}
		return CheckResult.success(String.valueOf(answer.status()));
	}

}
