package io.embeddedgateway.upstream;

import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;

/**
 * Reads responses of HTTP/1.1, knowing what was asked. Stricter than what it extends:
 * what another reader may take for something else is refused.
 */
final class ResponseDecoder extends HttpResponseDecoder {

	/**
	 * The most that is read at once: what came together stays together.
	 */
	private static final int ONE_READ = 64 * 1024;

	private boolean head;

	private boolean awaited;

	private boolean interim;

	private boolean more;

	ResponseDecoder(int maxHeaderSize) {
		super(new HttpDecoderConfig().setMaxHeaderSize(maxHeaderSize)
			.setMaxInitialLineLength(maxHeaderSize)
			.setMaxChunkSize(ONE_READ));
	}

	void expectResponseTo(HttpMethod method) {
		this.head = method.equals(HttpMethod.HEAD);
		this.awaited = true;
	}

	/**
	 * Whether bytes came that belong to no response.
	 * @return {@code true} if any did
	 */
	boolean hasMore() {
		return this.more;
	}

	// What an instance says beyond its response must not become the next response, nor
	// the beginning of it
	@Override
	protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> out) throws Exception {
		if (!this.awaited) {
			this.more = true;
			bytes.skipBytes(bytes.readableBytes());
			ChannelFuture unused = context.close();
			return;
		}
		int first = out.size();
		super.decode(context, bytes, out);
		for (int i = first; i < out.size(); i++) {
			decoded(out.get(i));
		}
	}

	private void decoded(Object message) {
		if (message instanceof HttpResponse response) {
			// Behind 101 come bytes of another protocol
			this.interim = response.status().code() < 200;
		}
		if (message instanceof LastHttpContent && !this.interim) {
			this.awaited = false;
		}
	}

	@Override
	protected HttpMessage createMessage(String[] line) {
		boolean version = line[0].equals("HTTP/1.1") || line[0].equals("HTTP/1.0");
		if (!version || !isStatus(line[1]) || !isText(line[2])) {
			throw new IllegalArgumentException("no status line of HTTP/1.1");
		}
		return super.createMessage(line);
	}

	private static boolean isStatus(String text) {
		return text.length() == 3 && text.chars().allMatch((digit) -> digit >= '0' && digit <= '9');
	}

	// RFC 9112 §4: spaces, tabs, visible characters
	private static boolean isText(String text) {
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			if ((character < ' ' && character != '\t') || character == 0x7f) {
				return false;
			}
		}
		return true;
	}

	// Otherwise a name would end at a space, and what follows up to the colon be lost
	@Override
	protected AsciiString splitHeaderName(byte[] line, int start, int length) {
		if (line[start + length] != ':') {
			throw new IllegalArgumentException("a space in the name of a header");
		}
		return super.splitHeaderName(line, start, length);
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
