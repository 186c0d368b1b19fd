package io.embeddedgateway.autoconfigure.strict;

import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

import io.embeddedgateway.autoconfigure.strict.KeyCheck.Place;
import io.embeddedgateway.autoconfigure.strict.Shape.Block;
import io.embeddedgateway.autoconfigure.strict.Shape.ById;
import io.embeddedgateway.autoconfigure.strict.Shape.Component;

/**
 * Says what to write instead of a key that does not exist.
 */
final class UnknownKey {

	private UnknownKey() {
	}

	static String message(Place place, Block block, DeclaredKey key) {
		String written = place.written(key);
		String elsewhere = elsewhere(place, block, written);
		if (elsewhere != null) {
			return elsewhere;
		}
		String meant = meant(block, written);
		if (meant != null) {
			return "There is no '" + written + "' here. Did you mean '" + meant + "'?";
		}
		Set<String> known = block.components().keySet();
		return "There is no '" + written + "' here. There is " + DidYouMean.list(known) + "." + dotted(place, key)
				+ dashed(place, key);
	}

	static @Nullable String meant(Block block, String written) {
		return Spelling.closest(written, block.components().keySet());
	}

	private static @Nullable String elsewhere(Place place, Block block, String written) {
		for (Component component : block.components().values()) {
			if (component.shape() instanceof Block inner && inner.component(written) != null) {
				return "'%s' stands under '%s'. Write '%s' below '%s:'.".formatted(written, component.name(), written,
						component.name());
			}
		}
		Place parent = place.parent();
		if (parent != null && parent.shape() instanceof Block outer && outer.component(written) != null) {
			String name = place.name().getLastElement(Form.DASHED);
			return "'%s' stands one level up. Write it beside '%s:', not below it.".formatted(written, name);
		}
		return null;
	}

	private static String dotted(Place place, DeclaredKey key) {
		int next = place.size() + 1;
		boolean dotted = place.parent() != null && place.parent().shape() instanceof ById
				&& next < key.name().getNumberOfElements() && place.shape() instanceof Block block
				&& block.component(key.name().getElement(next, Form.ORIGINAL)) != null;
		return dotted ? " A name with a dot is written in brackets: '[%s.%s]'."
			.formatted(place.name().getLastElement(Form.ORIGINAL), place.written(key)) : "";
	}

	private static String dashed(Place place, DeclaredKey key) {
		boolean dashed = Origins.isVariable(key.origin()) && place.parent() != null
				&& place.parent().shape() instanceof ById && place.written(key).indexOf('-') > 0;
		return dashed ? " A variable can set a name with dashes only if a file declares it." : "";
	}

}
