package io.embeddedgateway.autoconfigure.strict;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

import io.embeddedgateway.autoconfigure.strict.Shape.Block;
import io.embeddedgateway.autoconfigure.strict.Shape.ById;
import io.embeddedgateway.autoconfigure.strict.Shape.Component;
import io.embeddedgateway.autoconfigure.strict.Shape.Elements;
import io.embeddedgateway.autoconfigure.strict.Shape.Scalar;

/**
 * Follows a key through the shapes it leads through, and reports where it leaves them.
 */
final class KeyCheck {

	private final Place root;

	private final DeclaredIds ids;

	private final Problems problems;

	KeyCheck(ConfigurationPropertyName prefix, Block root, DeclaredIds ids, Problems problems) {
		this.root = new Place(prefix, root, null);
		this.ids = ids;
		this.problems = problems;
	}

	void check(DeclaredKey key) {
		check(this.root, key);
	}

	private void check(Place place, DeclaredKey key) {
		if (place.size() == key.name().getNumberOfElements()) {
			checkValue(place, key);
		}
		else if (place.shape() instanceof Block block) {
			checkBlock(place, block, key);
		}
		else if (place.shape() instanceof ById byId) {
			checkById(place, byId, key);
		}
		else if (place.shape() instanceof Elements elements) {
			checkElements(place, elements, key);
		}
		else if (place.shape() instanceof Scalar scalar) {
			checkScalar(place, scalar, key);
		}
		else if (key.shortened(place.size()) != null) {
			String name = key.shortened(place.size());
			this.problems.add(key.name(), "Of '" + name + "' only letters, digits, '-' and '_' would be left. Write '["
					+ name + "]', in quotes, instead.", key.origin());
		}
	}

	private void checkValue(Place place, DeclaredKey key) {
		if (place.shape() instanceof Block block && !block.hasShortForm() && key.hasValue()) {
			fail(place, "Takes a block, not a single value. Write one or more of these keys below it: "
					+ DidYouMean.list(block.components().keySet()) + ".");
		}
		else if (place.shape() instanceof ById && key.hasValue()) {
			fail(place, "Takes entries by name, not a single value. Write '<name>: ...' below it.");
		}
	}

	private void checkBlock(Place place, Block block, DeclaredKey key) {
		if (key.name().isNumericIndex(place.size())) {
			fail(place, "Takes a block, not a list. Write one or more of these keys below it, without '- ': "
					+ DidYouMean.list(block.components().keySet()) + ".");
			return;
		}
		String written = place.written(key);
		Component component = block.component(written);
		if (component != null) {
			check(place.below(key, component.shape()), key);
			return;
		}
		Place unknown = place.below(key, new Shape.Anything());
		this.problems.add(unknown.name(), UnknownKey.message(place, block, key), key.origin());
		String meant = UnknownKey.meant(block, written);
		if (meant != null) {
			this.problems.misspelled(place.name().append(meant));
		}
	}

	private void checkById(Place place, ById byId, DeclaredKey key) {
		int index = place.size();
		if (key.name().isNumericIndex(index) && key.name().getElement(index, Form.UNIFORM).equals("0")) {
			fail(place, "Takes entries by name, not a list. Write '<name>:' instead of '- '.");
			return;
		}
		if (byId.hasScalars()) {
			checkScalarEntry(place, byId, key);
		}
		else if (!this.problems.failed(place.name())) {
			this.ids.add(place.name(), place.written(key), key);
			check(place.below(key, byId.value()), key);
		}
	}

	private void checkScalarEntry(Place place, ById byId, DeclaredKey key) {
		if (byId.value() instanceof Scalar scalar && !scalar.allowsDotsInKeys()) {
			check(place.below(key, scalar), key);
		}
	}

	private void checkElements(Place place, Elements elements, DeclaredKey key) {
		if (key.name().isNumericIndex(place.size())) {
			check(place.below(key, elements.element()), key);
		}
		else {
			fail(place, "Takes a list. Write '- ' before each element.");
		}
	}

	private void checkScalar(Place place, Scalar scalar, DeclaredKey key) {
		boolean list = key.name().isNumericIndex(place.size());
		String below = list ? "a list" : "a block with '" + place.written(key) + "'";
		String dotted = (!list && place.parent() != null && place.parent().shape() instanceof ById)
				? " A name with a dot is written as '[first.second]'." : "";
		fail(place, "Takes a single value, not " + below + ". Write " + Values.example(scalar.type()) + "." + dotted);
	}

	private void fail(Place place, String message) {
		this.problems.fail(place.name(), message);
	}

	/**
	 * How far a key has been followed.
	 *
	 * @param name the first elements of the key
	 * @param shape what may be written there
	 * @param parent the place before, or {@code null} at the root
	 */
	record Place(ConfigurationPropertyName name, Shape shape, @Nullable Place parent) {

		int size() {
			return this.name.getNumberOfElements();
		}

		String written(DeclaredKey key) {
			return key.name().getElement(size(), Form.ORIGINAL);
		}

		Place below(DeclaredKey key, Shape shape) {
			return new Place(key.name().chop(size() + 1), shape, this);
		}

	}

}
