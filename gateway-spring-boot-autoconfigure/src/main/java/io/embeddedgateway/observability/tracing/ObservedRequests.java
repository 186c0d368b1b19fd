package io.embeddedgateway.observability.tracing;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import io.micrometer.tracing.propagation.Propagator;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.observability.RequestTracing;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.ObservedAttempt;
import io.embeddedgateway.service.ServiceInstance;

/**
 * Traces requests by Micrometer's observations: that of the server learns its route, and
 * each attempt has one of its own below it, or below that of the part of an aggregate.
 */
public final class ObservedRequests implements RequestTracing {

	/**
	 * What tells the observation of the server which route the request has taken.
	 */
	public static final String ROUTE = "gateway.route";

	// That of ObservationThreadLocalAccessor, under which Reactor's context has the
	// observation around
	private static final String KEY = "micrometer.observation";

	private static final GatewayAttemptObservationConvention DEFAULT = new DefaultGatewayAttemptObservationConvention();

	/**
	 * Headers that say where in a trace a request stands: all of them are of the same
	 * place, or they contradict each other. Baggage is not among them: it may also be a
	 * header that a filter has set.
	 */
	private static final Set<String> PLACE = Set.of("traceparent", "tracestate", "b3", "x-b3-traceid", "x-b3-spanid",
			"x-b3-parentspanid", "x-b3-sampled", "x-b3-flags");

	private final ObservationRegistry registry;

	private final @Nullable GatewayAttemptObservationConvention convention;

	private final List<String> place;

	/**
	 * Create the tracing.
	 * @param registry who is told of attempts
	 * @param propagator writes the headers of requests that are traced
	 * @param convention names and describes attempts, or {@code null} for the default
	 */
	public ObservedRequests(ObservationRegistry registry, Propagator propagator,
			@Nullable GatewayAttemptObservationConvention convention) {
		this.registry = registry;
		this.convention = convention;
		this.place = propagator.fields()
			.stream()
			.filter((field) -> PLACE.contains(field.toLowerCase(Locale.ROOT)))
			.toList();
	}

	@Override
	public @Nullable String begun(GatewayExchange exchange, ContextView context) {
		Observation server = context.getOrDefault(KEY, null);
		if (server == null || server.isNoop()) {
			return null;
		}
		server.highCardinalityKeyValue(ROUTE, exchange.route().id());
		TracingContext tracing = server.getContextView().get(TracingContext.class);
		return (tracing != null && tracing.getSpan() != null) ? tracing.getSpan().context().traceId() : null;
	}

	@Override
	public ObservedAttempt attempt(GatewayExchange exchange, LiveService service, ServiceInstance instance, int attempt,
			ContextView context) {
		GatewayAttemptObservationContext described = new GatewayAttemptObservationContext(exchange, service, instance,
				attempt);
		Observation observation = GatewayAttemptObservationDocumentation.ATTEMPT.observation(this.convention, DEFAULT,
				() -> described, this.registry);
		if (observation.isNoop()) {
			return ObservedAttempt.UNOBSERVED;
		}
		Observation around = context.getOrDefault(KEY, null);
		if (around != null) {
			observation.parentObservation(around);
		}
		return new TracedAttempt(observation, described, this.place);
	}

}
