package io.embeddedgateway.observability;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

import io.embeddedgateway.BadGatewayException;
import io.embeddedgateway.BadRequestException;
import io.embeddedgateway.ContentTooLargeException;
import io.embeddedgateway.ForbiddenException;
import io.embeddedgateway.GatewayTimeoutException;
import io.embeddedgateway.RequestTimeoutException;
import io.embeddedgateway.ServiceUnavailableException;
import io.embeddedgateway.ServiceUnavailableException.Reason;
import io.embeddedgateway.TooManyRequestsException;
import io.embeddedgateway.UnauthorizedException;
import io.embeddedgateway.observability.Termination.Phase;
import io.embeddedgateway.observability.Termination.Side;
import io.embeddedgateway.service.CallEnd;
import io.embeddedgateway.upstream.UpstreamException;
import io.embeddedgateway.upstream.UpstreamFault;

import static org.assertj.core.api.Assertions.assertThat;

class TerminationsTests {

	private static final UpstreamException CLOSED = new UpstreamException(UpstreamFault.CLOSED, "closed", null);

	private static Termination failed(boolean answered, @Nullable Throwable error, @Nullable Throwable attempt) {
		return Terminations.of(CallEnd.FAILED, answered, error, attempt);
	}

	@ParameterizedTest
	@MethodSource("failures")
	void failureIsToldBySideAndPhaseAndCause(@Nullable Throwable error, Side side, Phase phase, String cause) {
		assertThat(failed(false, error, null)).isEqualTo(new Termination(side, phase, cause));
	}

	static Stream<Arguments> failures() {
		return Stream.of(
				Arguments.of(new UnauthorizedException(List.of("Bearer"), "no token", null), Side.GATEWAY,
						Phase.REFUSED, "unauthorized"),
				Arguments.of(new ForbiddenException("no"), Side.GATEWAY, Phase.REFUSED, "forbidden"),
				Arguments.of(new TooManyRequestsException(null, "no", "no"), Side.GATEWAY, Phase.REFUSED,
						"too-many-requests"),
				Arguments.of(new ContentTooLargeException("no"), Side.GATEWAY, Phase.REFUSED, "content-too-large"),
				Arguments.of(new BadRequestException("no"), Side.GATEWAY, Phase.REFUSED, "bad-request"),
				Arguments.of(new RequestTimeoutException("no"), Side.CLIENT, Phase.TIMEOUT, "client-stalled"),
				Arguments.of(
						ServiceUnavailableException.refused(Reason.CIRCUIT_BREAKER, Duration.ZERO, "no", "s", "no"),
						Side.GATEWAY, Phase.REFUSED, "circuit-breaker"),
				Arguments.of(ServiceUnavailableException.refused(Reason.CONCURRENCY, Duration.ZERO, "no", "s", "no"),
						Side.GATEWAY, Phase.REFUSED, "concurrency"),
				Arguments.of(new ServiceUnavailableException("no", "s", "no", null), Side.UPSTREAM, Phase.CONNECT,
						"no-instance"),
				Arguments.of(new ServiceUnavailableException("no", null, "no", null), Side.GATEWAY, Phase.REFUSED,
						"unavailable"),
				Arguments.of(new GatewayTimeoutException("late", "s", "late", null), Side.UPSTREAM, Phase.TIMEOUT,
						"deadline"),
				Arguments.of(new BadGatewayException("bad", "s", "bad", null), Side.UPSTREAM, Phase.HEADERS,
						"bad-gateway"),
				Arguments.of(new ResponseStatusException(HttpStatus.NOT_FOUND), Side.GATEWAY, Phase.REFUSED, "refused"),
				Arguments.of(new IllegalStateException("a fault"), Side.GATEWAY, Phase.HEADERS, "fault"),
				Arguments.of(null, Side.GATEWAY, Phase.HEADERS, "fault"));
	}

	@ParameterizedTest
	@EnumSource
	void everyFaultOfAnInstanceKeepsItsNameThroughWhatTheClientIsTold(UpstreamFault fault) {
		UpstreamException error = new UpstreamException(fault, "a test", null);
		Termination told = failed(false, new BadGatewayException("bad", "s", "bad", error), null);
		assertThat(told.cause()).isEqualTo(fault.name().toLowerCase().replace('_', '-'));
		assertThat(told.side()).isEqualTo(fault.name().startsWith("CLIENT") ? Side.CLIENT : Side.UPSTREAM);
		assertThat(failed(false, new RequestTimeoutException("late"), error)).isEqualTo(told);
		assertThat(failed(false, new BadRequestException("broken"), error)).isEqualTo(told);
	}

	@Test
	void whatBreaksOffBehindTheHeadersBreaksOffInTheBody() {
		assertThat(failed(true, new BadGatewayException("bad", "s", "bad", CLOSED), CLOSED))
			.isEqualTo(new Termination(Side.UPSTREAM, Phase.BODY, "closed"));
		assertThat(failed(true, new BadGatewayException("bad", "s", "bad", null), null))
			.isEqualTo(new Termination(Side.UPSTREAM, Phase.BODY, "broken-off"));
		assertThat(failed(true, new IllegalStateException("a fault"), null))
			.isEqualTo(new Termination(Side.GATEWAY, Phase.BODY, "fault"));
	}

	@Test
	void failureOfAPartIsThatOfItsService() {
		BadGatewayException part = new BadGatewayException("bad", "s", "bad", CLOSED);
		assertThat(failed(false, new BadGatewayException("parts", "s", "parts", part), null).cause())
			.isEqualTo("closed");
	}

	@Test
	void refusalIsNotTakenForTheFailureOfAnEarlierAttempt() {
		assertThat(failed(false, new ForbiddenException("no"), CLOSED).cause()).isEqualTo("forbidden");
		assertThat(failed(false, new IllegalStateException("a fault"), CLOSED).cause()).isEqualTo("fault");
	}

	@Test
	void clientThatLeavesIsNoFailure() {
		assertThat(Terminations.of(CallEnd.CANCELLED, true, null, CLOSED)).isEqualTo(Termination.CLIENT_CANCEL);
		assertThat(Terminations.of(CallEnd.COMPLETE, true, null, CLOSED)).isEqualTo(Termination.COMPLETE);
		assertThat(Termination.COMPLETE.isError()).isFalse();
		assertThat(Termination.CLIENT_CANCEL.isError()).isTrue();
	}

}
