package io.embeddedgateway.aggregate;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What of the value of a part is taken into the answer. Other parts that refer to this
 * part see the value as it was returned.
 */
public final class Shaping {

	static final Shaping NONE = of(null, List.of(), List.of(), Map.of());

	private final @Nullable JsonPath target;

	private final List<String> pick;

	private final List<String> drop;

	private final Map<String, String> rename;

	private final FieldTree picked;

	private final FieldTree dropped;

	private final FieldTree renamed;

	private Shaping(@Nullable JsonPath target, List<String> pick, List<String> drop, Map<String, String> rename) {
		this.target = target;
		this.pick = List.copyOf(pick);
		this.drop = List.copyOf(drop);
		this.rename = Collections.unmodifiableMap(new LinkedHashMap<>(rename));
		this.picked = FieldTree.of(pick);
		this.dropped = FieldTree.of(drop);
		this.renamed = FieldTree.of(rename);
	}

	/**
	 * Say what is taken: first the target, then of it the fields to pick, without those
	 * to drop, and at last under other names. A field is a path such as
	 * {@code address.city}; where there is an array on the way, each element is meant.
	 * @param target the way to the value that is taken instead of the whole, such as
	 * {@code data.items[0]}, or {@code null}
	 * @param pick the fields that are taken, in this order; all if empty
	 * @param drop the fields that are left out
	 * @param rename the new name of a field, without a path, by the path with the old
	 * names
	 * @return the shaping
	 * @throws IllegalArgumentException if a path is none, the target can be several
	 * values, or two fields get the same name
	 */
	public static Shaping of(@Nullable String target, List<String> pick, List<String> drop,
			Map<String, String> rename) {
		rename.forEach(Shaping::checkName);
		pick.stream().filter(drop::contains).findFirst().ifPresent((field) -> {
			throw new IllegalArgumentException("'" + field + "' is in 'pick' and in 'drop'. Remove one");
		});
		return new Shaping((target != null) ? path(target) : null, pick, drop, rename);
	}

	private static JsonPath path(String target) {
		JsonPath path = JsonPath.of((target.isEmpty() || target.startsWith("[")) ? target : "." + target);
		if (path.isMany() || path.equals(JsonPath.ROOT)) {
			throw new IllegalArgumentException("'target' is '" + target
					+ "'. Write the way to one value, such as 'data.items' or 'data.items[0]'");
		}
		return path;
	}

	private static void checkName(String path, String name) {
		if (name.isEmpty() || name.indexOf('.') >= 0) {
			throw new IllegalArgumentException("'rename' has the name '" + name + "' for '" + path
					+ "'. Write a name without points: the field stays in its object");
		}
	}

	/**
	 * Take what is to be taken.
	 * @param value the value, which is not changed
	 * @return what is taken, parts of which can be parts of the value; {@code null} if
	 * there is nothing at the target, or the value is a single one that has none of the
	 * fields to pick. JSON null stays JSON null
	 */
	@Nullable JsonNode apply(JsonNode value) {
		JsonNode result = (this.target != null) ? this.target.value(value) : value;
		if (result != null && !this.picked.isEmpty()) {
			result = this.picked.pick(result);
		}
		if (result != null && !this.dropped.isEmpty()) {
			result = this.dropped.drop(result);
		}
		if (result != null && !this.renamed.isEmpty()) {
			result = this.renamed.rename(result);
		}
		return result;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Shaping shaping && Objects.equals(this.target, shaping.target)
				&& this.pick.equals(shaping.pick) && this.drop.equals(shaping.drop)
				&& this.rename.equals(shaping.rename);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.target, this.pick, this.drop, this.rename);
	}

	@Override
	public String toString() {
		return "Shaping[target=" + this.target + ", pick=" + this.pick + ", drop=" + this.drop + ", rename="
				+ this.rename + "]";
	}

}
