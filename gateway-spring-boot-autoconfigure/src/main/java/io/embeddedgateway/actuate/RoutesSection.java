package io.embeddedgateway.actuate;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.http.HttpMethod;
import reactor.core.publisher.Mono;

import io.embeddedgateway.Route;
import io.embeddedgateway.Target;
import io.embeddedgateway.masking.Masked;
import io.embeddedgateway.masking.SecretNames;
import io.embeddedgateway.observability.RouteTraffic;
import io.embeddedgateway.observability.Traffic;
import io.embeddedgateway.routing.RequestMatch;
import io.embeddedgateway.routing.RouteTableView;
import io.embeddedgateway.routing.RouteTables;
import io.embeddedgateway.routing.RouteView;
import io.embeddedgateway.routing.ValueMatch;
import io.embeddedgateway.text.KebabCase;

/**
 * Tells what routes there are, what they do, and how they are used.
 */
public final class RoutesSection implements EndpointSection {

	private final RouteTables tables;

	private final RouteTraffic traffic;

	/**
	 * Create the section.
	 * @param tables knows the routes
	 * @param traffic knows how they are used
	 */
	public RoutesSection(RouteTables tables, RouteTraffic traffic) {
		this.tables = tables;
		this.traffic = traffic;
	}

	@Override
	public String name() {
		return "routes";
	}

	@Override
	public Mono<WebEndpointResponse<?>> read(SectionQuery query) {
		RouteTableView view = this.tables.view();
		String id = query.item();
		if (id == null) {
			return Mono.just(new WebEndpointResponse<>(new Fields().with("revision", view.revision())
				.with("routes", view.routes().stream().map(this::describe).toList())
				.map()));
		}
		return Mono.justOrEmpty(view.routes().stream().filter((route) -> route.route().id().equals(id)).findFirst())
			.map((route) -> new WebEndpointResponse<>(describe(route)));
	}

	private Map<String, Object> describe(RouteView view) {
		Route route = view.route();
		Traffic traffic = this.traffic.of(route.id());
		return new Fields().with("id", route.id())
			.with("origin", route.origin())
			.with("paths", route.paths().stream().map(String::valueOf).toList())
			.with("order", route.order())
			.with("match", describe(view.match()))
			.with("target", describe(route.target()))
			.with("filters",
					view.filters()
						.stream()
						.map((filter) -> new Fields().with("stage", KebabCase.of(filter.stage()))
							.with("name", filter.name())
							.map())
						.toList())
			.with("shadowedBy", view.shadowedBy())
			.with("traffic", (traffic != null) ? describe(traffic) : null)
			.map();
	}

	private static Map<String, Object> describe(RequestMatch match) {
		return new Fields().withAny("methods", match.methods().stream().map(HttpMethod::name).sorted().toList())
			.withAny("hosts", match.hosts())
			.withAny("headers", describe(match.headers()))
			.withAny("query", describe(match.query()))
			.withAny("cookies", describe(match.cookies()))
			.withAny("clientIps", match.clientIps().stream().map(String::valueOf).toList())
			.with("after", text(match.after()))
			.with("before", text(match.before()))
			.map();
	}

	private static @Nullable String text(@Nullable Object value) {
		return (value != null) ? value.toString() : null;
	}

	private static Map<String, Object> describe(Map<String, ValueMatch> values) {
		Map<String, Object> described = new LinkedHashMap<>();
		values.keySet().stream().sorted().forEach((name) -> {
			ValueMatch value = values.get(name);
			if (value != null) {
				described.put(name, describe(name, value));
			}
		});
		return described;
	}

	private static Map<String, Object> describe(String name, ValueMatch value) {
		boolean secret = Masked.isSecret(name);
		return new Fields().with("anyOf", (secret && value.anyOf() != null) ? SecretNames.MASK : value.anyOf())
			.with("matches", (secret && value.matches() != null) ? SecretNames.MASK : value.matches())
			.with("present", value.present())
			.map();
	}

	private static Map<String, Object> describe(Target target) {
		if (target instanceof Target.Service service) {
			return new Fields().with("type", "service").with("service", service.id()).map();
		}
		if (target instanceof Target.Uri uri) {
			return new Fields().with("type", "uri").with("uri", uri.uri().toString()).map();
		}
		if (target instanceof Target.Answer answer) {
			return new Fields().with("type", "answer").with("text", answer.toString()).map();
		}
		return Map.of("type", "local");
	}

	private static Map<String, Object> describe(Traffic traffic) {
		return new Fields().with("requests", traffic.requests())
			.with("active", traffic.active())
			.with("cancelled", traffic.cancelled())
			.with("byStatus", traffic.byStatus())
			.with("requestBytes", traffic.requestBytes())
			.with("responseBytes", traffic.responseBytes())
			.with("seconds", traffic.seconds())
			.with("latency",
					new Fields().with("bounds", traffic.latency().bounds())
						.with("counts", traffic.latency().counts())
						.map())
			.map();
	}

}
