package io.embeddedgateway.transform;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.embeddedgateway.Template;

/**
 * Immutable copies of maps and lists that keep their order.
 */
final class Copies {

	private Copies() {
	}

	static Map<String, Template> of(Map<String, Template> map) {
		return Collections.unmodifiableMap(new LinkedHashMap<>(map));
	}

	static Map<String, Template> plus(Map<String, Template> map, String name, String value) {
		Map<String, Template> result = new LinkedHashMap<>(map);
		result.put(name, Template.of(value));
		return result;
	}

	static List<String> plus(List<String> list, String... values) {
		List<String> result = new ArrayList<>(list);
		Collections.addAll(result, values);
		return result;
	}

}
