package io.embeddedgateway.upstream;

import io.netty.handler.codec.http.HttpHeaders;
import reactor.util.context.Context;

/**
 * Who asked an instance. Called on the event loop of the request, for each request in
 * this order: any number of {@link #onInterim}; then one of {@link #onResponse} and
 * {@link #onError}; and when nothing more is to come, {@link #onEnd} once.
 */
public interface UpstreamListener {

	/**
	 * An interim response came (RFC 9110 §15.2).
	 * @param status the status, 102 to 199
	 * @param headers the headers
	 */
	void onInterim(int status, HttpHeaders headers);

	/**
	 * The response came. Its body has to be read or cancelled.
	 * @param response the response
	 */
	void onResponse(UpstreamResponse response);

	/**
	 * There will be no response.
	 * @param error what went wrong
	 */
	void onError(UpstreamException error);

	/**
	 * The body of the response breaks off.
	 * @param error what went wrong
	 * @return what the reader of the body is to see
	 */
	Throwable onBodyError(UpstreamException error);

	/**
	 * The request ended, in whatever way.
	 */
	void onEnd();

	/**
	 * The context in which the body of the request is read.
	 * @return the context
	 */
	Context currentContext();

}
