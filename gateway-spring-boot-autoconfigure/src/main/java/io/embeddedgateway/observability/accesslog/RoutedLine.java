package io.embeddedgateway.observability.accesslog;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.Caller;
import io.embeddedgateway.ClientConnection;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.masking.MaskedUris;
import io.embeddedgateway.observability.RequestRecord;
import io.embeddedgateway.observability.Termination;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.ServiceInstance;

/**
 * What may be shown of a request on a route.
 *
 * @param record what is known of it
 * @param begun when it came, in milliseconds since the epoch
 * @param secretPath whether variables in the path of its route are secret
 * @param uris hides what is secret in URIs
 */
record RoutedLine(RequestRecord record, long begun, boolean secretPath, MaskedUris uris) implements LoggedRequest {

	@Override
	public GatewayRequest received() {
		return this.record.exchange().received();
	}

	@Override
	public ClientConnection connection() {
		return this.record.exchange().client();
	}

	@Override
	public String path() {
		return this.secretPath ? this.uris.uri(received().rawPath(), this.record.exchange().rawPathVariables())
				: LoggedRequest.super.path();
	}

	@Override
	public int status() {
		return this.record.status();
	}

	@Override
	public Termination termination() {
		return this.record.termination();
	}

	@Override
	public long totalNanos() {
		return this.record.totalNanos();
	}

	@Override
	public long gatewayNanos() {
		return this.record.gatewayNanos();
	}

	@Override
	public long upstreamNanos() {
		return this.record.upstreamNanos();
	}

	@Override
	public long requestBytes() {
		return this.record.requestBytes();
	}

	@Override
	public long responseBytes() {
		return this.record.responseBytes();
	}

	@Override
	public int attempts() {
		return this.record.attempts();
	}

	@Override
	public String route() {
		return this.record.route().id();
	}

	@Override
	public @Nullable String service() {
		LiveService service = this.record.service();
		return (service != null) ? service.id() : null;
	}

	@Override
	public @Nullable String instance() {
		ServiceInstance instance = this.record.instance();
		return (instance != null) ? instance.id() : null;
	}

	@Override
	public @Nullable String provider() {
		Caller caller = this.record.caller();
		return (caller != null) ? caller.provider() : null;
	}

	@Override
	public @Nullable String caller() {
		Caller caller = this.record.caller();
		return (caller != null) ? caller.name() : null;
	}

	@Override
	public @Nullable String traceId() {
		String traced = this.record.traceId();
		return (traced != null) ? traced : LoggedRequest.super.traceId();
	}

}
