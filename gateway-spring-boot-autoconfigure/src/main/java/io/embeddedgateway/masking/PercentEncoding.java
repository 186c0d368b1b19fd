package io.embeddedgateway.masking;

/**
 * Undoes percent-encoding, as far as it can be undone: good for looking at, not for
 * using.
 */
final class PercentEncoding {

	private PercentEncoding() {
	}

	static String decode(String text) {
		StringBuilder decoded = new StringBuilder(text.length());
		for (int i = 0; i < text.length(); i++) {
			char current = text.charAt(i);
			int high = (current == '%' && i + 2 < text.length()) ? Character.digit(text.charAt(i + 1), 16) : -1;
			int low = (high >= 0) ? Character.digit(text.charAt(i + 2), 16) : -1;
			if (low >= 0) {
				decoded.append((char) (high * 16 + low));
				i += 2;
			}
			else {
				decoded.append(current);
			}
		}
		return decoded.toString();
	}

}
