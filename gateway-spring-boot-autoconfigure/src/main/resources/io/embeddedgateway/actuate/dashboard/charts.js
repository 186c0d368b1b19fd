// The plots, for all routes or for the one that was chosen.

import { Chart } from "./chart.js";
import { byId, write } from "./dom.js";
import { ALL } from "./history.js";
import { duration, perSecond } from "./text.js";

export class Charts {

	#history;

	#route = null;

	#charts = [
		new Chart("Requests", [{ key: "rate", label: "rate", tone: "first" }], perSecond, 1),
		new Chart("Latency", [{ key: "p50", label: "p50", tone: "first" }, { key: "p99", label: "p99", tone: "second" }],
			duration, 0.01),
		new Chart("Errors", [{ key: "clientErrors", label: "4xx", tone: "second" },
			{ key: "serverErrors", label: "5xx", tone: "bad" }], perSecond, 1)
	];

	/** @param chosen is told the id of the route that is shown, or null for all */
	constructor(history, chosen) {
		this.#history = history;
		byId("charts").append(...this.#charts.map((chart) => chart.node));
		byId("all-routes").addEventListener("click", () => {
			chosen(null);
			byId("traffic-title").scrollIntoView({ block: "nearest" });
		});
	}

	/** Shows a route, or all for null. */
	choose(route) {
		this.#route = route;
		write(byId("chosen"), (route === null) ? "All routes" : `Route ${route}`);
		byId("all-routes").hidden = route === null;
		this.show();
	}

	show() {
		const points = this.#history.all(this.#route ?? ALL);
		this.#charts.forEach((chart) => chart.show(points));
	}

}
