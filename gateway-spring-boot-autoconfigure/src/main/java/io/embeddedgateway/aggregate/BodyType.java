package io.embeddedgateway.aggregate;

/**
 * What the body of a part is, and how it stands in the answer.
 */
public enum BodyType {

	/**
	 * JSON (RFC 8259), whatever its {@code Content-Type} if that is a JSON one or absent.
	 */
	JSON,

	/**
	 * A text, which becomes a string. Its character set is that of the
	 * {@code Content-Type}, or UTF-8.
	 */
	TEXT,

	/**
	 * Bytes, which become a string in Base64 (RFC 4648 §4).
	 */
	BASE64

}
