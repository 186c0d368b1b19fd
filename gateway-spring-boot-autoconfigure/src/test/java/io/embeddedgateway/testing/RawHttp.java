package io.embeddedgateway.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/**
 * A plain socket, to say exactly what no HTTP client would.
 */
public final class RawHttp implements AutoCloseable {

	private final Socket socket;

	/**
	 * Connect.
	 * @param port the port on the loopback address
	 * @throws IOException if that fails
	 */
	public RawHttp(int port) throws IOException {
		this(new Socket("127.0.0.1", port));
	}

	/**
	 * Talk over a connection that stands already.
	 * @param socket the connection
	 * @throws IOException if that fails
	 */
	public RawHttp(Socket socket) throws IOException {
		this.socket = socket;
		this.socket.setSoTimeout(20_000);
	}

	/**
	 * Send bytes on a connection of their own, and read until the other side closes it.
	 * @param port the port on the loopback address
	 * @param request the bytes as ISO-8859-1
	 * @return what came back, as ISO-8859-1
	 * @throws IOException if that fails, or nothing comes for long
	 */
	public static String exchange(int port, String request) throws IOException {
		try (RawHttp http = new RawHttp(port)) {
			return http.send(request).readAll();
		}
	}

	/**
	 * Get something on a connection of its own.
	 * @param port the port on the loopback address
	 * @param target the request target, as it is to be sent
	 * @param headers lines of further headers
	 * @return the whole response, as ISO-8859-1
	 * @throws IOException if that fails, or nothing comes for long
	 */
	public static String get(int port, String target, String... headers) throws IOException {
		StringBuilder request = new StringBuilder("GET ").append(target).append(" HTTP/1.1\r\nHost: gateway.test\r\n");
		for (String header : headers) {
			request.append(header).append("\r\n");
		}
		return exchange(port, request.append("Connection: close\r\n\r\n").toString());
	}

	/**
	 * Send bytes.
	 * @param text the bytes as ISO-8859-1
	 * @return this socket
	 * @throws IOException if that fails
	 */
	public RawHttp send(String text) throws IOException {
		return send(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	/**
	 * Send bytes.
	 * @param bytes the bytes
	 * @return this socket
	 * @throws IOException if that fails
	 */
	public RawHttp send(byte[] bytes) throws IOException {
		OutputStream out = this.socket.getOutputStream();
		out.write(bytes);
		out.flush();
		return this;
	}

	/**
	 * Read until the other side closes the connection, or resets it.
	 * @return the bytes as ISO-8859-1
	 * @throws IOException if nothing comes for long
	 */
	public String readAll() throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		InputStream in = this.socket.getInputStream();
		byte[] buffer = new byte[8192];
		try {
			for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
				bytes.write(buffer, 0, read);
			}
		}
		catch (SocketException ex) {
			// Reset: what came before counts
		}
		return bytes.toString(StandardCharsets.ISO_8859_1);
	}

	/**
	 * Read until a text has come.
	 * @param text the text
	 * @return all that came
	 * @throws IOException if it does not come
	 */
	public String readUntil(String text) throws IOException {
		StringBuilder read = new StringBuilder();
		InputStream in = this.socket.getInputStream();
		while (read.indexOf(text) < 0) {
			int next = in.read();
			if (next < 0) {
				throw new IOException("Closed before '" + text + "' came, after: " + read);
			}
			read.append((char) next);
		}
		return read.toString();
	}

	/**
	 * Read a number of bytes.
	 * @param count how many
	 * @return the bytes
	 * @throws IOException if they do not come
	 */
	public byte[] read(int count) throws IOException {
		byte[] bytes = this.socket.getInputStream().readNBytes(count);
		if (bytes.length < count) {
			throw new EOFException("Closed after " + bytes.length + " of " + count + " bytes");
		}
		return bytes;
	}

	/**
	 * Read bytes, and forget them.
	 * @param count how many
	 * @return how many came before the other side closed the connection
	 * @throws IOException if nothing comes for long
	 */
	public long skip(long count) throws IOException {
		InputStream in = this.socket.getInputStream();
		byte[] buffer = new byte[64 * 1024];
		long left = count;
		int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
		while (read > 0) {
			left -= read;
			read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
		}
		return count - left;
	}

	/**
	 * Send no more, but go on reading.
	 * @throws IOException if that fails
	 */
	public void closeOutput() throws IOException {
		this.socket.shutdownOutput();
	}

	/**
	 * Break the connection off with a reset.
	 * @throws IOException if that fails
	 */
	public void reset() throws IOException {
		this.socket.setSoLinger(true, 0);
		this.socket.close();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
