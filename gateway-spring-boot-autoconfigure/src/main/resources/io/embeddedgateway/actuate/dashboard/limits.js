// What rate limits granted and refused.

import { byId, write } from "./dom.js";
import { Table } from "./table.js";
import { number, percent } from "./text.js";

const share = ({ granted = 0, refused = 0 }) => (granted + refused > 0) ? refused / (granted + refused) : null;

export class Limits {

	#table = new Table("Rate limits", [
		{ label: "Policy", text: (limit) => String(limit.policy), value: (limit) => limit.policy },
		{ label: "Tier", text: (limit) => limit.tier ?? "–", value: (limit) => limit.tier },
		{ label: "Granted", number: true, text: (limit) => number(limit.granted), value: (limit) => limit.granted },
		{ label: "Refused", number: true, text: (limit) => number(limit.refused), value: (limit) => limit.refused },
		{ label: "Refused of all", number: true, text: (limit) => percent(share(limit)), value: share },
		{ label: "Keys in memory", number: true, text: (limit) => number(limit.keys), value: (limit) => limit.keys }
	], (limit) => JSON.stringify([limit.policy, limit.tier]), "No route has a rate limit.");

	constructor() {
		byId("limit-table").append(this.#table.node);
	}

	show(answer) {
		const limits = answer?.policies ?? [];
		write(byId("limits-count"), (limits.length > 0) ? "since the start" : "");
		this.#table.show(limits);
	}

}
