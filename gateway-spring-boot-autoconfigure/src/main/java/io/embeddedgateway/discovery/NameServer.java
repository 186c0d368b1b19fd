package io.embeddedgateway.discovery;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

import io.netty.util.NetUtil;

/**
 * The address of a server of DNS.
 */
public final class NameServer {

	private static final int DEFAULT_PORT = 53;

	private final InetSocketAddress address;

	private NameServer(InetSocketAddress address) {
		this.address = address;
	}

	/**
	 * Read an address.
	 * @param text an IP address, and a port unless it is 53: {@code 10.0.0.2},
	 * {@code 10.0.0.2:5353}, {@code ::1} or {@code [::1]:5353}
	 * @return the server
	 * @throws IllegalArgumentException if the text is no such address
	 */
	public static NameServer of(String text) {
		byte[] alone = NetUtil.createByteArrayFromIpAddressString(text);
		if (alone != null) {
			return new NameServer(new InetSocketAddress(address(alone), DEFAULT_PORT));
		}
		int colon = text.lastIndexOf(':');
		byte[] bytes = (colon > 0) ? NetUtil.createByteArrayFromIpAddressString(text.substring(0, colon)) : null;
		String port = text.substring(colon + 1);
		if (bytes == null || !port.matches("\\d{1,5}") || Integer.parseInt(port) < 1
				|| Integer.parseInt(port) > 65_535) {
			throw new IllegalArgumentException(
					"'" + text + "' is no address of a server of DNS. Write for example '10.0.0.2' or '10.0.0.2:5353'");
		}
		return new NameServer(new InetSocketAddress(address(bytes), Integer.parseInt(port)));
	}

	private static InetAddress address(byte[] bytes) {
		try {
			return InetAddress.getByAddress(bytes);
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The address.
	 * @return the address and the port
	 */
	public InetSocketAddress address() {
		return this.address;
	}

	@Override
	public String toString() {
		return NetUtil.toSocketAddressString(this.address);
	}

}
