package io.embeddedgateway.loadbalancer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the documentation says of the simulation is what the simulation says. Run with
 * {@code -Dplot.update=true} to write it.
 */
class LoadBalancingReportTests {

	private static final Path DOCS = Path.of("../docs");

	private static final String BEGIN = "<!-- simulation: begin -->\n";

	private static final String END = "<!-- simulation: end -->\n";

	@Test
	void tableIsTheOneOfTheSimulation() throws IOException {
		Path page = DOCS.resolve("load-balancing.md");
		String text = Files.readString(page);
		int begin = text.indexOf(BEGIN) + BEGIN.length();
		int end = text.indexOf(END);
		String table = LoadBalancingReport.table();
		if (Boolean.getBoolean("plot.update")) {
			Files.writeString(page, text.substring(0, begin) + "\n" + table + "\n" + text.substring(end));
			return;
		}
		assertThat(text.substring(begin, end).strip()).as("the table in %s; -Dplot.update=true writes it", page)
			.isEqualToNormalizingNewlines(table.strip());
	}

	@Test
	void plotIsTheOneOfTheSimulation() throws IOException {
		Path image = DOCS.resolve("images/load-balancing-latency.svg");
		String plot = LoadBalancingReport.plot();
		if (Boolean.getBoolean("plot.update")) {
			Files.createDirectories(image.getParent());
			Files.writeString(image, plot);
			return;
		}
		assertThat(Files.readString(image)).as("%s; -Dplot.update=true writes it", image)
			.isEqualToNormalizingNewlines(plot);
	}

}
