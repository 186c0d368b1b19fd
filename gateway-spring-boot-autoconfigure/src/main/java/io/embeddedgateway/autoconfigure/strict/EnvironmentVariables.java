package io.embeddedgateway.autoconfigure.strict;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

import io.embeddedgateway.autoconfigure.strict.Shape.Block;
import io.embeddedgateway.autoconfigure.strict.Shape.ById;
import io.embeddedgateway.autoconfigure.strict.Shape.Elements;

/**
 * Finds the properties that environment variables stand for. An underscore in a variable
 * can be a dot or a dash, so the shapes and the ids that files declare decide. As for the
 * binder, the dashes of a name are either all underscores or all left out.
 */
final class EnvironmentVariables {

	/**
	 * What Kubernetes sets for a service whose name starts with the prefix.
	 */
	private static final Pattern SERVICE_LINK = Pattern
		.compile(".*_SERVICE_HOST|.*_SERVICE_PORT(_\\w+)?|.*_PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?");

	private final ConfigurationPropertyName prefix;

	private final Block root;

	private final DeclaredIds ids;

	EnvironmentVariables(ConfigurationPropertyName prefix, Block root, DeclaredIds ids) {
		this.prefix = prefix;
		this.root = root;
		this.ids = ids;
	}

	/**
	 * Whether a variable is meant for the properties.
	 * @param variable the name of the variable
	 * @param value its value
	 * @return {@code true} if it has to stand for a property
	 */
	boolean concerns(String variable, Object value) {
		String start = variable(this.prefix) + "_";
		boolean link = SERVICE_LINK.matcher(variable).matches()
				|| (variable.endsWith("_PORT") && value.toString().startsWith("tcp://"));
		return variable.toUpperCase(Locale.ROOT).startsWith(start) && !link;
	}

	/**
	 * The property that the binder reads from a variable, or {@code null} if there is
	 * none.
	 * @param variable the name of the variable
	 * @return the name of the property
	 */
	@Nullable ConfigurationPropertyName resolve(String variable) {
		List<String> tokens = tokens(variable);
		ConfigurationPropertyName result = resolve(this.prefix, this.root, tokens, Style.UNDERSCORES);
		return (result != null) ? result : resolve(this.prefix, this.root, tokens, Style.JOINED);
	}

	/**
	 * What to write instead of a variable that stands for no property, or {@code null} if
	 * it is not close to any.
	 * @param variable the name of the variable
	 * @return the name of another variable
	 */
	@Nullable String correction(String variable) {
		ConfigurationPropertyName meant = resolve(this.prefix, this.root, tokens(variable), Style.MIXED);
		return (meant != null) ? variable(meant) : null;
	}

	/**
	 * The name to report for a variable that stands for no property: as the binder reads
	 * it, but with the rest of the variable as one key where it leaves the shapes.
	 * @param variable the name of the variable
	 * @return a name that leads out of the shapes
	 */
	ConfigurationPropertyName closest(String variable) {
		List<String> tokens = tokens(variable);
		for (int size = tokens.size() - 1; size > 0; size--) {
			List<String> start = tokens.subList(0, size);
			for (Style style : Style.values()) {
				ConfigurationPropertyName name = resolve(this.prefix, this.root, start, style);
				if (name != null) {
					return name.append(String.join("-", tokens.subList(size, tokens.size())));
				}
			}
		}
		return this.prefix.append(String.join("-", tokens));
	}

	/**
	 * The variable that stands for a property.
	 * @param name the name of the property
	 * @return the name of the variable
	 */
	static String variable(ConfigurationPropertyName name) {
		return name.toString().replaceAll("[.\\[-]", "_").replace("]", "").toUpperCase(Locale.ROOT);
	}

	private List<String> tokens(String variable) {
		String rest = variable.substring(variable(this.prefix).length() + 1).toLowerCase(Locale.ROOT);
		return Arrays.asList(rest.split("_"));
	}

	private @Nullable ConfigurationPropertyName resolve(ConfigurationPropertyName at, Shape shape, List<String> tokens,
			Style style) {
		if (tokens.isEmpty()) {
			return at;
		}
		if (shape instanceof Block block) {
			return resolveBlock(at, block, tokens, style);
		}
		if (shape instanceof ById byId) {
			return resolveById(at, byId, tokens, style);
		}
		if (shape instanceof Elements elements && isNumber(tokens.get(0))) {
			List<String> rest = tokens.subList(1, tokens.size());
			return resolve(at.append("[" + tokens.get(0) + "]"), elements.element(), rest, style);
		}
		return (shape instanceof Shape.Anything) ? at.append(String.join(".", tokens)) : null;
	}

	private @Nullable ConfigurationPropertyName resolveBlock(ConfigurationPropertyName at, Block block,
			List<String> tokens, Style style) {
		for (Shape.Component component : block.components().values()) {
			for (List<String> spelling : style.spellings(component.name())) {
				ConfigurationPropertyName found = consume(at, component.name(), component.shape(), tokens, spelling,
						style);
				if (found != null) {
					return found;
				}
			}
		}
		return null;
	}

	private @Nullable ConfigurationPropertyName resolveById(ConfigurationPropertyName at, ById byId,
			List<String> tokens, Style style) {
		if (byId.hasScalars()) {
			return at.append(String.join(".", tokens));
		}
		List<String> declared = new ArrayList<>((style != Style.JOINED) ? this.ids.below(at) : List.of());
		declared.sort(Comparator.comparingInt(String::length).reversed());
		for (String id : declared) {
			for (List<String> spelling : style.spellings(id)) {
				ConfigurationPropertyName found = consume(at, id, byId.value(), tokens, spelling, style);
				if (found != null) {
					return found;
				}
			}
		}
		return consume(at, tokens.get(0), byId.value(), tokens, List.of(tokens.get(0)), style);
	}

	private @Nullable ConfigurationPropertyName consume(ConfigurationPropertyName at, String name, Shape shape,
			List<String> tokens, List<String> spelling, Style style) {
		int size = spelling.size();
		if (size > tokens.size() || !tokens.subList(0, size).equals(spelling)) {
			return null;
		}
		ConfigurationPropertyName next = ConfigurationPropertyName.adapt(Problems.path(at.toString(), name), '.');
		return resolve(next, shape, tokens.subList(size, tokens.size()), style);
	}

	private static boolean isNumber(String text) {
		return !text.isEmpty() && text.chars().allMatch(Character::isDigit);
	}

	private enum Style {

		/** As Boot reads {@code RATE_LIMIT} for {@code rate-limit}. */
		UNDERSCORES,

		/** As Boot reads {@code RATELIMIT} for {@code rate-limit}. */
		JOINED,

		/** Each name in its own way, which Boot does not read. */
		MIXED;

		List<List<String>> spellings(String name) {
			List<String> underscores = List.of(name.split("[-_]"));
			List<String> joined = List.of(Spelling.uniform(name));
			return switch (this) {
				case UNDERSCORES -> List.of(underscores);
				case JOINED -> List.of(joined);
				case MIXED -> underscores.equals(joined) ? List.of(joined) : List.of(underscores, joined);
			};
		}

	}

}
