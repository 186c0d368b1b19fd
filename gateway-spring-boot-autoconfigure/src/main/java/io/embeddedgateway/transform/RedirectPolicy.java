package io.embeddedgateway.transform;

import java.util.Set;
import java.util.TreeSet;

import org.springframework.boot.context.properties.bind.DefaultValue;

import io.embeddedgateway.Template;

/**
 * Where a route redirects to (RFC 9110 §15.4).
 *
 * @param to the template of a path, like <code>/new/{rest}</code>, or of an absolute
 * {@code http} or {@code https} URL whose scheme and host stand there literally; the
 * query of the request is kept unless this has one
 * @param status the status: 301, 302, 303, 307 or 308
 */
public record RedirectPolicy(Template to, @DefaultValue("308") int status) {

	private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);

	private static final int DEFAULT_STATUS = 308;

	public RedirectPolicy {
		// The binder passes null for what is missing
		if (to == null) {
			throw new IllegalArgumentException("'to' is missing. Write where to redirect to, like '/new/{rest}'");
		}
		if (!STATUSES.contains(status)) {
			throw new IllegalArgumentException(
					"Status " + status + " does not redirect. Write one of " + new TreeSet<>(STATUSES));
		}
		RedirectLocation.of(to);
	}

	/**
	 * A redirect with status 308, which keeps the method.
	 * @param to the template of a path or of an absolute URL
	 * @return the policy
	 * @throws IllegalArgumentException if it is neither
	 */
	public static RedirectPolicy of(String to) {
		return new RedirectPolicy(Template.of(to), DEFAULT_STATUS);
	}

	/**
	 * With another status.
	 * @param status the status: 301, 302, 303, 307 or 308
	 * @return the changed policy
	 * @throws IllegalArgumentException if it is none of these
	 */
	public RedirectPolicy withStatus(int status) {
		return new RedirectPolicy(this.to, status);
	}

}
