package io.embeddedgateway.autoconfigure.strict;

import java.util.ArrayList;
import java.util.List;

import org.springframework.core.ResolvableType;

import io.embeddedgateway.autoconfigure.strict.Shape.Block;
import io.embeddedgateway.autoconfigure.strict.Shape.ById;
import io.embeddedgateway.autoconfigure.strict.Shape.Elements;

/**
 * Lists the properties of a tree of records.
 */
public final class PropertyPaths {

	private PropertyPaths() {
	}

	/**
	 * All properties that take a value of their own: single values, lists, maps of
	 * values, and records with a short form. The id of an entry is written {@code <id>},
	 * an element of a list of records {@code []}.
	 * @param prefix the prefix of the root
	 * @param root the record at the root
	 * @return paths such as {@code gateway.routes.<id>.match.methods}
	 */
	public static List<String> of(String prefix, Class<?> root) {
		List<String> paths = new ArrayList<>();
		add(prefix, Shape.of(ResolvableType.forClass(root)), paths, List.of());
		return paths;
	}

	private static void add(String path, Shape shape, List<String> paths, List<Class<?>> around) {
		if (shape instanceof Block block) {
			if (block.hasShortForm()) {
				paths.add(path);
			}
			addComponents(path, block, paths, around);
		}
		else if (shape instanceof ById byId && !byId.hasScalars()) {
			add(path + ".<id>", byId.value(), paths, around);
		}
		else {
			paths.add(path);
			if (shape instanceof Elements elements && elements.element() instanceof Block block) {
				addComponents(path + "[]", block, paths, around);
			}
		}
	}

	private static void addComponents(String path, Block block, List<String> paths, List<Class<?>> around) {
		if (!around.contains(block.type())) {
			List<Class<?>> inside = new ArrayList<>(around);
			inside.add(block.type());
			block.components()
				.values()
				.forEach((component) -> add(path + "." + component.name(), component.shape(), paths, inside));
		}
	}

}
