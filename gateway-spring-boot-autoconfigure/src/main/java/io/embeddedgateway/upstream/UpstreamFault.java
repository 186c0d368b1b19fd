package io.embeddedgateway.upstream;

/**
 * What went wrong with a request to an instance: on which side, and in which phase.
 */
public enum UpstreamFault {

	/**
	 * No connection was free, and no more may be opened or waited for.
	 */
	BUSY,

	/**
	 * No connection within the time allowed: name, TCP and TLS together.
	 */
	CONNECT_TIMEOUT,

	/**
	 * The name is unknown, nobody accepts, or the TLS handshake failed.
	 */
	CONNECT,

	/**
	 * The instance said that it has not worked on the request (RFC 9113 §8.7).
	 */
	REFUSED,

	/**
	 * The connection was closed or reset.
	 */
	CLOSED,

	/**
	 * The answer is no proper HTTP, or not what was asked for.
	 */
	MALFORMED,

	/**
	 * The headers of the response did not come in time.
	 */
	RESPONSE_TIMEOUT,

	/**
	 * The body of the response stood still for too long, because the instance sent no
	 * more of it.
	 */
	RESPONSE_STALLED,

	/**
	 * The body of the request stood still for too long, because the instance took no more
	 * of it.
	 */
	REQUEST_HELD_BACK,

	/**
	 * The body of the request stood still for too long, because the client sent no more
	 * of it.
	 */
	CLIENT_STALLED,

	/**
	 * The body of the response stood still for too long, because the client took no more
	 * of it.
	 */
	CLIENT_HELD_BACK,

	/**
	 * The body of the request broke off, or has another length than was announced.
	 */
	CLIENT_BODY

}
