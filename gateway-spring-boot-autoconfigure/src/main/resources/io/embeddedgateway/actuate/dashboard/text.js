// Numbers and times as people read them.

const NUMBER = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

export const NOTHING = "–";

const isNumber = (value) => typeof value === "number" && Number.isFinite(value);

/** Three digits that count: 0.04, 1.25, 12.5, 125, 1,250. */
export function number(value) {
	if (!isNumber(value)) {
		return NOTHING;
	}
	const size = Math.abs(value);
	if (size === 0 || size >= 100) {
		return NUMBER.format(value);
	}
	return String(Number(value.toPrecision((size < 1) ? 2 : 3)));
}

/** Large numbers get short: 12.5k, 3.4M. */
export function short(value) {
	if (!isNumber(value) || Math.abs(value) < 10_000) {
		return number(value);
	}
	return (Math.abs(value) < 1_000_000) ? `${number(value / 1_000)}k` : `${number(value / 1_000_000)}M`;
}

export const perSecond = (value) => isNumber(value) ? `${short(value)}/s` : NOTHING;

/** A duration, given in seconds. */
export function duration(seconds) {
	if (!isNumber(seconds)) {
		return NOTHING;
	}
	if (seconds === 0) {
		return "0 ms";
	}
	return (seconds < 1) ? `${number(seconds * 1_000)} ms` : `${number(seconds)} s`;
}

/** A ratio as a percentage. What is not nothing does not become 0. */
export function percent(ratio) {
	if (!isNumber(ratio)) {
		return NOTHING;
	}
	return (ratio > 0 && ratio < 0.001) ? "<0.1 %" : `${number(Math.round(ratio * 1_000) / 10)} %`;
}

/** How long ago a moment was. */
export function ago(moment, now = Date.now()) {
	const then = (typeof moment === "number") ? moment : Date.parse(moment);
	if (!isNumber(then)) {
		return NOTHING;
	}
	const seconds = Math.max(0, Math.round((now - then) / 1_000));
	if (seconds < 60) {
		return `${seconds} s`;
	}
	if (seconds < 3_600) {
		return `${Math.floor(seconds / 60)} min`;
	}
	return (seconds < 172_800) ? `${Math.floor(seconds / 3_600)} h` : `${Math.floor(seconds / 86_400)} d`;
}

/** A name of the code as words: half_open, halfOpen and HALF-OPEN are "half open". */
export const words = (name) => String(name).replace(/([a-z])([A-Z])/g, "$1 $2").replace(/[_-]+/g, " ").toLowerCase();

/** Anything that came as JSON, in one line. */
export function plain(value) {
	if (value === null || value === undefined) {
		return NOTHING;
	}
	if (Array.isArray(value)) {
		return value.map(plain).join(", ");
	}
	if (typeof value === "object") {
		return Object.entries(value).map(([name, part]) => `${name}: ${plain(part)}`).join(", ");
	}
	return String(value);
}
