package io.embeddedgateway.observability.accesslog;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

import io.embeddedgateway.Caller;
import io.embeddedgateway.ClientConnection;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.masking.MaskedUris;
import io.embeddedgateway.masking.SecretNames;
import io.embeddedgateway.observability.RequestRecord;
import io.embeddedgateway.observability.TraceParent;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.ServiceInstance;

/**
 * What may be shown of a request.
 *
 * @param record what is known of it
 * @param begun when it came, in milliseconds since the epoch
 * @param secretVariables the variables in the path of its route that are secret
 * @param uris hides what is secret in URIs
 */
record LoggedRequest(RequestRecord record, long begun, List<String> secretVariables, MaskedUris uris) {

	ClientConnection connection() {
		return this.record.exchange().client();
	}

	HttpHeaders headers() {
		return received().headers();
	}

	private GatewayRequest received() {
		return this.record.exchange().received();
	}

	@Nullable String client() {
		return connection().addressText();
	}

	String method() {
		return received().method().name();
	}

	String path() {
		String path = received().rawPath();
		for (String name : this.secretVariables) {
			String value = this.record.exchange().rawPathVariables().get(name);
			if (value != null && !value.isEmpty()) {
				path = path.replace(value, SecretNames.MASK);
			}
		}
		return (path.indexOf(';') < 0) ? path : this.uris.uri(path);
	}

	@Nullable String query() {
		String query = received().rawQuery();
		return (query != null) ? this.uris.query(query) : null;
	}

	String protocol() {
		String version = connection().httpVersion();
		return switch (version) {
			case "1.1" -> "HTTP/1.1";
			case "2" -> "HTTP/2.0";
			default -> "HTTP/" + version;
		};
	}

	@Nullable String service() {
		LiveService service = this.record.service();
		return (service != null) ? service.id() : null;
	}

	@Nullable String instance() {
		ServiceInstance instance = this.record.instance();
		return (instance != null) ? instance.id() : null;
	}

	@Nullable String provider() {
		Caller caller = this.record.caller();
		return (caller != null) ? caller.provider() : null;
	}

	@Nullable String caller() {
		Caller caller = this.record.caller();
		return (caller != null) ? caller.name() : null;
	}

	@Nullable String traceId() {
		String traced = this.record.traceId();
		return (traced != null) ? traced : TraceParent.traceId(headers());
	}

	@Nullable String userAgent() {
		return headers().getFirst(HttpHeaders.USER_AGENT);
	}

	@Nullable String referer() {
		String referer = headers().getFirst(HttpHeaders.REFERER);
		return (referer != null) ? this.uris.uri(referer) : null;
	}

}
