// Services, and how their instances are.

import { badge, byId, element, empty, write } from "./dom.js";
import { Table } from "./table.js";
import { ago, duration, number, perSecond, percent, plain, words } from "./text.js";

/** Services that are shown at most. */
const MOST = 60;

/** Looks from which rates are computed. */
const LOOKS = 6;

const LONGEST_PAUSE_SECONDS = 30;

/** How a state is shown. What is not named here is bad. */
const TONES = { available: "good", closed: "good", draining: "warn", "on trial": "warn", disabled: "plain", unknown: "plain" };

const tone = (state) => TONES[words(state)] ?? (words(state).includes("half") ? "warn" : "bad");

const breakerState = (breaker) => (typeof breaker === "string") ? breaker : breaker?.state;

const breakerBadge = (state, route) => badge(`breaker ${words(state)}${route ? ` for ${route}` : ""}`, tone(state));

/** The breakers of a service: its own, and those that routes have for themselves. */
function breakerBadges(breaker) {
	const state = breakerState(breaker);
	return [...(state ? [breakerBadge(state)] : []),
		...Object.entries(breaker?.routes ?? {}).map(([route, own]) => breakerBadge(own, route))];
}

const weight = ({ weight = 1, effectiveWeight, zone, priority }) => [
	(effectiveWeight === undefined) ? number(weight) : `${number(effectiveWeight)} of ${number(weight)}`,
	zone, priority ? `priority ${priority}` : null].filter(Boolean).join(" · ");

const COLUMNS = [
	{ label: "Instance", text: (row) => `${row.id} ${row.uri}`, value: (row) => row.id, draw: (row) => [
		element("code", {}, row.uri ?? row.id), (row.uri && !row.uri.endsWith(row.id)) ? element("small", {}, row.id) : null] },
	{ label: "State", text: (row) => plain([row.state, row.reason, row.breaker]), value: (row) => row.state, draw: (row) => [
		badge(words(row.state ?? "unknown"), tone(row.state ?? "unknown"), row.health ? plain(row.health) : null),
		...breakerBadges(row.breaker), row.reason ? element("small", {}, row.reason) : null] },
	{ label: "Since", text: (row) => row.since ? ago(row.since) : "" },
	{ label: "Weight", number: true, text: weight, value: (row) => row.weight ?? 1 },
	{ label: "In flight", number: true, text: (row) => number(row.inFlight), value: (row) => row.inFlight },
	{ label: "Rate", number: true, text: (row) => perSecond(row.lately.rate), value: (row) => row.lately.rate },
	{ label: "Latency", number: true, text: (row) => duration(row.lately.latency), value: (row) => row.lately.latency },
	{ label: "Failures", number: true, text: (row) => percent(row.lately.failures), value: (row) => row.lately.failures },
	{ label: "Ejections", number: true, text: (row) => number(row.ejections), value: (row) => row.ejections }
];

class Card {

	#title = element("h3");

	#marks = element("span", { class: "marks" });

	#table;

	#drawn = null;

	constructor(service) {
		this.#table = new Table(`Instances of ${service.id}`, COLUMNS, (row) => row.id, "No instances. Requests get 503.");
		write(this.#title, service.id);
		this.node = element("article", { class: "card" },
			element("div", { class: "bar" }, this.#title, this.#marks), this.#table.node);
	}

	show(service, instances) {
		const available = instances.filter((one) => words(one.state ?? "") === "available").length;
		const text = plain([service.loadBalancer, service.healthCheck, service.panic, service.breaker, available, instances.length]);
		if (text !== this.#drawn) {
			this.#drawn = text;
			const none = available === 0;
			this.#marks.replaceChildren(...[
				badge(`${available} of ${instances.length} available`, none ? "bad" : (available < instances.length) ? "warn" : "good"),
				service.panic ? badge("panic: all instances are used", "bad") : null,
				...breakerBadges(service.breaker),
				element("small", {}, [plain(service.loadBalancer), (service.healthCheck === false) ? "no health check"
					: service.healthCheck ? "health check" : ""].filter((word) => word && word !== "–").join(" · "))
			].filter((part) => part !== null));
		}
		this.#table.show(instances);
	}

}

export class Services {

	#cards = new Map();

	#looks = new Map();

	#list = byId("service-list");

	/** Shows the services that the gateway told about at a moment. */
	show(answer, at) {
		if (answer === null) {
			this.#list.replaceChildren(empty("The gateway does not tell about services."));
			return;
		}
		const services = answer.services ?? [];
		const cards = new Map();
		const looks = new Map();
		for (const service of services.slice(0, MOST)) {
			const card = this.#cards.get(service.id) ?? new Card(service);
			cards.set(service.id, card);
			card.show(service, (service.instances ?? []).map((one) =>
				({ ...one, lately: this.#lately(JSON.stringify([service.id, one.id]), one.traffic, at, looks) })));
		}
		this.#looks = looks;
		this.#cards = cards;
		this.#place([...cards.values()].map((card) => card.node), services);
	}

	#place(nodes, services) {
		const extra = (services.length > MOST) ? [empty(`${services.length - MOST} more are not shown.`)]
			: (services.length === 0) ? [empty("No services are declared.")] : [];
		const wanted = [...nodes, ...extra];
		if (extra.length > 0 || wanted.length !== this.#list.children.length
			|| wanted.some((node, index) => node !== this.#list.children[index])) {
			this.#list.replaceChildren(...wanted);
		}
		const instances = services.reduce((sum, service) => sum + (service.instances?.length ?? 0), 0);
		write(byId("services-count"), `${services.length} with ${instances} instances`);
	}

	#lately(key, traffic, at, looks) {
		if (!traffic) {
			return {};
		}
		const all = [...(this.#looks.get(key) ?? []), { at, ...traffic }].slice(-LOOKS);
		const last = all.at(-2);
		const broken = last && (traffic.requests < last.requests || (at - last.at) / 1_000 > LONGEST_PAUSE_SECONDS);
		looks.set(key, broken ? all.slice(-1) : all);
		if (broken || all.length === 1) {
			return {};
		}
		const requests = traffic.requests - all[0].requests;
		return {
			rate: requests * 1_000 / (at - all[0].at),
			latency: (requests > 0) ? (traffic.seconds - all[0].seconds) / requests : null,
			failures: (requests > 0) ? (traffic.failures - all[0].failures) / requests : null
		};
	}

}
