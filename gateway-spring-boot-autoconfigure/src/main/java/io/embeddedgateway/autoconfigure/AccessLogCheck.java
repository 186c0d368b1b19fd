package io.embeddedgateway.autoconfigure;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.autoconfigure.strict.Problems;
import io.embeddedgateway.observability.accesslog.RouteAccessLogPolicy;

/**
 * Checks that there is an access log where routes say something about it.
 */
final class AccessLogCheck {

	private static final String ACCESS_LOG = "gateway.access-log";

	private final Problems problems;

	AccessLogCheck(Problems problems) {
		this.problems = problems;
	}

	void check(GatewayProperties properties) {
		if (properties.accessLog() != null || this.problems.failed(ACCESS_LOG)) {
			return;
		}
		check("gateway.defaults", properties.defaults().accessLog());
		properties.routes().forEach((id, route) -> check(Problems.path("gateway.routes", id), route.accessLog()));
	}

	private void check(String path, @Nullable RouteAccessLogPolicy declared) {
		if (declared != null) {
			this.problems.add(path + ".access-log",
					"there is no access log. Write '" + ACCESS_LOG + ": json', or remove this");
		}
	}

}
