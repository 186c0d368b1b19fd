// Text is always text here: nothing reads markup, so nothing that the gateway tells can become any.

const SVG = "http://www.w3.org/2000/svg";

function filled(node, attributes, children) {
	for (const [name, value] of Object.entries(attributes)) {
		if (value !== undefined && value !== null && value !== false) {
			node.setAttribute(name, (value === true) ? "" : String(value));
		}
	}
	node.append(...children.filter((child) => child !== null && child !== undefined));
	return node;
}

/** An element of HTML, with attributes and children: elements, or text. */
export function element(name, attributes = {}, ...children) {
	return filled(document.createElement(name), attributes, children);
}

/** An element of SVG. */
export function shape(name, attributes = {}, ...children) {
	return filled(document.createElementNS(SVG, name), attributes, children);
}

/** A button that is one. */
export function button(text, action, attributes = {}) {
	const node = element("button", { type: "button", ...attributes }, text);
	node.addEventListener("click", action);
	return node;
}

/** Writes a text where it is another one, so that nothing is announced or laid out for nothing. */
export function write(node, text) {
	if (node.textContent !== text) {
		node.textContent = text;
	}
}

/** A short word on a coloured ground. The word alone says it, too. */
export function badge(text, tone = "plain", title = null) {
	return element("span", { class: `badge ${tone}`, title }, text);
}

/** What an empty list says. */
export function empty(text) {
	return element("p", { class: "empty" }, text);
}

export const byId = (id) => document.getElementById(id);
