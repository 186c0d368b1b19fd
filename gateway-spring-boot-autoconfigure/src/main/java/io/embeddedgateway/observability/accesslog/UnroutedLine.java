package io.embeddedgateway.observability.accesslog;

import io.embeddedgateway.ClientConnection;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.UnroutedRequest;
import io.embeddedgateway.masking.MaskedUris;
import io.embeddedgateway.observability.Termination;

/**
 * What may be shown of a request that no route took.
 *
 * @param request what is known of it
 * @param termination how it ended
 * @param begun when it came, in milliseconds since the epoch
 * @param uris hides what is secret in URIs
 */
record UnroutedLine(UnroutedRequest request, Termination termination, long begun,
		MaskedUris uris) implements LoggedRequest {

	@Override
	public GatewayRequest received() {
		return this.request.request();
	}

	@Override
	public ClientConnection connection() {
		return this.request.client();
	}

	// Whichever route was meant: a secret is one also where it came to the wrong place
	@Override
	public String path() {
		return this.uris.uri(received().rawPath(), this.request.pathVariables().get());
	}

	@Override
	public int status() {
		return this.request.status();
	}

	@Override
	public long totalNanos() {
		return this.request.nanos();
	}

	@Override
	public long gatewayNanos() {
		return this.request.nanos();
	}

	@Override
	public long responseBytes() {
		return this.request.responseBytes();
	}

}
