// The table of routes.

import { badge, button, byId, element, write } from "./dom.js";
import { Table } from "./table.js";
import { duration, number, perSecond, percent, plain, words } from "./text.js";

/** What a header, query parameter or cookie has to be. */
function condition(name, value) {
	if (value === null || typeof value !== "object" || Array.isArray(value)) {
		return `${name}: ${plain(value)}`;
	}
	const parts = [value.anyOf ? `= ${plain(value.anyOf)}` : null, value.matches ? `~ ${value.matches}` : null,
		(value.present === false) ? "absent" : null].filter(Boolean);
	return [name, ...parts].join(" ");
}

/** What a route matches beside its paths, in words. */
function conditions(match = {}) {
	return Object.entries(match).filter(([name]) => name !== "methods").map(([kind, value]) =>
		(typeof value === "object" && !Array.isArray(value))
			? `${kind} ${Object.entries(value ?? {}).map(([name, one]) => condition(name, one)).join(", ")}`
			: `${words(kind)} ${plain(value)}`).join(" · ");
}

function target({ target = {} }) {
	const to = target.service ?? target.uri ?? target.text ?? "";
	return (target.type === "service" || target.type === "uri") ? to : [target.type, to].filter(Boolean).join(" ");
}

const names = (route) => (route.filters ?? []).map(({ name }) => name);

const filters = (route) => names(route).join(", ");

/** The filters that most routes have, which say little about any of them. */
function usual(routes) {
	const counts = new Map();
	routes.flatMap((route) => [...new Set(names(route))])
		.forEach((name) => counts.set(name, (counts.get(name) ?? 0) + 1));
	return new Set([...counts].filter(([, count]) => routes.length > 3 && count > routes.length / 2).map(([name]) => name));
}

/** Everything of a route that may be looked for. */
function searched(route) {
	return [route.id, route.paths, route.match, target(route), filters(route), route.origin].map(plain).join(" ").toLowerCase();
}

export class Routes {

	#history;

	#choose;

	#chosen = null;

	#routes = [];

	#texts = new Map();

	#usual = new Set();

	#latest = new Map();

	#revision = null;

	#table = new Table("Routes", this.#columns(), (route) => route.id, "No route matches the filter.");

	#filter = byId("route-filter");

	/** @param choose is told the id of the route that somebody wants to look at, or null */
	constructor(history, choose) {
		this.#history = history;
		this.#choose = choose;
		byId("route-table").append(this.#table.node);
		this.#filter.addEventListener("input", () => this.#draw());
	}

	show(answer) {
		this.#routes = answer?.routes ?? [];
		if (answer?.revision !== this.#revision || this.#texts.size !== this.#routes.length) {
			this.#revision = answer?.revision;
			this.#usual = usual(this.#routes);
			this.#texts = new Map(this.#routes.map((route) => [route.id, searched(route)]));
		}
		this.#draw();
	}

	choose(id) {
		this.#chosen = id;
		this.#draw();
	}

	#draw() {
		const wanted = this.#filter.value.toLowerCase().split(/\s+/).filter(Boolean);
		const shown = this.#routes.filter((route) => wanted.every((word) => this.#texts.get(route.id)?.includes(word)));
		this.#latest.clear();
		write(byId("routes-count"), (shown.length === this.#routes.length) ? String(shown.length)
			: `${shown.length} of ${this.#routes.length}`);
		this.#table.show(shown);
	}

	/** Worked out for those rows alone that are shown or sorted by it. */
	#lately(route) {
		if (!this.#latest.has(route.id)) {
			this.#latest.set(route.id, this.#history.lately(route.id));
		}
		return this.#latest.get(route.id);
	}

	#columns() {
		const numbers = [
			{ label: "Rate", text: (route) => perSecond(this.#lately(route).rate), value: (route) => this.#lately(route).rate },
			{ label: "p50", text: (route) => duration(this.#lately(route).p50), value: (route) => this.#lately(route).p50 },
			{ label: "p99", text: (route) => duration(this.#lately(route).p99), value: (route) => this.#lately(route).p99 },
			{ label: "5xx", text: (route) => percent(this.#lately(route).errors), value: (route) => this.#lately(route).errors },
			{ label: "Active", text: (route) => number(route.traffic?.active), value: (route) => route.traffic?.active },
			{ label: "Total", text: (route) => number(route.traffic?.requests), value: (route) => route.traffic?.requests }
		];
		return [
			{ label: "Route", text: (route) => plain([route.id, route.origin, route.id === this.#chosen, route.shadowedBy]),
				value: (route) => route.id, draw: (route) => this.#name(route) },
			{ label: "Match", text: (route) => plain([route.paths, route.match, route.order]), value: (route) => plain(route.paths),
				draw: (route) => this.#match(route) },
			{ label: "Target", text: (route) => target(route), value: target,
				draw: (route) => [element("span", { class: "target" }, target(route))] },
			{ label: "Filters", text: filters, draw: (route) => this.#filters(route) },
			...numbers.map((column) => ({ ...column, number: true }))
		];
	}

	#name(route) {
		const chosen = route.id === this.#chosen;
		const name = button(route.id, () => this.#choose((route.id === this.#chosen) ? null : route.id),
			{ class: "name", "aria-pressed": String(chosen), title: route.origin });
		const shadows = (route.shadowedBy ?? []).length;
		return [name, (shadows > 0) ? badge("shadowed", "warn", plain(route.shadowedBy)) : null];
	}

	/** Those that make the route special; all of them, in order, when opened. */
	#filters(route) {
		const special = names(route).filter((name) => !this.#usual.has(name));
		const others = names(route).length - special.length;
		return (others === 0) ? [element("small", {}, special.join(", ") || "–")]
			: [element("details", {}, element("summary", {}, [...special, `${others} usual`].join(", ")),
				element("small", {}, filters(route)))];
	}

	#match(route) {
		const methods = plain(route.match?.methods ?? "");
		const rest = conditions(route.match);
		return [
			methods ? element("span", { class: "methods" }, `${methods} `) : null,
			element("code", {}, plain(route.paths ?? [])),
			rest ? element("small", {}, rest) : null,
			route.order ? element("small", {}, `order ${route.order}`) : null
		];
	}

}
