// Counters grow for ever. What happened between two looks at them is their difference.

/** Looks that are kept: five minutes, one every two seconds. */
const KEPT = 150;

/** Numbers are shown for about the last ten seconds. */
const WINDOW = 5;

/** With more routes, only the chosen one has a past longer than the window. */
const ROUTES_WITH_PAST = 500;

/** A page that was asleep does not know what happened when. */
const LONGEST_PAUSE_SECONDS = 30;

/** The key of all routes together. */
export const ALL = Symbol("all");

const status = (traffic, name) => traffic.byStatus?.[name] ?? 0;

function difference(now, before) {
	const counts = now.latency?.counts ?? [];
	const earlier = before.latency?.counts ?? [];
	return {
		requests: now.requests - before.requests,
		clientErrors: Math.max(0, status(now, "4xx") - status(before, "4xx")),
		serverErrors: Math.max(0, status(now, "5xx") - status(before, "5xx")),
		counts: counts.map((count, index) => Math.max(0, count - (earlier[index] ?? 0)))
	};
}

const nothing = () => ({ requests: 0, clientErrors: 0, serverErrors: 0, counts: [] });

function add(sum, part) {
	sum.requests += part.requests;
	sum.clientErrors += part.clientErrors;
	sum.serverErrors += part.serverErrors;
	part.counts.forEach((count, index) => sum.counts[index] = (sum.counts[index] ?? 0) + count);
}

/** The time, in seconds, that the given share of requests did not exceed; null if there were none. */
export function percentile(counts, bounds, share) {
	const total = counts.reduce((sum, count) => sum + count, 0);
	let left = total * share;
	if (total === 0 || bounds.length === 0) {
		return null;
	}
	for (let i = 0; i < bounds.length; i++) {
		const count = counts[i] ?? 0;
		if (count > 0 && left <= count) {
			const from = (i > 0) ? bounds[i - 1] : 0;
			return from + (bounds[i] - from) * left / count;
		}
		left -= count;
	}
	return bounds[bounds.length - 1];
}

export class History {

	#looks = [];

	#next = 0;

	#last = new Map();

	#past = new Map();

	#bounds = [];

	/**
	 * Keeps what happened since the last look.
	 * @param at when, in milliseconds
	 * @param routes the routes with their traffic
	 * @param chosen the id of the route that is looked at, if any
	 * @returns whether counters began again, as they do in a gateway that was restarted
	 */
	look(at, routes, chosen) {
		const number = this.#next++;
		const seconds = (this.#looks.length > 0) ? (at - this.#looks[this.#looks.length - 1].at) / 1_000 : null;
		const sum = nothing();
		const last = new Map();
		let restarted = false;
		for (const { id, traffic } of routes) {
			if (!traffic) {
				continue;
			}
			last.set(id, traffic);
			this.#bounds = traffic.latency?.bounds ?? this.#bounds;
			const before = this.#last.get(id);
			if (before && traffic.requests < before.requests) {
				restarted = true;
			}
			else if (before && traffic.requests > before.requests) {
				const happened = difference(traffic, before);
				this.#keep(id, number, happened);
				add(sum, happened);
			}
		}
		this.#last = last;
		const known = seconds !== null && seconds > 0 && seconds <= LONGEST_PAUSE_SECONDS && !restarted;
		this.#looks.push({ number, at, seconds: known ? seconds : null });
		this.#keep(ALL, number, sum);
		this.#forget(number, chosen);
		return restarted;
	}

	/** What happened lately with a route: rate, p50, p99, share of errors. */
	lately(key) {
		return this.#at(key, this.#looks.length - 1);
	}

	/** The same for each look that is kept, oldest first. */
	all(key) {
		return this.#looks.map((look, index) => ({ at: look.at, ...this.#at(key, index) }));
	}

	#at(key, index) {
		const past = this.#past.get(key);
		const sum = nothing();
		let seconds = 0;
		for (let i = index; i > index - WINDOW && i >= 0; i--) {
			const look = this.#looks[i];
			if (look.seconds === null) {
				break;
			}
			seconds += look.seconds;
			const happened = past?.get(look.number);
			if (happened) {
				add(sum, happened);
			}
		}
		if (seconds === 0) {
			return { rate: null, p50: null, p99: null, errors: null, clientErrors: null, serverErrors: null };
		}
		return {
			rate: sum.requests / seconds,
			p50: percentile(sum.counts, this.#bounds, 0.5),
			p99: percentile(sum.counts, this.#bounds, 0.99),
			errors: (sum.requests > 0) ? sum.serverErrors / sum.requests : null,
			clientErrors: sum.clientErrors / seconds,
			serverErrors: sum.serverErrors / seconds
		};
	}

	#keep(key, number, happened) {
		if (!this.#past.has(key)) {
			this.#past.set(key, new Map());
		}
		this.#past.get(key).set(number, happened);
	}

	#forget(number, chosen) {
		if (this.#looks.length > KEPT) {
			this.#looks.shift();
		}
		const many = this.#last.size > ROUTES_WITH_PAST;
		for (const [key, past] of this.#past) {
			const short = many && key !== ALL && key !== chosen;
			const oldest = number - (short ? WINDOW : KEPT);
			for (const one of past.keys()) {
				if (one > oldest) {
					break;
				}
				past.delete(one);
			}
			if (past.size === 0) {
				this.#past.delete(key);
			}
		}
	}

}
