package io.embeddedgateway;

import java.net.InetAddress;
import java.util.Arrays;

import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/**
 * A range of IP addresses in CIDR notation (RFC 4632, RFC 4291 §2.3).
 */
public final class AddressRange {

	/**
	 * How an IPv4 address starts that is mapped to IPv6 (RFC 4291 §2.5.5.2).
	 */
	private static final byte[] MAPPED = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff };

	private final String text;

	private final byte[] address;

	private final int prefix;

	private AddressRange(String text, byte[] address, int prefix) {
		this.text = text;
		this.address = address;
		this.prefix = prefix;
	}

	/**
	 * Parse a range.
	 * @param text an address ({@code 10.0.0.1}, {@code ::1}) or a range
	 * ({@code 10.0.0.0/8}, {@code fd00::/8}); host names are not resolved
	 * @return the range
	 * @throws IllegalArgumentException if the text is neither
	 */
	public static AddressRange of(String text) {
		int slash = text.indexOf('/');
		byte[] address = NetUtil.createByteArrayFromIpAddressString((slash < 0) ? text : text.substring(0, slash));
		Integer prefix = (address != null) ? prefix(text, slash, address.length * 8) : null;
		if (address == null || prefix == null) {
			throw new IllegalArgumentException(
					"'" + text + "' is not an IP address or a range of them. Write for example '10.0.0.0/8' or '::1'");
		}
		boolean mapped = address.length == 16 && prefix >= 96 && Arrays.equals(address, 0, 12, MAPPED, 0, 12);
		return mapped ? new AddressRange(text, Arrays.copyOfRange(address, 12, 16), prefix - 96)
				: new AddressRange(text, address, prefix);
	}

	private static @Nullable Integer prefix(String text, int slash, int bits) {
		if (slash < 0) {
			return bits;
		}
		try {
			int prefix = Integer.parseInt(text.substring(slash + 1));
			return (prefix >= 0 && prefix <= bits) ? prefix : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	/**
	 * Whether an address lies in this range. An IPv4-mapped IPv6 address counts as the
	 * IPv4 address.
	 * @param candidate the address, or {@code null} if it is not known
	 * @return {@code true} if it does; {@code false} for an unknown address
	 */
	public boolean contains(@Nullable InetAddress candidate) {
		byte[] bytes = (candidate != null) ? candidate.getAddress() : null;
		if (bytes == null || bytes.length != this.address.length) {
			return false;
		}
		int whole = this.prefix / 8;
		int rest = this.prefix % 8;
		boolean same = Arrays.equals(bytes, 0, whole, this.address, 0, whole);
		return same && (rest == 0 || ((bytes[whole] ^ this.address[whole]) & (0xff << (8 - rest)) & 0xff) == 0);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof AddressRange range && this.prefix == range.prefix
				&& Arrays.equals(this.address, range.address);
	}

	@Override
	public int hashCode() {
		return 31 * Arrays.hashCode(this.address) + this.prefix;
	}

	@Override
	public String toString() {
		return this.text;
	}

}
