package io.embeddedgateway.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Makes a response of what an instance sends.
 */
final class ResponseReader {

	private final Exchange exchange;

	private @Nullable ResponseBody body;

	private @Nullable HttpHeaders trailers;

	private boolean interim;

	private boolean keepAlive;

	private boolean tunnel;

	ResponseReader(Exchange exchange) {
		this.exchange = exchange;
	}

	/**
	 * The body of the response.
	 * @return the body, or {@code null} if there is no response yet
	 */
	@Nullable ResponseBody body() {
		return this.body;
	}

	/**
	 * Whether the protocol was changed: from then on there are bytes, both ways.
	 * @return {@code true} if it was
	 */
	boolean isTunnel() {
		return this.tunnel;
	}

	void read(Object message, HttpStream stream) {
		if (message instanceof HttpResponse response) {
			head(response, stream);
		}
		if (message instanceof HttpContent content) {
			content(content);
		}
		else if (message instanceof ByteBuf bytes && this.tunnel) {
			add(bytes);
		}
		else if (!(message instanceof HttpResponse)) {
			ReferenceCountUtil.release(message);
		}
	}

	private void head(HttpResponse response, HttpStream stream) {
		String problem = ResponseHead.problem(response, RequestMessages.webSocketKey(this.exchange.request()));
		if (problem != null) {
			this.exchange.broken(UpstreamFault.MALFORMED, problem, response.decoderResult().cause());
			return;
		}
		int status = response.status().code();
		this.tunnel = status == HttpResponseStatus.SWITCHING_PROTOCOLS.code();
		this.interim = status < 200 && !this.tunnel;
		if (this.interim) {
			this.exchange.interim(response);
			return;
		}
		this.keepAlive = HttpUtil.isKeepAlive(response);
		ResponseBody body = new ResponseBody(this.exchange, stream);
		this.body = body;
		this.exchange.respond(new UpstreamResponse(status, stream.version(response), response.headers(), body,
				HttpUtil.isContentLengthSet(response) ? null : () -> this.trailers));
	}

	private void content(HttpContent content) {
		boolean last = content instanceof LastHttpContent;
		if (this.exchange.isOver() || this.interim || this.tunnel || this.body == null) {
			content.release();
			this.interim = this.interim && !last;
		}
		else if (content.decoderResult().isFailure()) {
			content.release();
			this.exchange.broken(UpstreamFault.MALFORMED, content.decoderResult().cause());
		}
		else {
			add(content.content());
			if (content instanceof LastHttpContent end) {
				complete(end.trailingHeaders());
			}
		}
	}

	private void add(ByteBuf bytes) {
		ResponseBody body = this.body;
		if (body != null && bytes.isReadable()) {
			this.exchange.progress();
			body.add(bytes);
		}
		else {
			bytes.release();
		}
	}

	// The connection first: whoever gets the end of the body may ask for it again
	private void complete(HttpHeaders trailers) {
		this.trailers = trailers.isEmpty() ? null : trailers;
		this.exchange.responseComplete(this.keepAlive);
		if (this.body != null) {
			this.body.complete();
		}
	}

}
