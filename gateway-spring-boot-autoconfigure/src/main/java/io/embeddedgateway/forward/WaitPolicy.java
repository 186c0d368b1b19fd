package io.embeddedgateway.forward;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.OutboundPolicy;
import io.embeddedgateway.upstream.ConnectionPolicy;

/**
 * How long a route waits for its service, where that differs from what the service says.
 *
 * @param response the longest time from the end of the request until the headers of the
 * response, or {@code null} for that of the service; 1 ms to 1 d
 * @param idle the longest time in which no byte of a body moves, or {@code null} for that
 * of the service; 1 ms to 1 d
 */
public record WaitPolicy(@Nullable Duration response, @Nullable Duration idle) implements OutboundPolicy {

	/**
	 * Check the policy.
	 * @throws IllegalArgumentException if a time is out of range
	 */
	public WaitPolicy {
		if (response != null) {
			ConnectionPolicy.checkTimeout("response", response);
		}
		if (idle != null) {
			ConnectionPolicy.checkTimeout("idle", idle);
		}
	}

	ForwardPolicy applyTo(ForwardPolicy policy) {
		ForwardPolicy changed = (this.response != null) ? policy.withResponseTimeout(this.response) : policy;
		return (this.idle != null) ? changed.withIdleTimeout(this.idle) : changed;
	}

}
