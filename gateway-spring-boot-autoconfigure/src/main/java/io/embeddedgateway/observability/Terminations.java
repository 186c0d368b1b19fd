package io.embeddedgateway.observability;

import java.util.EnumMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.web.ErrorResponse;

import io.embeddedgateway.BadGatewayException;
import io.embeddedgateway.BadRequestException;
import io.embeddedgateway.ContentTooLargeException;
import io.embeddedgateway.ForbiddenException;
import io.embeddedgateway.GatewayException;
import io.embeddedgateway.RequestTimeoutException;
import io.embeddedgateway.ServiceUnavailableException;
import io.embeddedgateway.TooManyRequestsException;
import io.embeddedgateway.UnauthorizedException;
import io.embeddedgateway.observability.Termination.Phase;
import io.embeddedgateway.observability.Termination.Side;
import io.embeddedgateway.service.CallEnd;
import io.embeddedgateway.text.KebabCase;
import io.embeddedgateway.upstream.UpstreamException;
import io.embeddedgateway.upstream.UpstreamFault;

/**
 * Finds out how a request ended. There are as many ends as there are constants here.
 */
final class Terminations {

	private static final Map<UpstreamFault, Termination> BEFORE_RESPONSE = new EnumMap<>(UpstreamFault.class);

	private static final Map<UpstreamFault, Termination> IN_RESPONSE = new EnumMap<>(UpstreamFault.class);

	private static final Map<ServiceUnavailableException.Reason, Termination> UNAVAILABLE = new EnumMap<>(
			ServiceUnavailableException.Reason.class);

	private static final Termination DEADLINE = new Termination(Side.UPSTREAM, Phase.TIMEOUT, "deadline");

	private static final Termination NO_ANSWER = new Termination(Side.UPSTREAM, Phase.HEADERS, "bad-gateway");

	private static final Termination BROKEN_OFF = new Termination(Side.UPSTREAM, Phase.BODY, "broken-off");

	private static final Termination SLOW_CLIENT = new Termination(Side.CLIENT, Phase.TIMEOUT, "client-stalled");

	private static final Termination BAD_REQUEST = refused("bad-request");

	private static final Termination UNAUTHORIZED = refused("unauthorized");

	private static final Termination FORBIDDEN = refused("forbidden");

	private static final Termination TOO_LARGE = refused("content-too-large");

	private static final Termination TOO_MANY = refused("too-many-requests");

	private static final Termination REFUSED = refused("refused");

	private static final Termination FAULT = new Termination(Side.GATEWAY, Phase.HEADERS, "fault");

	private static final Termination FAULT_IN_BODY = new Termination(Side.GATEWAY, Phase.BODY, "fault");

	static {
		for (UpstreamFault fault : UpstreamFault.values()) {
			BEFORE_RESPONSE.put(fault, of(fault, Phase.HEADERS));
			IN_RESPONSE.put(fault, of(fault, Phase.BODY));
		}
		for (ServiceUnavailableException.Reason reason : ServiceUnavailableException.Reason.values()) {
			UNAVAILABLE.put(reason, of(reason));
		}
	}

	private Terminations() {
	}

	private static Termination of(UpstreamFault fault, Phase phase) {
		String cause = KebabCase.of(fault);
		return switch (fault) {
			case BUSY, CONNECT -> new Termination(Side.UPSTREAM, Phase.CONNECT, cause);
			case CONNECT_TIMEOUT, RESPONSE_TIMEOUT, RESPONSE_STALLED, REQUEST_HELD_BACK ->
				new Termination(Side.UPSTREAM, Phase.TIMEOUT, cause);
			case REFUSED, CLOSED, MALFORMED -> new Termination(Side.UPSTREAM, phase, cause);
			case CLIENT_STALLED, CLIENT_HELD_BACK -> new Termination(Side.CLIENT, Phase.TIMEOUT, cause);
			case CLIENT_BODY -> new Termination(Side.CLIENT, Phase.BODY, cause);
		};
	}

	private static Termination of(ServiceUnavailableException.Reason reason) {
		return switch (reason) {
			case NO_INSTANCE -> new Termination(Side.UPSTREAM, Phase.CONNECT, KebabCase.of(reason));
			case CIRCUIT_BREAKER, CONCURRENCY, UNAVAILABLE -> refused(KebabCase.of(reason));
		};
	}

	private static Termination refused(String cause) {
		return new Termination(Side.GATEWAY, Phase.REFUSED, cause);
	}

	/**
	 * Find out how a request ended.
	 * @param end how the call ended
	 * @param answered whether the response had begun
	 * @param error why it failed, if that is known
	 * @param attemptError why the last attempt failed, or {@code null} if it did not
	 * @return the end
	 */
	static Termination of(CallEnd end, boolean answered, @Nullable Throwable error, @Nullable Throwable attemptError) {
		return switch (end) {
			case COMPLETE -> Termination.COMPLETE;
			case CANCELLED -> Termination.CLIENT_CANCEL;
			case FAILED -> failed(answered, error, attemptError);
		};
	}

	private static Termination failed(boolean answered, @Nullable Throwable error, @Nullable Throwable attemptError) {
		UpstreamException upstream = upstream(error);
		if (upstream == null && mayComeFrom(error)) {
			upstream = upstream(attemptError);
		}
		if (upstream != null) {
			Termination known = (answered ? IN_RESPONSE : BEFORE_RESPONSE).get(upstream.fault());
			return (known != null) ? known : BROKEN_OFF;
		}
		if (error instanceof GatewayException gateway) {
			return failed(answered, gateway);
		}
		if (error instanceof ErrorResponse response && response.getStatusCode().is4xxClientError()) {
			return REFUSED;
		}
		return fault(answered);
	}

	private static Termination fault(boolean answered) {
		return answered ? FAULT_IN_BODY : FAULT;
	}

	private static @Nullable UpstreamException upstream(@Nullable Throwable error) {
		Throwable cause = error;
		while (cause instanceof GatewayException) {
			cause = cause.getCause();
		}
		return (cause instanceof UpstreamException upstream) ? upstream : null;
	}

	// Those that take the place of what happened to an attempt, without naming it
	private static boolean mayComeFrom(@Nullable Throwable error) {
		return error == null || error instanceof RequestTimeoutException || error instanceof BadRequestException
				|| (error instanceof BadGatewayException && error.getCause() == null);
	}

	private static Termination failed(boolean answered, GatewayException error) {
		if (error instanceof ServiceUnavailableException unavailable) {
			return UNAVAILABLE.getOrDefault(unavailable.reason(), REFUSED);
		}
		return switch (error.status().value()) {
			case 502 -> answered ? BROKEN_OFF : NO_ANSWER;
			case 504 -> DEADLINE;
			default -> error.status().is5xxServerError() ? fault(answered) : refusal(error);
		};
	}

	private static Termination refusal(GatewayException error) {
		if (error instanceof TooManyRequestsException) {
			return TOO_MANY;
		}
		if (error instanceof UnauthorizedException) {
			return UNAUTHORIZED;
		}
		if (error instanceof ForbiddenException) {
			return FORBIDDEN;
		}
		if (error instanceof ContentTooLargeException) {
			return TOO_LARGE;
		}
		if (error instanceof RequestTimeoutException) {
			return SLOW_CLIENT;
		}
		return (error instanceof BadRequestException) ? BAD_REQUEST : REFUSED;
	}

}
