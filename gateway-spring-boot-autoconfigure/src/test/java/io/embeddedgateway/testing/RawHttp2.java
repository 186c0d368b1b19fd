package io.embeddedgateway.testing;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersDecoder;
import io.netty.handler.codec.http2.Http2HeadersEncoder;

/**
 * Frames of HTTP/2 on a plain socket, to say exactly what no library would. Settings and
 * pings are acknowledged; nothing else is done by itself.
 */
public final class RawHttp2 implements AutoCloseable {

	/**
	 * {@code DATA}.
	 */
	public static final int DATA = 0;

	/**
	 * {@code HEADERS}.
	 */
	public static final int HEADERS = 1;

	/**
	 * {@code RST_STREAM}.
	 */
	public static final int RST_STREAM = 3;

	/**
	 * {@code GOAWAY}.
	 */
	public static final int GOAWAY = 7;

	private static final int SETTINGS = 4;

	private static final int PING = 6;

	private static final int WINDOW_UPDATE = 8;

	private final RawHttp socket;

	private final Http2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();

	private final Http2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);

	private RawHttp2(RawHttp socket) {
		this.socket = socket;
	}

	/**
	 * Connect as a client.
	 * @param port the port on the loopback address
	 * @return the connection
	 * @throws IOException if that fails
	 */
	public static RawHttp2 client(int port) throws IOException {
		RawHttp2 http2 = new RawHttp2(new RawHttp(new Socket("127.0.0.1", port)));
		http2.socket.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
		return http2.frame(SETTINGS, 0, 0);
	}

	/**
	 * Be the server on a connection.
	 * @param connection the connection
	 * @param settings identifiers and values
	 * @return the connection, with the preface of the client read
	 * @throws IOException if that fails
	 */
	public static RawHttp2 server(RawHttp connection, int... settings) throws IOException {
		connection.read(Http2CodecUtil.connectionPrefaceBuf().readableBytes());
		return new RawHttp2(connection).settings(settings);
	}

	/**
	 * Send settings.
	 * @param settings identifiers and values
	 * @return this connection
	 * @throws IOException if that fails
	 */
	public RawHttp2 settings(int... settings) throws IOException {
		ByteBuffer payload = ByteBuffer.allocate(settings.length * 3);
		for (int i = 0; i < settings.length; i += 2) {
			payload.putShort((short) settings[i]).putInt(settings[i + 1]);
		}
		return frame(SETTINGS, 0, 0, payload.array());
	}

	/**
	 * Send a frame.
	 * @param type its type
	 * @param flags its flags
	 * @param stream its stream
	 * @param payload what it carries
	 * @return this connection
	 * @throws IOException if that fails
	 */
	public RawHttp2 frame(int type, int flags, int stream, byte... payload) throws IOException {
		ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
		frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
		frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
		this.socket.send(frame.array());
		return this;
	}

	/**
	 * Send headers.
	 * @param stream the stream
	 * @param end whether they end it
	 * @param fields names and values, unchecked
	 * @return this connection
	 * @throws IOException if that fails
	 */
	public RawHttp2 headers(int stream, boolean end, String... fields) throws IOException {
		Http2Headers headers = new DefaultHttp2Headers(false);
		for (int i = 0; i < fields.length; i += 2) {
			headers.add(fields[i], fields[i + 1]);
		}
		ByteBuf block = Unpooled.buffer();
		try {
			this.encoder.encodeHeaders(stream, headers, block);
		}
		catch (Http2Exception ex) {
			throw new IOException(ex);
		}
		return frame(HEADERS, end ? 5 : 4, stream, ByteBufUtil.getBytes(block));
	}

	/**
	 * Send a request.
	 * @param stream the stream
	 * @param end whether there is no body
	 * @param method the method
	 * @param path the path
	 * @param fields further names and values, unchecked
	 * @return this connection
	 * @throws IOException if that fails
	 */
	public RawHttp2 request(int stream, boolean end, String method, String path, String... fields) throws IOException {
		String[] all = Arrays.copyOf(
				new String[] { ":method", method, ":scheme", "http", ":authority", "gateway.test", ":path", path },
				8 + fields.length);
		System.arraycopy(fields, 0, all, 8, fields.length);
		return headers(stream, end, all);
	}

	/**
	 * Send data.
	 * @param stream the stream
	 * @param end whether they end it
	 * @param text the data
	 * @return this connection
	 * @throws IOException if that fails
	 */
	public RawHttp2 data(int stream, boolean end, String text) throws IOException {
		return frame(DATA, end ? 1 : 0, stream, text.getBytes(StandardCharsets.ISO_8859_1));
	}

	/**
	 * Reset a stream.
	 * @param stream the stream
	 * @param error the error code
	 * @return this connection
	 * @throws IOException if that fails
	 */
	public RawHttp2 reset(int stream, int error) throws IOException {
		return frame(RST_STREAM, 0, stream, ByteBuffer.allocate(4).putInt(error).array());
	}

	/**
	 * Announce the end of the connection.
	 * @param last the last stream that is served
	 * @param error the error code
	 * @return this connection
	 * @throws IOException if that fails
	 */
	public RawHttp2 goAway(int last, int error) throws IOException {
		return frame(GOAWAY, 0, 0, ByteBuffer.allocate(8).putInt(last).putInt(error).array());
	}

	/**
	 * Widen a window.
	 * @param stream the stream, or 0 for the connection
	 * @param bytes how many more bytes may come
	 * @return this connection
	 * @throws IOException if that fails
	 */
	public RawHttp2 windowUpdate(int stream, int bytes) throws IOException {
		return frame(WINDOW_UPDATE, 0, stream, ByteBuffer.allocate(4).putInt(bytes).array());
	}

	/**
	 * Read the next frame that is no setting, ping or window update.
	 * @return the frame
	 * @throws IOException if none comes
	 */
	public Frame next() throws IOException {
		while (true) {
			ByteBuffer head = ByteBuffer.wrap(this.socket.read(9));
			int length = ((head.get() & 0xff) << 16) | (head.getShort() & 0xffff);
			int type = head.get();
			int flags = head.get();
			int stream = head.getInt();
			byte[] payload = this.socket.read(length);
			if ((type == SETTINGS || type == PING) && flags == 0) {
				frame(type, 1, 0, (type == PING) ? payload : new byte[0]);
			}
			else if (type != SETTINGS && type != PING && type != WINDOW_UPDATE) {
				return new Frame(type, (flags & 1) != 0, stream, payload, (type == HEADERS) ? decode(payload) : null);
			}
		}
	}

	/**
	 * Read frames until one of a type comes.
	 * @param type the type
	 * @return the frame
	 * @throws IOException if none comes
	 */
	public Frame next(int type) throws IOException {
		Frame frame = next();
		while (frame.type() != type) {
			frame = next();
		}
		return frame;
	}

	private Http2Headers decode(byte[] payload) throws IOException {
		try {
			return this.decoder.decodeHeaders(1, Unpooled.wrappedBuffer(payload));
		}
		catch (Http2Exception ex) {
			throw new IOException(ex);
		}
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	/**
	 * A frame.
	 *
	 * @param type its type
	 * @param end whether it ends its stream
	 * @param stream its stream
	 * @param payload what it carries
	 * @param headers the headers, in a {@link RawHttp2#HEADERS} frame
	 */
	public record Frame(int type, boolean end, int stream, byte[] payload, Http2Headers headers) {

		/**
		 * A header.
		 * @param name its name
		 * @return its value, or an empty text
		 */
		public String header(String name) {
			CharSequence value = (this.headers != null) ? this.headers.get(name) : null;
			return (value != null) ? value.toString() : "";
		}

		/**
		 * The payload as text.
		 * @return the bytes as ISO-8859-1
		 */
		public String text() {
			return new String(this.payload, StandardCharsets.ISO_8859_1);
		}

		/**
		 * The error code of a reset.
		 * @return the code
		 */
		public int error() {
			return ByteBuffer.wrap(this.payload).getInt();
		}

	}

}
