package io.embeddedgateway.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Reads JSON as it was written in YAML. Spring Boot makes an empty text of {@code []},
 * <code>{}</code>, {@code null} and {@code ''} alike, so within a tree these stand in
 * quotes.
 */
final class JsonTrees {

	private static final String MISTAKE = "is empty. YAML does not tell [], {}, null and '' apart here: "
			+ "write one of '[]', '{}', 'null' and '\"\"', with the quotes";

	private JsonTrees() {
	}

	/**
	 * A tree of which some texts are templates.
	 * @param written what was bound
	 * @return the tree
	 * @throws IllegalArgumentException if it is not clear what stands there
	 */
	static Object template(Object written) {
		Object tree = convert(written, "");
		if (tree == null) {
			throw new IllegalArgumentException("is 'null'. Write a template of JSON");
		}
		return tree;
	}

	/**
	 * A tree without templates; if it is empty as a whole, it is an array.
	 * @param written what was bound
	 * @return the tree, or {@code null} for the {@code null} of JSON
	 * @throws IllegalArgumentException if it is not clear what stands there
	 */
	static @Nullable Object literal(Object written) {
		return written.equals("") ? List.of() : convert(written, "");
	}

	private static @Nullable Object convert(@Nullable Object written, String path) {
		if (written instanceof Map<?, ?> map) {
			Map<String, @Nullable Object> object = new LinkedHashMap<>();
			map.forEach((key, value) -> object.put(String.valueOf(key), convert(value, path + "." + key)));
			return object;
		}
		if (written instanceof List<?> list) {
			List<@Nullable Object> array = new ArrayList<>();
			list.forEach((element) -> array.add(convert(element, path + "[" + array.size() + "]")));
			return array;
		}
		return (written instanceof String text) ? text(text, path) : written;
	}

	private static @Nullable Object text(String text, String path) {
		return switch (text) {
			case "[]" -> List.of();
			case "{}" -> Map.of();
			case "null" -> null;
			case "\"\"" -> "";
			case "" -> throw new IllegalArgumentException(
					(path.isEmpty() ? "" : "'" + path.substring(path.startsWith(".") ? 1 : 0) + "' ") + MISTAKE);
			default -> text;
		};
	}

}
