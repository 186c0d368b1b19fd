package io.embeddedgateway.observability;

import java.util.function.Consumer;

import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

import io.embeddedgateway.service.CallOutcome;
import io.embeddedgateway.service.ObservedAttempt;

/**
 * An attempt that is written down, and perhaps traced.
 */
final class RecordedAttempt implements ObservedAttempt {

	private final Recording recording;

	private final RequestRecord request;

	private final ObservedAttempt traced;

	private boolean answered;

	RecordedAttempt(Recording recording, RequestRecord request, ObservedAttempt traced) {
		this.recording = recording;
		this.request = request;
		this.traced = traced;
	}

	@Override
	public void sending(HttpHeaders headers) {
		trace((attempt) -> attempt.sending(headers));
	}

	@Override
	public void responded(int status) {
		this.answered = true;
		this.request.attemptAnswered(System.nanoTime());
		trace((attempt) -> attempt.responded(status));
	}

	@Override
	public void ended(CallOutcome outcome, @Nullable Throwable error) {
		if (!this.answered) {
			this.request.attemptAnswered(System.nanoTime());
		}
		this.request.attemptFailed(error);
		trace((attempt) -> attempt.ended(outcome, error));
	}

	private void trace(Consumer<ObservedAttempt> what) {
		if (this.traced == ObservedAttempt.UNOBSERVED) {
			return;
		}
		try {
			what.accept(this.traced);
		}
		catch (RuntimeException ex) {
			this.recording.failed(this.traced, this.request, ex);
		}
	}

}
