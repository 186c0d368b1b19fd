package io.embeddedgateway.autoconfigure.strict;

import java.util.HashMap;
import java.util.Map;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Reports a single value that hides keys below it: the binder takes the value, even from
 * a source with less precedence.
 */
final class ShortAndFullForms {

	private final DeclaredKeys keys;

	private final Problems problems;

	ShortAndFullForms(DeclaredKeys keys, Problems problems) {
		this.keys = keys;
		this.problems = problems;
	}

	void report() {
		Map<ConfigurationPropertyName, DeclaredKey> values = new HashMap<>();
		this.keys.all().stream().filter(DeclaredKey::hasValue).forEach((key) -> values.putIfAbsent(key.name(), key));
		for (DeclaredKey key : this.keys.all()) {
			for (int size = 1; size < key.name().getNumberOfElements(); size++) {
				DeclaredKey value = values.get(key.name().chop(size));
				boolean list = key.name().isNumericIndex(size);
				if (value != null && !list && key.source() <= value.source()) {
					report(value, key);
				}
			}
		}
	}

	private void report(DeclaredKey value, DeclaredKey below) {
		if (!this.problems.failed(value.name())) {
			this.problems.fail(value.name(),
					"Written as a single value in %s, and as a block in %s, which the value hides. Write it as a block in both."
						.formatted(Origins.describe(value.origin()), Origins.describe(below.origin())));
		}
	}

}
