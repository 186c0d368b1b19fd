package io.embeddedgateway.health;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;

import io.embeddedgateway.upstream.UpstreamException;

/**
 * Says why a check got no answer.
 */
final class CheckFailures {

	private CheckFailures() {
	}

	static String describe(Throwable error, HealthCheckPolicy policy) {
		if (error instanceof TimeoutException) {
			return noAnswer(policy);
		}
		if (!(error instanceof UpstreamException failure)) {
			return error.toString();
		}
		return switch (failure.fault()) {
			case CONNECT -> describe(failure);
			case CONNECT_TIMEOUT -> String.valueOf(failure.getMessage());
			case CLOSED, REFUSED -> "the connection was closed instead of an answer";
			case MALFORMED -> "no proper answer: " + failure.getMessage();
			case BUSY, CLIENT_STALLED, CLIENT_HELD_BACK, CLIENT_BODY, REQUEST_HELD_BACK, RESPONSE_TIMEOUT,
					RESPONSE_STALLED ->
				noAnswer(policy);
		};
	}

	private static String noAnswer(HealthCheckPolicy policy) {
		return "no answer within " + Durations.text(policy.timeout());
	}

	private static String describe(UpstreamException failure) {
		if (failure.getCause() instanceof ConnectException) {
			return "connection refused";
		}
		return (failure.getCause() instanceof UnknownHostException) ? "unknown host"
				: String.valueOf(failure.getMessage());
	}

}
