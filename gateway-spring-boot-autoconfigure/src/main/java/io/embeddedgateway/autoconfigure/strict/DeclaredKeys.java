package io.embeddedgateway.autoconfigure.strict;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.origin.Origin;

/**
 * The keys that are written anywhere, the ones that win first.
 */
final class DeclaredKeys {

	private final List<DeclaredKey> keys = new ArrayList<>();

	private @Nullable Map<ConfigurationPropertyName, Origin> origins;

	void add(DeclaredKey key) {
		this.origins = null;
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
		Map<ConfigurationPropertyName, Origin> origins = this.origins;
		if (origins == null) {
			origins = index();
			this.origins = origins;
		}
		return origins.get(name);
	}

	private Map<ConfigurationPropertyName, Origin> index() {
		Map<ConfigurationPropertyName, Origin> at = new HashMap<>();
		Map<ConfigurationPropertyName, Origin> below = new HashMap<>();
		for (DeclaredKey key : this.keys) {
			Origin origin = key.origin();
			if (origin != null) {
				at.putIfAbsent(key.name(), origin);
				for (int length = key.name().getNumberOfElements() - 1; length > 0; length--) {
					below.merge(key.name().chop(length), origin,
							(one, other) -> (Origins.ORDER.compare(other, one) < 0) ? other : one);
				}
			}
		}
		below.putAll(at);
		return below;
	}

}
