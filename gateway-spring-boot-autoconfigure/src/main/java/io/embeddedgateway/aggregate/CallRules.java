package io.embeddedgateway.aggregate;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.HeaderNames;
import io.embeddedgateway.OutboundPolicy;

/**
 * What may be said about the calls of a part.
 */
final class CallRules {

	private static final int MOST_CONCURRENT = 1000;

	private CallRules() {
	}

	static PartTarget target(@Nullable PartTarget target) {
		if (target == null) {
			throw new IllegalArgumentException("has no target. Write 'service', 'uri', 'local' or 'bean'");
		}
		return target;
	}

	static ValueTemplate path(@Nullable ValueTemplate path, PartTarget target) {
		if (path == null && !(target instanceof PartTarget.Bean)) {
			throw new IllegalArgumentException("has no 'path'. Write for example 'path: /orders'");
		}
		return (path != null) ? path : ValueTemplate.ofPath("/");
	}

	static void checkConcurrent(int calls) {
		if (calls < 1 || calls > MOST_CONCURRENT) {
			throw new IllegalArgumentException(
					"'max-concurrent' is " + calls + ". Write between 1 and " + MOST_CONCURRENT);
		}
	}

	static void checkPolicy(Object policy) {
		if (policy instanceof OutboundPolicy) {
			throw new IllegalArgumentException(
					policy.getClass().getSimpleName() + " holds for all parts of a route. Add it to the route");
		}
	}

	static void checkHeader(String name) {
		if (!HeaderNames.isToken(name)) {
			throw new IllegalArgumentException(
					"'" + name + "' is not the name of a header. Write letters, digits and hyphens");
		}
		if (HeaderNames.isReserved(name)) {
			throw new IllegalArgumentException("'" + name + "' is a header that only the gateway writes. Remove it");
		}
	}

}
