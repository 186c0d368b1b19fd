package io.embeddedgateway.forward;

import io.embeddedgateway.BadGatewayException;
import io.embeddedgateway.BadRequestException;
import io.embeddedgateway.GatewayException;
import io.embeddedgateway.GatewayTimeoutException;
import io.embeddedgateway.RequestTimeoutException;
import io.embeddedgateway.ServiceUnavailableException;
import io.embeddedgateway.service.CallOutcome;
import io.embeddedgateway.upstream.UpstreamException;
import io.embeddedgateway.upstream.UpstreamFault;

/**
 * Tells by what went wrong at an instance which status the client gets.
 */
final class UpstreamErrors {

	private UpstreamErrors() {
	}

	/**
	 * What a fault says about the instance.
	 * @param fault the fault
	 * @return the outcome, {@code UNKNOWN} if it says nothing
	 */
	static CallOutcome outcome(UpstreamFault fault) {
		return switch (fault) {
			case CONNECT -> CallOutcome.UNREACHABLE;
			case CONNECT_TIMEOUT, RESPONSE_TIMEOUT, RESPONSE_STALLED, REQUEST_HELD_BACK -> CallOutcome.TIMEOUT;
			case REFUSED, CLOSED, MALFORMED -> CallOutcome.BROKEN;
			case BUSY, CLIENT_STALLED, CLIENT_HELD_BACK, CLIENT_BODY -> CallOutcome.UNKNOWN;
		};
	}

	static Throwable translate(Throwable error, String serviceId, String instance) {
		return (error instanceof UpstreamException failure) ? translate(failure, serviceId, instance) : error;
	}

	private static GatewayException translate(UpstreamException error, String serviceId, String instance) {
		return switch (error.fault()) {
			case BUSY -> new ServiceUnavailableException("The service is busy.", serviceId,
					"no connection to " + instance + " was free: " + error.getMessage(), error);
			case CONNECT_TIMEOUT -> GatewayTimeoutException.unsent("The service could not be reached in time.",
					serviceId, instance + " did not accept a connection in time: " + error.getMessage(), error);
			case CONNECT -> BadGatewayException.unsent("The service could not be reached.", serviceId,
					instance + " could not be reached: " + error.getMessage(), error);
			case RESPONSE_TIMEOUT, RESPONSE_STALLED -> new GatewayTimeoutException(
					"The service did not answer in time.", serviceId, instance + " did not answer in time", error);
			case REQUEST_HELD_BACK -> new GatewayTimeoutException("The service did not take the request in time.",
					serviceId, instance + " stopped reading the body of the request", error);
			case CLIENT_STALLED, CLIENT_HELD_BACK ->
				new RequestTimeoutException("The body of the request did not come in time.");
			case CLIENT_BODY -> body(error);
			case REFUSED -> new BadGatewayException("The service did not take the request.", serviceId,
					instance + " refused the request: " + error.getMessage(), error);
			case CLOSED, MALFORMED -> new BadGatewayException("The service did not answer properly.", serviceId,
					instance + " did not answer properly: " + error.getMessage(), error);
		};
	}

	// A filter may have refused the body for a reason of its own
	private static GatewayException body(UpstreamException error) {
		return (error.getCause() instanceof GatewayException reason) ? reason
				: new BadRequestException("The body of the request broke off.");
	}

}
