package io.embeddedgateway.upstream;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseDecoder;

/**
 * Reads responses of HTTP/1.1, knowing what was asked.
 */
final class ResponseDecoder extends HttpResponseDecoder {

	private boolean head;

	ResponseDecoder(int maxHeaderSize) {
		super(new HttpDecoderConfig().setMaxHeaderSize(maxHeaderSize).setMaxInitialLineLength(maxHeaderSize));
	}

	void expectResponseTo(HttpMethod method) {
		this.head = method.equals(HttpMethod.HEAD);
	}

	/**
	 * Whether bytes came that belong to no response.
	 * @return {@code true} if there are any
	 */
	boolean hasMore() {
		return actualReadableBytes() > 0;
	}

	@Override
	protected boolean isContentAlwaysEmpty(HttpMessage message) {
		return this.head || super.isContentAlwaysEmpty(message);
	}

	// Whoever reads the one for the other is led to see two responses where there is one
	// (RFC 9112 §6.3)
	@Override
	protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
		throw new IllegalArgumentException("both 'Content-Length' and 'Transfer-Encoding'");
	}

}
