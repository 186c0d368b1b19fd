package io.embeddedgateway.observability.accesslog;

import io.embeddedgateway.masking.MaskedUris;
import io.embeddedgateway.observability.RequestListener;
import io.embeddedgateway.observability.RequestRecord;

/**
 * Logs the requests of a route.
 *
 * @param share how many of them, from 0 to 1
 * @param log where the lines go
 * @param uris hides what is secret in URIs
 * @param secretPath whether variables in the path of the route are secret
 */
record RouteAccessLog(double share, LineLog log, MaskedUris uris, boolean secretPath) implements RequestListener {

	@Override
	public void ended(RequestRecord request) {
		if (this.log.isWanted(this.share, request.status(), request.termination())) {
			this.log.write(request.totalNanos(), (begun) -> new RoutedLine(request, begun, this.secretPath, this.uris));
		}
	}

	@Override
	public String toString() {
		return "The access log";
	}

}
