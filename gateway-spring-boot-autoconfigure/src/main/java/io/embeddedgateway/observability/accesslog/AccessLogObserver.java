package io.embeddedgateway.observability.accesslog;

import java.time.Clock;
import java.util.Set;
import java.util.function.DoubleSupplier;

import org.jspecify.annotations.Nullable;
import org.springframework.web.util.pattern.PathPattern;

import io.embeddedgateway.Percentage;
import io.embeddedgateway.Route;
import io.embeddedgateway.UnroutedListener;
import io.embeddedgateway.UnroutedRequest;
import io.embeddedgateway.masking.MaskedUris;
import io.embeddedgateway.masking.SecretNames;
import io.embeddedgateway.observability.RequestListener;
import io.embeddedgateway.observability.RouteObserver;
import io.embeddedgateway.observability.Termination;

/**
 * Logs one line for each request of a route, and for each that no route took, at INFO,
 * when it is over.
 */
public final class AccessLogObserver implements RouteObserver, UnroutedListener {

	/**
	 * The name of the logger.
	 */
	public static final String LOGGER = "io.embeddedgateway.access";

	private final AccessLogPolicy policy;

	private final SecretNames secrets;

	private final MaskedUris uris;

	private final LineLog log;

	/**
	 * Create the access log.
	 * @param policy which lines there are, and what stands in them
	 * @param clock the time; its zone is that of the Common and Combined formats
	 * @param random draws the requests of a sample: a number from 0 to 1, without 1
	 */
	public AccessLogObserver(AccessLogPolicy policy, Clock clock, DoubleSupplier random) {
		this.policy = policy;
		this.secrets = new SecretNames(policy.mask());
		this.uris = new MaskedUris(this.secrets);
		this.log = new LineLog(format(policy, this.secrets, new LineTime(clock.getZone())), clock, random);
	}

	private static LineFormat format(AccessLogPolicy policy, SecretNames secrets, LineTime time) {
		return switch (policy.format()) {
			case NONE, JSON -> new JsonFormat(policy, secrets, time);
			case COMMON -> new ApacheFormat(false, time);
			case COMBINED -> new ApacheFormat(true, time);
		};
	}

	@Override
	public Set<Class<?>> policies() {
		return Set.of(RouteAccessLogPolicy.class);
	}

	@Override
	public @Nullable RequestListener listenerFor(Route route) {
		RouteAccessLogPolicy own = route.policy(RouteAccessLogPolicy.class);
		if (this.policy.format() == AccessLogFormat.NONE || (own != null && !own.enabled())) {
			return null;
		}
		Percentage sample = (own != null) ? own.sample() : this.policy.sample();
		return new RouteAccessLog(sample.factor(), this.log, this.uris, hasSecretPath(route));
	}

	@Override
	public void unrouted(UnroutedRequest request) {
		Termination termination = Termination.of(request.reason());
		if (this.policy.format() != AccessLogFormat.NONE
				&& this.log.isWanted(this.policy.sample().factor(), request.status(), termination)) {
			this.log.write(request.nanos(), (begun) -> new UnroutedLine(request, termination, begun, this.uris));
		}
	}

	private boolean hasSecretPath(Route route) {
		for (PathPattern path : route.paths()) {
			String pattern = path.getPatternString();
			for (int at = pattern.indexOf('{'); at >= 0; at = pattern.indexOf('{', at + 1)) {
				if (this.secrets.contains(name(pattern, pattern.startsWith("*", at + 1) ? at + 2 : at + 1))) {
					return true;
				}
			}
		}
		return false;
	}

	private static String name(String pattern, int start) {
		int end = start;
		while (end < pattern.length() && ":}".indexOf(pattern.charAt(end)) < 0) {
			end++;
		}
		return pattern.substring(start, end);
	}

}
