// The box to ask what would become of a request.

import { badge, byId, element, empty } from "./dom.js";
import { Problem, read } from "./gateway.js";
import { plain, words } from "./text.js";

const GOOD = new Set(["route", "local", "own-handler"]);

const EFFECTS = { passes: "good", sends: "good", answers: "warn" };

/** A list of names and values. Nothing, if there are none. */
function facts(object) {
	const entries = Object.entries(object ?? {});
	return (entries.length === 0) ? null : element("dl", { class: "facts" }, ...entries.flatMap(([name, value]) =>
		[element("dt", {}, name), element("dd", {}, (typeof value === "string") ? value : plain(value))]));
}

function part(title, node) {
	return node ? element("div", { class: "part" }, element("h3", {}, title), node) : null;
}

function list(items, draw) {
	return (items?.length > 0) ? element("ol", {}, ...items.map((item) => element("li", {}, ...draw(item).filter(Boolean)))) : null;
}

function verdict(answer) {
	return element("p", { class: "verdict" }, badge(words(answer.outcome ?? "unknown"), GOOD.has(answer.outcome) ? "good" : "warn"),
		" ", answer.route ? element("strong", {}, answer.route) : null, answer.status ? ` ${answer.status}` : null, answer.why ? element("span", {}, ` ${answer.why}`) : null);
}

function candidate({ route, path, matched, failed }) {
	return [badge(matched ? "matches" : "does not match", matched ? "good" : "plain"), " ", element("strong", {}, route), " ",
		path ? element("code", {}, plain(path)) : null,
		(failed?.length > 0) ? element("ul", {}, ...failed.map((reason) => element("li", {}, reason))) : null];
}

function filter({ stage, name, effect, status, details }) {
	return [element("strong", {}, name), " ", element("small", {}, words(stage ?? "")), " ",
		badge([effect, status].filter(Boolean).join(" ") || "unknown", EFFECTS[effect] ?? "plain"), facts(details)];
}

function upstream(answer) {
	const { service, method, uri, headers } = answer.upstream ?? {};
	return answer.upstream ? element("div", {}, element("p", {}, element("strong", {}, service ?? ""), " ",
		element("code", {}, [method, uri].filter(Boolean).join(" "))), facts(headers)) : null;
}

function instance({ id, eligible, reason }) {
	return [badge(eligible ? "eligible" : "not eligible", eligible ? "good" : "bad"), " ", element("code", {}, id), " ",
		reason ? element("small", {}, reason) : null];
}

function drawn(answer) {
	return [verdict(answer), part("Upstream", upstream(answer)), part("Filters, in order", list(answer.filters, filter)),
		part("Instances", list(answer.instances, instance)), part("Candidates", list(answer.candidates, candidate))].filter(Boolean);
}

export class Explain {

	#out = byId("explanation");

	constructor() {
		byId("explain-form").addEventListener("submit", (event) => {
			event.preventDefault();
			this.#ask();
		});
	}

	async #ask() {
		this.#out.setAttribute("aria-busy", "true");
		try {
			const answer = await read("explain", {
				method: byId("explain-method").value.trim().toUpperCase(), path: byId("explain-path").value.trim(),
				host: byId("explain-host").value.trim(), client: byId("explain-client").value.trim(),
				header: byId("explain-headers").value.split("\n").map((line) => line.trim())
			});
			this.#out.replaceChildren(...(answer ? drawn(answer) : [empty("The gateway can't explain requests.")]));
		}
		catch (error) {
			this.#out.replaceChildren(element("p", { class: "verdict" }, badge("no answer", "bad"), " ",
				(error instanceof Problem) ? error.message : String(error)));
		}
		finally {
			this.#out.removeAttribute("aria-busy");
		}
	}

}
