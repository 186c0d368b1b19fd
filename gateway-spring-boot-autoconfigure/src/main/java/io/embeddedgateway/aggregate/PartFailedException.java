package io.embeddedgateway.aggregate;

import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

import io.embeddedgateway.GatewayException;

/**
 * An answer can't do without a part that has failed: 502, 504 if its time was over, or
 * the status of the part.
 */
final class PartFailedException extends GatewayException {

	PartFailedException(String part, PartFailure failure, boolean passStatus) {
		super(status(failure, passStatus), "The part '" + part + "' of the answer is not to be had", null,
				"part '" + part + "' failed (" + failure.type() + "): " + failure.reason(), failure.cause());
	}

	private static HttpStatusCode status(PartFailure failure, boolean passStatus) {
		HttpStatusCode status = failure.status();
		if (passStatus && status != null && status.isError()) {
			return status;
		}
		return (failure.type() == PartFailure.Type.TIMEOUT) ? HttpStatus.GATEWAY_TIMEOUT : HttpStatus.BAD_GATEWAY;
	}

}
