package io.embeddedgateway.server;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * A plain socket that speaks HTTP/2 over cleartext with prior knowledge (RFC 9113 §3.3),
 * to send frames that no client would.
 */
final class RawHttp2 implements AutoCloseable {

	static final int DATA = 0;

	static final int HEADERS = 1;

	static final int PRIORITY = 2;

	static final int RST_STREAM = 3;

	static final int SETTINGS = 4;

	static final int PING = 6;

	static final int GOAWAY = 7;

	static final int WINDOW_UPDATE = 8;

	static final int CONTINUATION = 9;

	private final Socket socket;

	private final DataInputStream in;

	RawHttp2(int port) throws IOException {
		this(new Socket("127.0.0.1", port));
	}

	RawHttp2(Socket socket) throws IOException {
		this.socket = socket;
		this.socket.setSoTimeout(20_000);
		this.in = new DataInputStream(this.socket.getInputStream());
		this.socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
		send(frame(SETTINGS, 0, 0, new byte[0]));
	}

	static byte[] frame(int type, int flags, int stream, byte[] payload) {
		return ByteBuffer.allocate(9 + payload.length)
			.put((byte) (payload.length >> 16))
			.putShort((short) payload.length)
			.put((byte) type)
			.put((byte) flags)
			.putInt(stream)
			.put(payload)
			.array();
	}

	/**
	 * The headers of a request, in HPACK without compression (RFC 7541).
	 */
	static byte[] headers(int stream, int flags, boolean post, String path) {
		byte[] name = path.getBytes(StandardCharsets.US_ASCII);
		byte[] block = ByteBuffer.allocate(7 + name.length)
			.put((byte) (post ? 0x83 : 0x82))
			.put((byte) 0x86)
			.put((byte) 0x04)
			.put((byte) name.length)
			.put(name)
			.put((byte) 0x01)
			.put((byte) 1)
			.put((byte) 'a')
			.array();
		return frame(HEADERS, flags, stream, block);
	}

	/**
	 * Send bytes.
	 * @return whether the other side still took them
	 */
	boolean send(byte[] bytes) {
		try {
			this.socket.getOutputStream().write(bytes);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Read until a frame is found.
	 * @return the frame, or {@code null} if the connection was closed before
	 */
	@Nullable Frame read(Predicate<Frame> wanted) throws IOException {
		try {
			while (true) {
				byte[] header = this.in.readNBytes(9);
				if (header.length < 9) {
					return null;
				}
				ByteBuffer fields = ByteBuffer.wrap(header);
				int length = (fields.get() & 0xff) << 16 | (fields.getShort() & 0xffff);
				Frame frame = new Frame(fields.get(), fields.get(), fields.getInt(), this.in.readNBytes(length));
				if (wanted.test(frame)) {
					return frame;
				}
			}
		}
		catch (EOFException | SocketException ex) {
			return null;
		}
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	record Frame(int type, int flags, int stream, byte[] payload) {

		boolean is(int type, int stream) {
			return this.type == type && this.stream == stream;
		}

		/**
		 * The error code of a frame that has one.
		 */
		int error() {
			return ByteBuffer.wrap(this.payload).getInt((this.type == GOAWAY) ? 4 : 0);
		}

	}

}
