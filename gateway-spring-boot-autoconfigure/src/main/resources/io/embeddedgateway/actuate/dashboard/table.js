// A table whose rows stay where they are while their numbers change: focus and selection survive.

import { button, element, empty, write } from "./dom.js";

/** Rows that are shown at first, and again each time that more are asked for. */
const PAGE = 100;

/** Undefined values come last, numbers are numbers, and the rest is text. */
function compare(a, b) {
	const missing = (value) => value === null || value === undefined;
	if (missing(a) || missing(b)) {
		return missing(a) - missing(b);
	}
	return (typeof a === "number" && typeof b === "number") ? a - b
		: String(a).localeCompare(String(b), "en", { numeric: true });
}

export class Table {

	#columns;

	#key;

	#none;

	#rows = [];

	#lines = new Map();

	#limit = PAGE;

	#sort = null;

	#body = element("tbody");

	#table;

	#more = button("", () => {
		this.#limit += PAGE;
		this.#draw();
	}, { class: "more" });

	/**
	 * @param caption what is in the table, for those who can't see where it stands
	 * @param columns {label, text(row), value(row) to sort by, draw(row) for more than text, number}
	 * @param key what makes a row the same row
	 * @param none what is said if there are no rows
	 */
	constructor(caption, columns, key, none) {
		this.#columns = columns;
		this.#key = key;
		this.#none = empty(none);
		const heads = columns.map((column) => this.#head(column));
		this.#table = element("table", {}, element("caption", { class: "aside" }, caption),
			element("thead", {}, element("tr", {}, ...heads)), this.#body);
		this.#more.hidden = true;
		this.node = element("div", { class: "table" }, this.#table, this.#none, this.#more);
	}

	/** Shows these rows. */
	show(rows) {
		this.#rows = rows;
		this.#draw();
	}

	#head(column) {
		const cell = element("th", { scope: "col", class: column.number ? "number" : null });
		cell.append(column.value ? button(column.label, () => this.#sortBy(column, cell)) : column.label);
		return cell;
	}

	#sortBy(column, cell) {
		const first = column.number ? -1 : 1;
		const direction = (this.#sort?.column !== column) ? first : -this.#sort.direction;
		this.#sort = { column, direction };
		for (const other of cell.parentNode.children) {
			other.removeAttribute("aria-sort");
		}
		cell.setAttribute("aria-sort", (direction > 0) ? "ascending" : "descending");
		this.#draw();
	}

	#sorted() {
		if (!this.#sort) {
			return this.#rows;
		}
		const { column, direction } = this.#sort;
		// What is missing comes last in both directions
		return this.#rows.map((row) => [column.value(row), row])
			.sort(([a], [b]) => ((a ?? null) === null || (b ?? null) === null) ? compare(a, b) : direction * compare(a, b))
			.map(([, row]) => row);
	}

	#draw() {
		const focused = document.activeElement;
		const shown = this.#sorted().slice(0, this.#limit);
		const lines = new Map();
		shown.forEach((row, index) => {
			const key = this.#key(row);
			const line = this.#lines.get(key) ?? this.#line();
			lines.set(key, line);
			this.#fill(line, row);
			if (this.#body.children[index] !== line.node) {
				this.#body.insertBefore(line.node, this.#body.children[index] ?? null);
			}
		});
		while (this.#body.children.length > lines.size) {
			this.#body.lastChild.remove();
		}
		this.#lines = lines;
		this.#table.hidden = shown.length === 0;
		this.#none.hidden = shown.length > 0;
		const left = this.#rows.length - shown.length;
		this.#more.hidden = left === 0;
		write(this.#more, `Show ${Math.min(left, PAGE)} more of ${left}`);
		if (focused !== document.activeElement && focused?.isConnected && !focused.closest("[hidden]")) {
			focused.focus({ preventScroll: true });
		}
	}

	#line() {
		const cells = this.#columns.map((column) => element("td",
			{ class: column.number ? "number" : null, "data-label": column.label }));
		return { node: element("tr", {}, ...cells), cells, drawn: [] };
	}

	#fill({ cells, drawn }, row) {
		this.#columns.forEach((column, index) => {
			const text = column.text(row);
			if (drawn[index] === text) {
				return;
			}
			drawn[index] = text;
			if (column.draw) {
				const focused = cells[index].contains(document.activeElement);
				cells[index].replaceChildren(...column.draw(row).filter((part) => part !== null));
				if (focused) {
					cells[index].querySelector("button")?.focus({ preventScroll: true });
				}
			}
			else {
				write(cells[index], text);
			}
		});
	}

}
