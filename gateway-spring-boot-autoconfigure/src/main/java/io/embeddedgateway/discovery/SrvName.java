package io.embeddedgateway.discovery;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of SRV records (RFC 2782), and how to talk to what they lead to.
 *
 * @param scheme {@code http} or {@code https}
 * @param name the name, such as {@code _http._tcp.orders.internal}
 */
public record SrvName(String scheme, String name) {

	private static final Pattern TEXT = Pattern.compile("(https?)://([\\w-]+(?:\\.[\\w-]+)*)\\.?/?",
			Pattern.CASE_INSENSITIVE);

	/**
	 * Read a name.
	 * @param text the scheme and the name: {@code http://_http._tcp.orders.internal}
	 * @return the name
	 * @throws IllegalArgumentException if the text is something else
	 */
	public static SrvName of(String text) {
		Matcher matcher = TEXT.matcher(text);
		if (!matcher.matches() || matcher.group(2).length() > 253) {
			throw new IllegalArgumentException("'srv:" + text + "' is no name of SRV records, with 'http' or 'https' "
					+ "in front and without a port. Write for example 'srv:http://_http._tcp.orders.internal'");
		}
		return new SrvName(matcher.group(1).toLowerCase(Locale.ROOT), matcher.group(2).toLowerCase(Locale.ROOT));
	}

	@Override
	public String toString() {
		return "srv:" + this.scheme + "://" + this.name;
	}

}
