package io.embeddedgateway.aggregate;

import org.springframework.http.HttpStatus;

import io.embeddedgateway.GatewayException;

/**
 * What the parts brought can't be put together: 502.
 */
final class UnfitAnswerException extends GatewayException {

	UnfitAnswerException(RuntimeException cause) {
		super(HttpStatus.BAD_GATEWAY, "The parts of the answer do not go together", null,
				"the parts do not go together: " + cause.getMessage(), cause);
	}

}
