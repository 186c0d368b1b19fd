package io.embeddedgateway.autoconfigure;

import java.util.HashMap;
import java.util.Map;

import io.embeddedgateway.autoconfigure.strict.Problems;
import io.embeddedgateway.sticky.StickyPolicy;

/**
 * Checks that no two services set the same cookie, of which clients would keep only one.
 */
final class StickyCookieCheck {

	private final Problems problems;

	StickyCookieCheck(Problems problems) {
		this.problems = problems;
	}

	void check(Map<String, ServiceProperties> services) {
		Map<String, String> owners = new HashMap<>();
		services.forEach((id, service) -> {
			StickyPolicy sticky = service.sticky();
			String cookie = (sticky != null) ? sticky.cookieFor(id) : null;
			if (sticky == null || cookie == null) {
				return;
			}
			String owner = owners.putIfAbsent(cookie + ";" + sticky.path(), id);
			if (owner != null) {
				this.problems.add(Problems.path("gateway.services", id) + ".sticky",
						"the cookie '" + cookie + "' is also that of service '" + owner
								+ "', and clients keep only one. Write another 'cookie' or 'path'");
			}
		});
	}

}
