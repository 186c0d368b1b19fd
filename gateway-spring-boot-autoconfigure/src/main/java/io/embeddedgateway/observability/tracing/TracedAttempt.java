package io.embeddedgateway.observability.tracing;

import java.util.List;

import io.micrometer.observation.Observation;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

import io.embeddedgateway.service.CallOutcome;
import io.embeddedgateway.service.ObservedAttempt;

/**
 * An attempt that is observed, from when its headers are complete: only then they can say
 * in which span the request is sent.
 */
final class TracedAttempt implements ObservedAttempt {

	private final Observation observation;

	private final GatewayAttemptObservationContext context;

	private final List<String> place;

	private volatile boolean started;

	TracedAttempt(Observation observation, GatewayAttemptObservationContext context, List<String> place) {
		this.observation = observation;
		this.context = context;
		this.place = place;
	}

	@Override
	public void sending(HttpHeaders headers) {
		// What the client sent of them must not stand beside what is set now
		this.place.forEach(headers::remove);
		this.context.setCarrier(headers);
		this.started = true;
		this.observation.start();
	}

	@Override
	public void responded(int status) {
		this.context.responded(status);
	}

	@Override
	public void ended(CallOutcome outcome, @Nullable Throwable error) {
		if (!this.started) {
			return;
		}
		this.context.ended(outcome);
		Throwable failure = (error != null) ? error : ErrorStatusException.of(this.context.status());
		if (failure != null) {
			this.observation.error(failure);
		}
		this.observation.stop();
	}

	@Override
	public String toString() {
		return "The observation of an attempt";
	}

}
