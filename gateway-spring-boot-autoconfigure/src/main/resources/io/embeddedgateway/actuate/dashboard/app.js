// Looks at the gateway every two seconds while somebody looks at the page.

import { Charts } from "./charts.js";
import { byId, element, write } from "./dom.js";
import { Explain } from "./explain.js";
import { Problem, read } from "./gateway.js";
import { History } from "./history.js";
import { Limits } from "./limits.js";
import { Routes } from "./routes.js";
import { Services } from "./services.js";
import { ago } from "./text.js";

const INTERVAL = 2_000;

const LONGEST_INTERVAL = 30_000;

/** A gateway with many routes is not to be kept busy by those who look at it. */
const SHARE_OF_TIME = 5;

const history = new History();

const charts = new Charts(history, choose);

const routes = new Routes(history, choose);

const services = new Services();

const limits = new Limits();

let chosen = null;

let failures = 0;

let timer = null;

let looking = false;

let watchedSince = null;

function choose(route) {
	chosen = route;
	charts.choose(route);
	routes.choose(route);
}

function fact(name, value) {
	return element("div", {}, element("dt", {}, name), element("dd", {}, value));
}

function head(overview) {
	const facts = [["Version", overview.version], ["Revision", overview.revision],
		["Loaded", overview.loadedAt ? `${ago(overview.loadedAt)} ago` : null],
		["Watched for", watchedSince ? ago(watchedSince) : null]].filter(([, value]) => value ?? false);
	const text = facts.flat().join();
	if (byId("facts").dataset.text !== text) {
		byId("facts").dataset.text = text;
		byId("facts").replaceChildren(...facts.map(([name, value]) => fact(name, String(value))));
	}
	const error = overview.lastError;
	byId("last-error").hidden = !error;
	if (error) {
		write(byId("last-error"), `The last update was refused${error.at ? ` ${ago(error.at)} ago` : ""}: ${error.message ?? ""}`);
	}
}

/** What is known is shown, and what is not is said. */
function show([overview, routesAnswer, servicesAnswer, limitsAnswer]) {
	const now = Date.now();
	const problem = [overview, routesAnswer, servicesAnswer, limitsAnswer].find(({ status }) => status === "rejected");
	if (overview.status === "fulfilled") {
		head(overview.value);
	}
	if (routesAnswer.status === "fulfilled") {
		const restarted = history.look(now, routesAnswer.value?.routes ?? [], chosen);
		watchedSince = (restarted || watchedSince === null) ? now : watchedSince;
		routes.show(routesAnswer.value);
		charts.show();
	}
	if (servicesAnswer.status === "fulfilled") {
		services.show(servicesAnswer.value, now);
	}
	if (limitsAnswer.status === "fulfilled") {
		limits.show(limitsAnswer.value);
	}
	if (problem) {
		throw problem.reason;
	}
}

function failed(error) {
	failures++;
	const text = (error instanceof Problem) ? error.message : `The page has a fault: ${error}`;
	write(byId("problem"), `${text} What is shown may be old; the page goes on trying.`);
	byId("problem").hidden = false;
	write(byId("status"), "Not connected");
	document.body.classList.add("stale");
	if (!(error instanceof Problem)) {
		console.error(error);
	}
}

function succeeded() {
	failures = 0;
	byId("problem").hidden = true;
	write(byId("status"), "Live");
	document.body.classList.remove("stale");
}

async function look() {
	if (looking) {
		return;
	}
	looking = true;
	const started = performance.now();
	try {
		show(await Promise.allSettled([read(), read("routes"), read("services"), read("limits")]));
		succeeded();
	}
	catch (error) {
		failed(error);
	}
	finally {
		looking = false;
		const busy = (performance.now() - started) * SHARE_OF_TIME;
		plan(Math.min(LONGEST_INTERVAL, Math.max(INTERVAL * 2 ** Math.min(failures, 3), busy)));
	}
}

function plan(delay) {
	clearTimeout(timer);
	if (!document.hidden) {
		timer = setTimeout(look, delay);
	}
}

document.addEventListener("visibilitychange", () => {
	write(byId("status"), document.hidden ? "Paused" : "Connecting …");
	plan(0);
});

new Explain();
look();
