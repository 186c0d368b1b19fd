package io.embeddedgateway.autoconfigure.strict;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.origin.Origin;

/**
 * The keys that are written anywhere, the ones that win first.
 */
final class DeclaredKeys {

	private final List<DeclaredKey> keys = new ArrayList<>();

	void add(DeclaredKey key) {
		int index = this.keys.size();
		while (index > 0 && this.keys.get(index - 1).source() > key.source()) {
			index--;
		}
		this.keys.add(index, key);
	}

	List<DeclaredKey> all() {
		return Collections.unmodifiableList(this.keys);
	}

	/**
	 * Where a property was written: itself, or else the first key below it, or else what
	 * is around it.
	 * @param name the property
	 * @return the place, or {@code null} if it is not known
	 */
	@Nullable Origin origin(ConfigurationPropertyName name) {
		ConfigurationPropertyName current = name;
		while (current.getNumberOfElements() > 1) {
			Origin origin = originAtOrBelow(current);
			if (origin != null) {
				return origin;
			}
			current = current.getParent();
		}
		return null;
	}

	private @Nullable Origin originAtOrBelow(ConfigurationPropertyName name) {
		for (DeclaredKey key : all()) {
			if (key.name().equals(name)) {
				return key.origin();
			}
		}
		return all().stream()
			.filter((key) -> name.isAncestorOf(key.name()))
			.map(DeclaredKey::origin)
			.filter(Objects::nonNull)
			.min(Origins.ORDER)
			.orElse(null);
	}

}
