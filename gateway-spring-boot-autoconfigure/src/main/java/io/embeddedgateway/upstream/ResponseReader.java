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
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import reactor.core.publisher.Flux;

/**
 * Makes a response of what an instance sends.
 */
final class ResponseReader {

	/**
	 * So many interim responses are passed on; more is no way to answer.
	 */
	private static final int MAX_INTERIM = 32;

	private final Exchange exchange;

	/**
	 * A response whose end may come with its head, which is cheaper to pass on at once.
	 */
	private @Nullable HttpResponse head;

	private @Nullable ResponseBody body;

	private @Nullable HttpHeaders trailers;

	/**
	 * How many bytes of the body are still to come, or -1 if that is not known.
	 */
	private long missing;

	private boolean interim;

	private int interims;

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
			content(content, stream);
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
			interim(response);
			return;
		}
		this.keepAlive = HttpUtil.isKeepAlive(response);
		this.missing = ResponseHead.bodyLength(response, this.exchange.request().method());
		this.head = response;
		if (this.tunnel) {
			respond(stream);
		}
	}

	private void interim(HttpResponse response) {
		this.interims++;
		if (this.interims > MAX_INTERIM) {
			this.exchange.broken(UpstreamFault.MALFORMED, "more than " + MAX_INTERIM + " interim responses", null);
		}
		else {
			this.exchange.interim(response);
		}
	}

	/**
	 * Pass the response on, if it has come but for its end.
	 * @param stream where it came
	 */
	void respond(HttpStream stream) {
		HttpResponse response = this.head;
		if (response != null) {
			this.head = null;
			ResponseBody body = new ResponseBody(this.exchange, stream);
			this.body = body;
			this.exchange.respond(new UpstreamResponse(response.status().code(), response.protocolVersion(),
					response.headers(), body, mayHaveTrailers(response) ? () -> this.trailers : null));
		}
	}

	// RFC 9112 §7.1.2; in HTTP/2 always
	private static boolean mayHaveTrailers(HttpResponse response) {
		return !HttpUtil.isContentLengthSet(response) || response.protocolVersion().majorVersion() > 1;
	}

	private void content(HttpContent content, HttpStream stream) {
		boolean last = content instanceof LastHttpContent;
		if (this.exchange.isOver() || this.interim || this.tunnel || !hasResponse()) {
			content.release();
			this.interim = this.interim && !last;
		}
		else if (content.decoderResult().isFailure()) {
			content.release();
			this.exchange.broken(UpstreamFault.MALFORMED, content.decoderResult().cause());
		}
		else if (isOfAnotherLength(content.content().readableBytes(), last)) {
			content.release();
			this.exchange.broken(UpstreamFault.MALFORMED, "a body of another length than was announced", null);
		}
		else if (content instanceof LastHttpContent end && this.head != null && isWhole(this.head, end)) {
			whole(this.head, end, stream);
		}
		else {
			respond(stream);
			add(content.content());
			if (content instanceof LastHttpContent end) {
				complete(end.trailingHeaders());
			}
		}
	}

	/**
	 * Whether there is a response, passed on or not.
	 * @return {@code true} if its head came
	 */
	boolean hasResponse() {
		return this.head != null || this.body != null;
	}

	// How a body of unknown length is framed is not to depend on how fast it comes
	private static boolean isWhole(HttpResponse head, LastHttpContent end) {
		return end.trailingHeaders().isEmpty() && (HttpUtil.isContentLengthSet(head) || !end.content().isReadable());
	}

	private void whole(HttpResponse head, LastHttpContent end, HttpStream stream) {
		this.head = null;
		Flux<DataBuffer> body = Flux.empty();
		if (end.content().isReadable()) {
			body = new WholeBody(new NettyDataBufferFactory(stream.channel().alloc()).wrap(end.content()));
		}
		else {
			end.release();
		}
		this.exchange.responseComplete(this.keepAlive);
		this.exchange.respondWhole(
				new UpstreamResponse(head.status().code(), head.protocolVersion(), head.headers(), body, null));
	}

	private boolean isOfAnotherLength(int length, boolean last) {
		if (this.missing < 0) {
			return false;
		}
		this.missing -= length;
		return this.missing < 0 || (last && this.missing > 0);
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
