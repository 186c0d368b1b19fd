package io.embeddedgateway.testing;

import java.io.ByteArrayOutputStream;
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
		this.socket = new Socket("127.0.0.1", port);
		this.socket.setSoTimeout(10_000);
	}

	/**
	 * Send bytes.
	 * @param text the bytes as ISO-8859-1
	 * @return this socket
	 * @throws IOException if that fails
	 */
	public RawHttp send(String text) throws IOException {
		OutputStream out = this.socket.getOutputStream();
		out.write(text.getBytes(StandardCharsets.ISO_8859_1));
		out.flush();
		return this;
	}

	/**
	 * Read until the other side closes the connection, or resets it.
	 * @return the bytes as ISO-8859-1
	 * @throws IOException if nothing comes for ten seconds
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
	 * @throws IOException if it does not come within ten seconds
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
