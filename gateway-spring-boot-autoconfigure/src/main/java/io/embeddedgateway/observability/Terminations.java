package io.embeddedgateway.observability;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.GatewayException;
import io.embeddedgateway.GatewayTimeoutException;
import io.embeddedgateway.ServiceUnavailableException;
import io.embeddedgateway.observability.Termination.Phase;
import io.embeddedgateway.observability.Termination.Side;
import io.embeddedgateway.service.CallEnd;
import io.embeddedgateway.upstream.UpstreamException;
import io.embeddedgateway.upstream.UpstreamFault;

/**
 * Finds out how a request ended.
 */
final class Terminations {

	private static final Map<UpstreamFault, Termination> BY_FAULT = new EnumMap<>(UpstreamFault.class);

	private static final Termination DEADLINE = new Termination(Side.UPSTREAM, Phase.TIMEOUT, "deadline");

	private static final Termination UNAVAILABLE = new Termination(Side.UPSTREAM, Phase.CONNECT, "unavailable");

	private static final Termination BROKEN_OFF = new Termination(Side.UPSTREAM, Phase.BODY, "broken-off");

	private static final Termination REFUSED = new Termination(Side.GATEWAY, Phase.REFUSED, "refused");

	private static final Termination FAULT = new Termination(Side.GATEWAY, Phase.HEADERS, "fault");

	static {
		for (UpstreamFault fault : UpstreamFault.values()) {
			BY_FAULT.put(fault, of(fault));
		}
	}

	private Terminations() {
	}

	private static Termination of(UpstreamFault fault) {
		String cause = fault.name().toLowerCase(Locale.ROOT).replace('_', '-');
		return switch (fault) {
			case BUSY, CONNECT -> new Termination(Side.UPSTREAM, Phase.CONNECT, cause);
			case CONNECT_TIMEOUT, RESPONSE_TIMEOUT, RESPONSE_STALLED, REQUEST_HELD_BACK ->
				new Termination(Side.UPSTREAM, Phase.TIMEOUT, cause);
			case REFUSED, CLOSED, MALFORMED -> new Termination(Side.UPSTREAM, Phase.HEADERS, cause);
			case CLIENT_STALLED, CLIENT_HELD_BACK -> new Termination(Side.CLIENT, Phase.TIMEOUT, cause);
			case CLIENT_BODY -> new Termination(Side.CLIENT, Phase.BODY, cause);
		};
	}

	/**
	 * Find out how a request ended.
	 * @param end how the call ended
	 * @param status the status of the answer, or 0
	 * @param error why it failed, if that is known
	 * @param attemptError why the last attempt failed, or {@code null} if it did not
	 * @return the end
	 */
	static Termination of(CallEnd end, int status, @Nullable Throwable error, @Nullable Throwable attemptError) {
		return switch (end) {
			case COMPLETE -> Termination.COMPLETE;
			case CANCELLED -> Termination.CLIENT_CANCEL;
			case FAILED -> failed(status, error, attemptError);
		};
	}

	private static Termination failed(int status, @Nullable Throwable error, @Nullable Throwable attemptError) {
		if (error != null && error.getCause() instanceof UpstreamException upstream) {
			return BY_FAULT.getOrDefault(upstream.fault(), BROKEN_OFF);
		}
		if (error instanceof GatewayTimeoutException) {
			return DEADLINE;
		}
		if (error instanceof ServiceUnavailableException) {
			return UNAVAILABLE;
		}
		if (attemptError instanceof UpstreamException upstream) {
			return BY_FAULT.getOrDefault(upstream.fault(), BROKEN_OFF);
		}
		return (error instanceof GatewayException && status < 500) ? REFUSED : FAULT;
	}

}
