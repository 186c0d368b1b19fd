package io.embeddedgateway.observability.accesslog;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.observability.Termination;
import io.embeddedgateway.text.KebabCase;

/**
 * What a line in JSON can say about a request. Each stands under its name in camel case,
 * such as {@code requestBytes}, and is left out where nothing is known.
 */
// The functions have no state
@SuppressWarnings("ImmutableEnumChecker")
public enum AccessLogField {

	/**
	 * When the request came: ISO 8601 in UTC, with milliseconds.
	 */
	TIME((line, field, request) -> line.time(field.key(), request.begun())),

	/**
	 * The address of the client.
	 */
	CLIENT((line, field, request) -> line.text(field.key(), request.client())),

	/**
	 * The method.
	 */
	METHOD((line, field, request) -> line.text(field.key(), request.method())),

	/**
	 * The scheme that the client used.
	 */
	SCHEME((line, field, request) -> line.text(field.key(), request.connection().scheme())),

	/**
	 * The host that the client asked for.
	 */
	HOST((line, field, request) -> line.text(field.key(), request.connection().host())),

	/**
	 * The path as it was sent.
	 */
	PATH((line, field, request) -> line.text(field.key(), request.path())),

	/**
	 * The query as it was sent, but for what is masked.
	 */
	QUERY((line, field, request) -> line.text(field.key(), request.query())),

	/**
	 * The version of HTTP, such as {@code HTTP/1.1}.
	 */
	PROTOCOL((line, field, request) -> line.text(field.key(), request.protocol())),

	/**
	 * The status of the answer; 0 if the client left before there was one.
	 */
	STATUS((line, field, request) -> line.number(field.key(), request.status())),

	/**
	 * The id of the route.
	 */
	ROUTE((line, field, request) -> line.text(field.key(), request.route())),

	/**
	 * The id of the service that was asked last.
	 */
	SERVICE((line, field, request) -> line.text(field.key(), request.service())),

	/**
	 * The id of the instance that was asked last.
	 */
	INSTANCE((line, field, request) -> line.text(field.key(), request.instance())),

	/**
	 * How often an instance was sent the request, or a part of it.
	 */
	ATTEMPTS((line, field, request) -> line.number(field.key(), request.attempts())),

	/**
	 * The time from the first filter to the last byte of the response, in milliseconds.
	 */
	TOTAL_MS((line, field, request) -> line.millis(field.key(), request.totalNanos())),

	/**
	 * The time up to the headers of the response that the gateway took for itself, in
	 * milliseconds.
	 */
	GATEWAY_MS((line, field, request) -> line.millis(field.key(), request.gatewayNanos())),

	/**
	 * The time in which an instance was waited for, in milliseconds.
	 */
	UPSTREAM_MS((line, field, request) -> line.millis(field.key(), request.upstreamNanos())),

	/**
	 * The bytes of the body of the request.
	 */
	REQUEST_BYTES((line, field, request) -> line.number(field.key(), request.requestBytes())),

	/**
	 * The bytes of the body of the response.
	 */
	RESPONSE_BYTES((line, field, request) -> line.number(field.key(), request.responseBytes())),

	/**
	 * How the request ended: {@code complete}, or the cause of another end.
	 */
	TERMINATION((line, field, request) -> line.text(field.key(), request.termination().cause())),

	/**
	 * Who ended the request: {@code client}, {@code upstream} or {@code gateway}, if it
	 * was not complete.
	 */
	SIDE((line, field, request) -> line.text(field.key(), side(request.termination()))),

	/**
	 * In what the request was when it ended, such as {@code connect} or {@code body}, if
	 * it was not complete.
	 */
	PHASE((line, field, request) -> line.text(field.key(), phase(request.termination()))),

	/**
	 * The name of the provider that vouches for the caller.
	 */
	PROVIDER((line, field, request) -> line.text(field.key(), request.provider())),

	/**
	 * The name of the caller.
	 */
	CALLER((line, field, request) -> line.text(field.key(), request.caller())),

	/**
	 * The trace that the request belongs to.
	 */
	TRACE_ID((line, field, request) -> line.text(field.key(), request.traceId())),

	/**
	 * The {@code User-Agent} of the request.
	 */
	USER_AGENT((line, field, request) -> line.text(field.key(), request.userAgent())),

	/**
	 * The {@code Referer} of the request, but for what is masked.
	 */
	REFERER((line, field, request) -> line.text(field.key(), request.referer()));

	private final Writer writer;

	private final String key;

	AccessLogField(Writer writer) {
		this.writer = writer;
		this.key = camelCase(name());
	}

	/**
	 * The name of the field in the line.
	 * @return the name, in camel case
	 */
	public String key() {
		return this.key;
	}

	void write(JsonLine line, LoggedRequest request) {
		this.writer.write(line, this, request);
	}

	private static @Nullable String side(Termination termination) {
		return termination.isError() ? KebabCase.of(termination.side()) : null;
	}

	private static @Nullable String phase(Termination termination) {
		return termination.isError() ? KebabCase.of(termination.phase()) : null;
	}

	private static String camelCase(String name) {
		StringBuilder key = new StringBuilder(name.length());
		boolean capital = false;
		for (int i = 0; i < name.length(); i++) {
			char letter = name.charAt(i);
			if (letter != '_') {
				key.append(capital ? letter : Character.toLowerCase(letter));
			}
			capital = letter == '_';
		}
		return key.toString();
	}

	/**
	 * Adds a field to a line.
	 */
	private interface Writer {

		void write(JsonLine line, AccessLogField field, LoggedRequest request);

	}

}
