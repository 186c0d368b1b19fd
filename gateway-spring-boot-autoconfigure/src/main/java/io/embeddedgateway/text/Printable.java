package io.embeddedgateway.text;

/**
 * Shows in messages, logs and tables what others have written, so that it can't pretend
 * to be another line of them.
 */
public final class Printable {

	private Printable() {
	}

	/**
	 * A text on one line.
	 * @param text what somebody has written
	 * @return the text with a question mark for each control character of ASCII
	 */
	public static String of(String text) {
		return text.replaceAll("\\p{Cntrl}", "?");
	}

}
