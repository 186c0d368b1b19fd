package io.embeddedgateway.actuate;

/**
 * Scripts that tests run in the page.
 */
final class DashboardScripts {

	/**
	 * Texts with less contrast to their ground than 4.5 (WCAG 2.2 §1.4.3).
	 */
	static final String POOR_CONTRASTS = """
			const parsed = (color) => color.match(/[\\d.]+/g).map(Number);
			const light = (color) => {
				const [r, g, b] = parsed(color).map((part) => part / 255)
					.map((part) => (part <= 0.04045) ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
				return 0.2126 * r + 0.7152 * g + 0.0722 * b;
			};
			const ground = (node) => {
				const color = getComputedStyle(node).backgroundColor;
				return (parsed(color)[3] !== 0) ? color : node.parentElement ? ground(node.parentElement) : 'rgb(255, 255, 255)';
			};
			const poor = [];
			for (const node of document.querySelectorAll('body *')) {
				const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
				if (own && node.getClientRects().length > 0) {
					const style = getComputedStyle(node);
					const [a, b] = [light((node instanceof SVGElement) ? style.fill : style.color), light(ground(node))];
					const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
					if (contrast < 4.5) {
						poor.push(`${node.tagName} ${node.className} ${node.textContent}: ${contrast}`);
					}
				}
			}
			return poor;
			""";

	/**
	 * A hundred requests in two seconds, then a restart.
	 */
	static final String HISTORY = """
			const { ALL, History } = await import(new URL('dashboard/history.js', location.href));
			const bounds = [0.01, 0.1, 1];
			const look = (history, at, requests, counts, errors) => history.look(at, [{ id: 'a', traffic: { requests,
				byStatus: { '5xx': errors }, latency: { bounds, counts } } }], null);
			const history = new History();
			look(history, 0, 1000, [1000, 0, 0, 0], 7);
			look(history, 2000, 1100, [1000, 100 * 0.9, 100 * 0.1, 0], 9);
			const { rate, p50, p99, errors } = history.lately(ALL);
			const restarted = look(history, 4000, 5, [5, 0, 0, 0], 0);
			const short = (number) => Number(number.toFixed(6));
			return `rate ${rate}, p50 ${short(p50)}, p99 ${short(p99)}, errors ${errors}, `
				+ `${restarted ? 'restarted' : 'went on'}, ${history.lately(ALL).rate}`;
			""";

	private DashboardScripts() {
	}

}
