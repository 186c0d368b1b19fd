package io.embeddedgateway.actuate;

import java.util.Map;

import io.embeddedgateway.routing.RefusedUpdate;
import io.embeddedgateway.routing.RouteTableView;
import io.embeddedgateway.routing.RouteTables;
import io.embeddedgateway.service.Services;

/**
 * The gateway in a few numbers.
 */
public final class GatewayOverview {

	private final RouteTables tables;

	private final Services services;

	/**
	 * Create the overview.
	 * @param tables knows the routes
	 * @param services knows the services
	 */
	public GatewayOverview(RouteTables tables, Services services) {
		this.tables = tables;
		this.services = services;
	}

	/**
	 * The numbers as they are now.
	 * @return version, revision, and how many routes and services there are
	 */
	public Map<String, Object> read() {
		RouteTableView view = this.tables.view();
		RefusedUpdate refused = this.tables.refused();
		return new Fields().with("version", GatewayOverview.class.getPackage().getImplementationVersion())
			.with("revision", view.revision())
			.with("loadedAt", view.loadedAt().toString())
			.with("routes", view.routes().size())
			.with("services", this.services.all().size())
			.with("lastError", (refused != null) ? describe(refused) : null)
			.map();
	}

	static Map<String, Object> describe(RefusedUpdate refused) {
		return new Fields().with("at", refused.at().toString()).with("message", refused.message()).map();
	}

}
