package io.embeddedgateway.observability;

import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.service.CallOutcome;
import io.embeddedgateway.service.ObservedAttempt;

/**
 * An attempt that is written down, and perhaps traced.
 */
final class RecordedAttempt implements ObservedAttempt {

	private final RequestRecord request;

	private final ObservedAttempt traced;

	private boolean answered;

	RecordedAttempt(RequestRecord request, ObservedAttempt traced) {
		this.request = request;
		this.traced = traced;
	}

	@Override
	public void sending(BiConsumer<String, String> headers) {
		this.traced.sending(headers);
	}

	@Override
	public void responded(int status) {
		this.answered = true;
		this.request.attemptAnswered(System.nanoTime());
		this.traced.responded(status);
	}

	@Override
	public void ended(CallOutcome outcome, @Nullable Throwable error) {
		if (!this.answered) {
			this.request.attemptAnswered(System.nanoTime());
		}
		this.request.attemptFailed(error);
		this.traced.ended(outcome, error);
	}

}
