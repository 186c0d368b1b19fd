package io.embeddedgateway.benchmarks;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.zip.CRC32;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * A connection of the {@link LoadGenerator}, which checks each response: status, length,
 * checksum, and headers where they were edited.
 */
final class Connection extends SimpleChannelInboundHandler<HttpObject> {

	private final Consumer<Connection> answered;

	private final BiConsumer<Connection, Boolean> closed;

	private final LoadResult result;

	private final CRC32 checksum = new CRC32();

	private ChannelHandlerContext context;

	private Exchange exchange;

	private HttpResponse response;

	private long begun;

	private int length;

	/**
	 * Create a connection.
	 * @param answered called after each response
	 * @param closed called when it is closed, with whether a request was in flight
	 * @param result where to count
	 */
	Connection(Consumer<Connection> answered, BiConsumer<Connection, Boolean> closed, LoadResult result) {
		this.answered = answered;
		this.closed = closed;
		this.result = result;
	}

	void send(Exchange exchange, long begun) {
		this.exchange = exchange;
		this.begun = begun;
		this.response = null;
		this.length = 0;
		this.checksum.reset();
		this.context.writeAndFlush(exchange.request().retainedDuplicate());
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		this.context = context;
	}

	@Override
	protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
		if (!context.channel().isActive()) {
			return;
		}
		if (this.exchange == null) {
			this.result.error("unasked");
			context.close();
			return;
		}
		if (message instanceof HttpResponse response) {
			this.response = response;
		}
		if (message instanceof HttpContent content && content.content().isReadable()) {
			this.length += content.content().readableBytes();
			this.checksum.update(content.content().nioBuffer());
			if (this.exchange.cancelled()) {
				this.result.correct(System.nanoTime() - this.begun);
				context.close();
				return;
			}
		}
		if (message instanceof LastHttpContent) {
			complete(message);
		}
	}

	private void complete(HttpObject last) {
		String mistake = mistake(last);
		if (mistake == null) {
			this.result.correct(System.nanoTime() - this.begun);
		}
		else {
			this.result.error(mistake);
		}
		this.exchange = null;
		this.answered.accept(this);
	}

	private String mistake(HttpObject last) {
		if (last.decoderResult().isFailure() || this.response == null) {
			return "malformed";
		}
		if (this.response.status().code() != 200) {
			return "status " + this.response.status().code();
		}
		if (this.length != this.exchange.response().length()) {
			return "length";
		}
		if (this.checksum.getValue() != this.exchange.response().checksum()) {
			return "content";
		}
		if (this.exchange.edited() && (!"1".equals(this.response.headers().get("X-Response-Added"))
				|| this.response.headers().contains("X-Response-Removed"))) {
			return "headers";
		}
		return null;
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		boolean inFlight = (this.exchange != null);
		if (inFlight && !(this.exchange.cancelled() && this.length > 0)) {
			this.result.error((this.response != null) ? "cut off after " + this.length + " bytes" : "closed");
		}
		this.exchange = null;
		this.closed.accept(this, inFlight);
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		context.close();
	}

}
