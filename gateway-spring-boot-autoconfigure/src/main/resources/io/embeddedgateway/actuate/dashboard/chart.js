// One plot of the last minutes: lines, a scale with its unit, and what it was at the time under the pointer.

import { element, shape, write } from "./dom.js";

const MINUTES = 5;

const HEIGHT = 150;

const EDGE = { top: 8, right: 10, bottom: 20, left: 52 };

/** Steps of a scale: 1, 2 or 5 times a power of ten, four of them or a few more. */
export function steps(most) {
	const rough = most / 4;
	const power = 10 ** Math.floor(Math.log10(rough));
	const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough);
	const all = [];
	for (let i = 0; i * step < most + step * 0.999; i++) {
		all.push(i * step);
	}
	return all;
}

export class Chart {

	#series;

	#format;

	#least;

	#points = [];

	#pointed = null;

	#width = 0;

	#now = element("span", { class: "now" });

	#svg = shape("svg", { role: "img", height: HEIGHT });

	/**
	 * @param title what is plotted
	 * @param series lines: {key, label, tone}
	 * @param format how a value is written, with its unit
	 * @param least the scale never ends below this value
	 */
	constructor(title, series, format, least) {
		this.#series = series;
		this.#format = format;
		this.#least = least;
		const legend = series.map(({ label, tone }) => element("span", { class: `legend ${tone}` }, label));
		this.node = element("figure", { class: "chart" },
			element("figcaption", {}, element("strong", {}, title), ...legend, this.#now), this.#svg);
		this.title = title;
		new ResizeObserver(() => this.#draw()).observe(this.node);
		this.#svg.addEventListener("pointermove", (event) => this.#point(event.offsetX));
		this.#svg.addEventListener("pointerleave", () => this.#point(null));
	}

	/** Shows these points, oldest first. */
	show(points) {
		this.#points = points;
		this.#draw();
	}

	#point(x) {
		this.#pointed = x;
		this.#draw();
	}

	#draw() {
		this.#width = this.node.clientWidth;
		if (this.#width === 0) {
			return;
		}
		const end = this.#points.at(-1)?.at ?? Date.now();
		const values = this.#points.flatMap((point) => this.#series.map(({ key }) => point[key] ?? 0));
		const scale = steps(Math.max(this.#least, ...values));
		const x = (at) => this.#width - EDGE.right
			- (end - at) / (MINUTES * 60_000) * (this.#width - EDGE.left - EDGE.right);
		const y = (value) => HEIGHT - EDGE.bottom
			- value / scale.at(-1) * (HEIGHT - EDGE.top - EDGE.bottom);
		const shown = this.#points.filter((point) => x(point.at) >= EDGE.left);
		this.#svg.setAttribute("width", this.#width);
		this.#svg.setAttribute("viewBox", `0 0 ${this.#width} ${HEIGHT}`);
		this.#svg.replaceChildren(...this.#grid(scale, x, y, end),
			...this.#series.flatMap((line) => this.#line(line, shown, x, y)), ...this.#mark(shown, x, end));
	}

	#grid(scale, x, y, end) {
		const lines = scale.flatMap((value) => [
			shape("line", { class: "grid", x1: EDGE.left, x2: this.#width - EDGE.right, y1: y(value), y2: y(value) }),
			shape("text", { x: EDGE.left - 6, y: y(value) + 4, "text-anchor": "end" }, this.#format(value))
		]);
		for (let minute = 0; minute <= MINUTES; minute++) {
			const label = (minute === 0) ? "now" : `−${minute}${(minute === MINUTES) ? " min" : ""}`;
			lines.push(shape("text", {
				x: x(end - minute * 60_000), y: HEIGHT - 5,
				"text-anchor": (minute === 0) ? "end" : (minute === MINUTES) ? "start" : "middle"
			}, label));
		}
		return lines;
	}

	#line({ key, tone }, points, x, y) {
		const runs = [];
		let run = null;
		for (const point of points) {
			if (point[key] === null || point[key] === undefined) {
				run = null;
				continue;
			}
			if (!run) {
				runs.push(run = []);
			}
			run.push(`${x(point.at).toFixed(1)},${y(point[key]).toFixed(1)}`);
		}
		return runs.map((places) => (places.length > 1)
			? shape("polyline", { class: `line ${tone}`, points: places.join(" ") })
			: shape("circle", { class: `dot ${tone}`, r: 2, cx: places[0].split(",")[0], cy: places[0].split(",")[1] }));
	}

	/** Writes what it is now, or was at the time under the pointer. */
	#mark(points, x, end) {
		const pointed = (this.#pointed === null) ? null : points.reduce((best, point) => (best === null
			|| Math.abs(x(point.at) - this.#pointed) < Math.abs(x(best.at) - this.#pointed)) ? point : best, null);
		const point = pointed ?? points.at(-1) ?? {};
		const values = this.#series.map(({ key, label }) => (this.#series.length > 1)
			? `${label} ${this.#format(point[key])}` : this.#format(point[key])).join(" · ");
		const when = pointed ? `${Math.round((end - pointed.at) / 1_000)} s ago: ` : "";
		write(this.#now, when + values);
		this.#svg.setAttribute("aria-label", `${this.title}, last ${MINUTES} minutes. Now: ${values}`);
		return pointed ? [shape("line", {
			class: "pointed", x1: x(pointed.at), x2: x(pointed.at), y1: EDGE.top, y2: HEIGHT - EDGE.bottom
		})] : [];
	}

}
