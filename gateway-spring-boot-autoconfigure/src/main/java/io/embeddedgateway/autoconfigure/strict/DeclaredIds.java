package io.embeddedgateway.autoconfigure.strict;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * The ids that are written below each map.
 */
final class DeclaredIds {

	private final Map<ConfigurationPropertyName, Map<String, DeclaredKey>> ids = new LinkedHashMap<>();

	void add(ConfigurationPropertyName map, String id, DeclaredKey key) {
		this.ids.computeIfAbsent(map, (name) -> new LinkedHashMap<>()).putIfAbsent(id, key);
	}

	Set<String> below(ConfigurationPropertyName map) {
		return this.ids.getOrDefault(map, Map.of()).keySet();
	}

	void reportEqualOnes(Problems problems) {
		this.ids.forEach((map, keys) -> {
			Map<String, List<String>> spellings = new LinkedHashMap<>();
			keys.keySet()
				.forEach((id) -> spellings.computeIfAbsent(Spelling.uniform(id), (key) -> new ArrayList<>()).add(id));
			spellings.values()
				.stream()
				.filter((equal) -> equal.size() > 1)
				.forEach((equal) -> report(map, equal, problems));
		});
	}

	private void report(ConfigurationPropertyName map, List<String> equal, Problems problems) {
		Map<String, DeclaredKey> keys = this.ids.getOrDefault(map, Map.of());
		List<String> places = equal.stream().map((id) -> place(id, keys.get(id))).toList();
		ConfigurationPropertyName name = name(map, equal.get(0));
		StringBuilder message = new StringBuilder("The ids ").append(String.join(" and ", places))
			.append(" differ only in dashes, underscores or case, so they can't be told apart. Write the id the same ")
			.append("way everywhere");
		String declared = equal.get(0);
		if (declared.indexOf('-') > 0 && declared.equals(declared.toLowerCase(Locale.ROOT))) {
			message.append("; in environment variables '")
				.append(EnvironmentVariables.variable(name))
				.append("_…' stands for '")
				.append(declared)
				.append('\'');
		}
		problems.fail(name, message.append('.').toString());
	}

	private static ConfigurationPropertyName name(ConfigurationPropertyName map, String id) {
		return ConfigurationPropertyName.adapt(Problems.path(map.toString(), id), '.');
	}

	private static String place(String id, @Nullable DeclaredKey key) {
		String origin = (key != null) ? Origins.describe(key.origin()) : null;
		return "'" + id + "'" + ((origin != null) ? " (" + origin + ")" : "");
	}

}
