package io.embeddedgateway.observability;

import io.embeddedgateway.UnroutedRequest;
import io.embeddedgateway.text.KebabCase;

/**
 * How a request ended.
 *
 * @param side who ended it
 * @param phase in what it was then
 * @param cause what happened, in one word: bounded in number, and the same in metrics,
 * logs and explanations
 */
public record Termination(Side side, Phase phase, String cause) {

	/**
	 * The response was read to its end.
	 */
	public static final Termination COMPLETE = new Termination(Side.NONE, Phase.COMPLETE, "complete");

	/**
	 * The client left.
	 */
	public static final Termination CLIENT_CANCEL = new Termination(Side.CLIENT, Phase.CANCEL, "client-cancel");

	/**
	 * How a request ended that no route took.
	 * @param reason why no route took it
	 * @return the end, with the reason as its cause if the request was refused
	 */
	public static Termination of(UnroutedRequest.Reason reason) {
		return reason.isRefusal() ? new Termination(Side.GATEWAY, Phase.REFUSED, KebabCase.of(reason)) : COMPLETE;
	}

	/**
	 * Whether this is an error of the client, of a service, or of the gateway.
	 * @return {@code false} only if the response was read to its end
	 */
	public boolean isError() {
		return this.side != Side.NONE;
	}

	/**
	 * Who ended a request.
	 */
	public enum Side {

		/**
		 * Nobody: all went well.
		 */
		NONE,

		/**
		 * The client.
		 */
		CLIENT,

		/**
		 * An instance, or the way to it.
		 */
		UPSTREAM,

		/**
		 * The gateway itself, by a limit, a rule or a fault.
		 */
		GATEWAY

	}

	/**
	 * What a request was in when it ended.
	 */
	public enum Phase {

		/**
		 * Nothing was left to be done.
		 */
		COMPLETE,

		/**
		 * No instance had been reached.
		 */
		CONNECT,

		/**
		 * The headers of the response had not come.
		 */
		HEADERS,

		/**
		 * A body was on its way.
		 */
		BODY,

		/**
		 * Somebody took too long.
		 */
		TIMEOUT,

		/**
		 * Somebody gave up.
		 */
		CANCEL,

		/**
		 * The request was refused before it was sent to anybody.
		 */
		REFUSED

	}

}
