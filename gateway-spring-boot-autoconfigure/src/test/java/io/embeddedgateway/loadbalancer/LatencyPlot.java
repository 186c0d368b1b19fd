package io.embeddedgateway.loadbalancer;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Draws times over loads. The scale of the times is logarithmic.
 */
final class LatencyPlot {

	private static final int WIDTH = 640;

	private static final int HEIGHT = 360;

	private static final int LEFT = 64;

	private static final int RIGHT = 150;

	private static final int TOP = 44;

	private static final int BOTTOM = 52;

	private static final List<Integer> TIMES = List.of(50, 100, 200, 500, 1_000, 2_000);

	// Told apart by those who see few colours, and on light and dark
	private static final List<String> COLOURS = List.of("#d55e00", "#cc79a7", "#0072b2", "#009e73");

	private static final String STYLE = """
			text { font: 13px system-ui, sans-serif; fill: #24292f }
			.grid { stroke: #8c959f; stroke-opacity: .35 }
			polyline { fill: none; stroke-width: 2.5 }
			@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } }
			""";

	private LatencyPlot() {
	}

	static String svg(Map<String, List<Point>> lines) {
		StringBuilder svg = new StringBuilder();
		add(svg, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"title\">",
				WIDTH, HEIGHT);
		add(svg, "<title id=\"title\">Time of 99 of 100 requests by load and load balancer</title>");
		svg.append("<style>\n").append(STYLE).append("</style>\n");
		add(svg, "<text x=\"%d\" y=\"22\">99 of 100 requests take at most (ms), two of ten instances being slow</text>",
				LEFT - 40);
		addGrid(svg);
		double above = Double.NEGATIVE_INFINITY;
		for (Map.Entry<String, List<Point>> line : sorted(lines)) {
			String colour = COLOURS.get(List.copyOf(lines.keySet()).indexOf(line.getKey()) % COLOURS.size());
			Point last = line.getValue().get(line.getValue().size() - 1);
			// Names do not cover each other
			double y = Math.max(y(last.millis()) + 4, above + 16);
			above = y;
			add(svg, "<polyline stroke=\"%s\" points=\"%s\"/>", colour, points(line.getValue()));
			add(svg, "<text x=\"%.1f\" y=\"%.1f\" style=\"fill: %s\">%s</text>", x(last.load()) + 8, y, colour,
					line.getKey());
		}
		return svg.append("</svg>\n").toString();
	}

	private static List<Map.Entry<String, List<Point>>> sorted(Map<String, List<Point>> lines) {
		return lines.entrySet().stream().sorted((left, right) -> Double.compare(end(right), end(left))).toList();
	}

	private static double end(Map.Entry<String, List<Point>> line) {
		return line.getValue().get(line.getValue().size() - 1).millis();
	}

	private static void addGrid(StringBuilder svg) {
		for (int time : TIMES) {
			add(svg, "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>", LEFT, WIDTH - RIGHT, y(time),
					y(time));
			add(svg, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%d</text>", LEFT - 8, y(time) + 4, time);
		}
		for (int load = 10; load <= 90; load += 20) {
			add(svg, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d%%</text>", x(load), HEIGHT - BOTTOM + 20,
					load);
		}
		add(svg, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">load, of what all instances carry together</text>",
				(LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10);
	}

	private static String points(List<Point> points) {
		StringBuilder text = new StringBuilder();
		points.forEach(
				(point) -> text.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(point.load()), y(point.millis()))));
		return text.toString().strip();
	}

	private static double x(double load) {
		return LEFT + (load - 10) / 80 * (WIDTH - LEFT - RIGHT);
	}

	private static double y(double millis) {
		double lowest = StrictMath.log(TIMES.get(0) * 0.8);
		double highest = StrictMath.log(TIMES.get(TIMES.size() - 1) * 1.1);
		double part = (StrictMath.log(millis) - lowest) / (highest - lowest);
		return HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM);
	}

	private static void add(StringBuilder svg, String format, Object... values) {
		svg.append(String.format(Locale.ROOT, format, values)).append('\n');
	}

	/**
	 * A time at a load.
	 *
	 * @param load the load in percent
	 * @param millis the time in milliseconds
	 */
	record Point(double load, double millis) {

	}

}
