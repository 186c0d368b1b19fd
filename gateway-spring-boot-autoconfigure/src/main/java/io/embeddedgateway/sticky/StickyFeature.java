package io.embeddedgateway.sticky;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.embeddedgateway.FilterStage;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.Route;
import io.embeddedgateway.RouteFeature;
import io.embeddedgateway.Target;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.Services;

/**
 * Keeps clients with one instance on routes that have a {@link StickyPolicy}, or whose
 * service has one.
 */
public final class StickyFeature implements RouteFeature {

	private static final Log logger = LogFactory.getLog(StickyFeature.class);

	private final Services services;

	private final Clock clock;

	private final StickyKey key;

	private boolean ownKey;

	/**
	 * Create the feature.
	 * @param services all services
	 * @param key the key that tokens are signed with, or {@code null} for one that only
	 * this gateway has, until it ends
	 * @param clock tells when tokens expire: gateways and restarts have to agree on it
	 */
	public StickyFeature(Services services, @Nullable StickyKey key, Clock clock) {
		this.services = services;
		this.clock = clock;
		this.key = (key != null) ? key : StickyKey.random(new SecureRandom());
		this.ownKey = key == null;
	}

	@Override
	public FilterStage stage() {
		return FilterStage.AFFINITY;
	}

	@Override
	public Set<Class<?>> policies() {
		return Set.of(StickyPolicy.class);
	}

	@Override
	public @Nullable GatewayFilter filterFor(Route route) {
		StickyPolicy policy = route.policy(StickyPolicy.class);
		if (!(route.target() instanceof Target.Service target)) {
			if (policy != null) {
				throw new IllegalArgumentException(
						"'sticky' is for routes that lead to a service, and this one leads to " + route.target()
								+ "; remove it");
			}
			return null;
		}
		LiveService service = this.services.get(target.id());
		StickyPolicy effective = (policy != null) ? policy : service.definition().policy(StickyPolicy.class);
		return (effective != null) ? filter(service, effective) : null;
	}

	private GatewayFilter filter(LiveService service, StickyPolicy policy) {
		sayWhoseKey();
		String cookie = policy.cookieFor(service.id());
		Carrier carrier = (cookie != null) ? new CookieCarrier(cookie, policy)
				: new HeaderCarrier(String.valueOf(policy.header()));
		return new StickyFilter(service.id(), policy.onLoss(), carrier,
				new Tokens(this.key, service.id(), policy.lifetime(), this.clock),
				service.state(InstanceTags.class, (key) -> new InstanceTags(key, this.key)));
	}

	private synchronized void sayWhoseKey() {
		if (this.ownKey) {
			this.ownKey = false;
			logger.info("There is no 'gateway.sticky-key', so clients of sticky services are bound until this gateway "
					+ "stops, and no other gateway knows to which instance. Write the same secret on all of them");
		}
	}

}
