package io.embeddedgateway.forward;

import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.embeddedgateway.FilterStage;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.Route;
import io.embeddedgateway.RouteFeature;
import io.embeddedgateway.Target;
import io.embeddedgateway.loadbalancer.LoadBalancers;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.Services;
import io.embeddedgateway.upstream.UpstreamConnections;

/**
 * Ends routes at services and at single servers.
 */
public final class ForwardFeature implements RouteFeature {

	private static final Log logger = LogFactory.getLog(ForwardFeature.class);

	private final Services services;

	private final LoadBalancers loadBalancers;

	private final UpstreamConnections connections;

	/**
	 * Create the feature.
	 * @param services all services
	 * @param loadBalancers all load balancers
	 * @param connections the connections to instances
	 */
	public ForwardFeature(Services services, LoadBalancers loadBalancers, UpstreamConnections connections) {
		this.services = services;
		this.loadBalancers = loadBalancers;
		this.connections = connections;
		services.all().forEach(ForwardFeature::warnIfInsecure);
	}

	private static void warnIfInsecure(LiveService service) {
		ForwardPolicy policy = service.definition().policy(ForwardPolicy.class);
		if (policy != null && policy.connections().tls().insecure()) {
			logger.warn("Service '" + service.id() + "' is insecure: any certificate of its instances will do, so that "
					+ "anybody on the way can read and change what is sent. Remove 'insecure', and trust them by 'ssl-bundle'");
		}
	}

	@Override
	public FilterStage stage() {
		return FilterStage.TARGET;
	}

	@Override
	public Set<Class<?>> policies() {
		return Set.of(WaitPolicy.class);
	}

	@Override
	public @Nullable GatewayFilter filterFor(Route route) {
		WaitPolicy wait = route.policy(WaitPolicy.class);
		if (route.target() instanceof Target.Service target) {
			return forwarder(this.services.get(target.id()), wait);
		}
		if (route.target() instanceof Target.Uri target) {
			return forwarder(this.services.forUri(target.uri()), wait);
		}
		// What a route that answers by itself calls, if anything, are routes of its own
		if (wait != null && !(route.target() instanceof Target.Answer)) {
			throw new IllegalArgumentException(
					"'response' and 'idle' of 'timeout' are for routes that end at a 'service' or a 'uri', and for an 'aggregate'. Write 'total' alone");
		}
		return null;
	}

	private GatewayFilter forwarder(LiveService service, @Nullable WaitPolicy wait) {
		ForwardPolicy declared = service.definition().policy(ForwardPolicy.class);
		ForwardPolicy policy = (declared != null) ? declared : ForwardPolicy.DEFAULT;
		return new Forwarder(this.loadBalancers.forService(service), (wait != null) ? wait.applyTo(policy) : policy,
				this.connections);
	}

}
