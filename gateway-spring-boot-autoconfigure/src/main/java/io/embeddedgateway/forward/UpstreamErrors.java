package io.embeddedgateway.forward;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.timeout.ReadTimeoutException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquireTimeoutException;

import io.embeddedgateway.BadGatewayException;
import io.embeddedgateway.GatewayException;
import io.embeddedgateway.GatewayTimeoutException;
import io.embeddedgateway.ServiceUnavailableException;

/**
 * Tells by what went wrong at an instance which status the client gets.
 */
final class UpstreamErrors {

	private UpstreamErrors() {
	}

	static Throwable translate(Throwable error, String serviceId, String instance) {
		if (error instanceof GatewayException) {
			return error;
		}
		if (error instanceof PoolAcquirePendingLimitException || error instanceof PoolAcquireTimeoutException) {
			return new ServiceUnavailableException("The service is busy.", serviceId,
					"no connection to " + instance + " was free: " + error.getMessage(), error);
		}
		if (error instanceof ConnectTimeoutException) {
			return new GatewayTimeoutException("The service could not be reached in time.", serviceId,
					instance + " did not accept a connection in time: " + error.getMessage(), error);
		}
		if (error instanceof ReadTimeoutException || error instanceof TimeoutException) {
			return new GatewayTimeoutException("The service did not answer in time.", serviceId,
					instance + " did not answer in time", error);
		}
		if (error instanceof ConnectException || error instanceof UnknownHostException) {
			return new BadGatewayException("The service could not be reached.", serviceId,
					instance + " could not be reached: " + error.getMessage(), error);
		}
		return new BadGatewayException("The service did not answer properly.", serviceId,
				instance + " did not answer properly: " + error, error);
	}

}
