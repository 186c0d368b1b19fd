package io.embeddedgateway.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the tables of a page: rows whose first column is a property in backticks, and
 * whose last column describes it.
 */
final class DocumentedProperties {

	private DocumentedProperties() {
	}

	/**
	 * The descriptions by property, in the order of the page; none if there is no page.
	 */
	static Map<String, String> in(Path page) {
		Map<String, String> properties = new LinkedHashMap<>();
		if (Files.exists(page)) {
			try {
				Files.readAllLines(page).forEach((line) -> addRow(properties, line.strip()));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
		return properties;
	}

	private static void addRow(Map<String, String> properties, String line) {
		if (!line.startsWith("|")) {
			return;
		}
		// A bar in a cell is escaped
		List<String> cells = new ArrayList<>(List.of(line.substring(1).split("(?<!\\\\)\\|")));
		String property = cells.get(0).strip();
		if (cells.size() > 1 && property.startsWith("`") && property.endsWith("`")) {
			String text = cells.get(cells.size() - 1).strip().replace("\\|", "|").replace("`", "'");
			// Links lead nowhere outside of the page
			String description = text.replaceAll("\\[([^\\]]+)]\\([^)]+\\)", "$1");
			properties.put(property.substring(1, property.length() - 1), description);
		}
	}

}
