package io.embeddedgateway.observability.accesslog;

import java.util.List;
import java.util.Locale;

import org.springframework.http.HttpHeaders;

import io.embeddedgateway.masking.MaskedUris;
import io.embeddedgateway.masking.SecretNames;

/**
 * Writes lines in JSON.
 */
final class JsonFormat implements LineFormat {

	private static final String REQUEST_HEADERS = "requestHeaders";

	private final List<AccessLogField> fields;

	private final List<Header> headers;

	private final LineTime time;

	JsonFormat(AccessLogPolicy policy, SecretNames secrets, LineTime time) {
		this.fields = policy.fields();
		this.headers = policy.requestHeaders()
			.stream()
			.map((name) -> new Header(name.toLowerCase(Locale.ROOT), secrets.contains(name)))
			.toList();
		this.time = time;
	}

	@Override
	public void write(StringBuilder line, LoggedRequest request) {
		JsonLine json = new JsonLine(line, this.time);
		for (AccessLogField field : this.fields) {
			field.write(json, request);
		}
		if (!this.headers.isEmpty()) {
			json.begin(REQUEST_HEADERS);
			HttpHeaders received = request.headers();
			for (Header header : this.headers) {
				header.write(json, received, request.uris());
			}
			json.end();
		}
		json.end();
	}

	/**
	 * A header that was asked for.
	 *
	 * @param name its name, in lower case
	 * @param isSecret whether only that it was there may be shown
	 */
	private record Header(String name, boolean isSecret) {

		void write(JsonLine json, HttpHeaders received, MaskedUris uris) {
			List<String> values = received.getOrEmpty(this.name);
			if (!values.isEmpty()) {
				json.text(this.name, this.isSecret ? SecretNames.MASK : uris.uri(String.join(", ", values)));
			}
		}

	}

}
