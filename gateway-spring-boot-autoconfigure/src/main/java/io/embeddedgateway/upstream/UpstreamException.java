package io.embeddedgateway.upstream;

import org.jspecify.annotations.Nullable;

/**
 * A request to an instance that failed, before its response or in the middle of it.
 */
public final class UpstreamException extends RuntimeException {

	private final UpstreamFault fault;

	/**
	 * Create an exception.
	 * @param fault what went wrong
	 * @param message what happened, for the log
	 * @param cause why it happened, or {@code null}
	 */
	public UpstreamException(UpstreamFault fault, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.fault = fault;
	}

	/**
	 * What went wrong.
	 * @return side and phase
	 */
	public UpstreamFault fault() {
		return this.fault;
	}

}
