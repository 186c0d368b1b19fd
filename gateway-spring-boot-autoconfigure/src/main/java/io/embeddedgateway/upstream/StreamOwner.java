package io.embeddedgateway.upstream;

import io.netty.handler.codec.http2.Http2Error;

/**
 * What a stream belongs to.
 */
interface StreamOwner {

	/**
	 * A request is about to be sent.
	 * @param request the request
	 */
	void beginning(UpstreamRequest request);

	/**
	 * The stream has done with a request, and may take the next.
	 * @param stream the stream
	 */
	void freed(HttpStream stream);

	/**
	 * The stream is to be closed.
	 * @param error why
	 */
	void closing(Http2Error error);

	/**
	 * The stream was closed.
	 */
	void closed();

	/**
	 * From here on only bytes pass.
	 */
	void switchToBytes();

}
