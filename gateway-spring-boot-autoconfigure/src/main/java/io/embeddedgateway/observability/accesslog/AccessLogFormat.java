package io.embeddedgateway.observability.accesslog;

/**
 * How the lines of the access log look.
 */
public enum AccessLogFormat {

	/**
	 * There are no lines.
	 */
	NONE,

	/**
	 * An object of JSON (RFC 8259) in ASCII, with the {@linkplain AccessLogField fields}
	 * that were chosen.
	 */
	JSON,

	/**
	 * The Common Log Format of NCSA, as Apache writes it:
	 * {@code %h %l %u %t "%r" %>s %b}.
	 */
	COMMON,

	/**
	 * The Combined Log Format of Apache: the common one, then {@code "%{Referer}i"
	 * "%{User-agent}i"}.
	 */
	COMBINED

}
