package io.embeddedgateway.autoconfigure.strict;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.origin.Origin;
import org.springframework.util.StringUtils;

/**
 * Collects the mistakes in a configuration. Not thread-safe.
 */
public final class Problems {

	private static final Pattern PLAIN_ID = Pattern.compile("[\\w-]+");

	private final DeclaredKeys keys;

	private final List<Problem> problems = new ArrayList<>();

	private final Set<ConfigurationPropertyName> failed = new HashSet<>();

	private final Set<ConfigurationPropertyName> misspelled = new HashSet<>();

	Problems(DeclaredKeys keys) {
		this.keys = keys;
	}

	/**
	 * The path of the entry of a map.
	 * @param parent the path of the map, such as {@code gateway.routes}
	 * @param id the id of the entry
	 * @return the path of the entry, such as {@code gateway.routes.orders} or
	 * {@code gateway.routes[api.orders]}
	 */
	public static String path(String parent, String id) {
		return PLAIN_ID.matcher(id).matches() ? parent + "." + id : parent + "[" + id + "]";
	}

	/**
	 * Report a mistake. Where it was written is looked up.
	 * @param property the path of the property
	 * @param message what is wrong and what to write
	 */
	public void add(String property, String message) {
		ConfigurationPropertyName name = name(property);
		add(name, message, this.keys.origin(name));
	}

	/**
	 * Where a property, or the first part of it, was written.
	 * @param property the path of the property
	 * @return the place, such as {@code application.yml, line 12}, or {@code null} if it
	 * is not known
	 */
	public @Nullable String origin(String property) {
		return Origins.describe(this.keys.origin(name(property)));
	}

	/**
	 * Whether a value can't be judged because it, a part of it or what is around it was
	 * not understood.
	 * @param property the path of the property
	 * @return {@code true} if a mistake was reported already
	 */
	public boolean failed(String property) {
		return failed(name(property));
	}

	/**
	 * Report a list that is written and empty, such as {@code ${NAMES:}}, where a list
	 * that is left out would restrict nothing.
	 * @param property the path of the property
	 * @param values what was read
	 */
	public void addIfEmptied(String property, Collection<?> values) {
		ConfigurationPropertyName name = name(property);
		if (values.isEmpty() && !failed(name) && this.keys.all().stream().anyMatch((key) -> key.name().equals(name))) {
			add(property, "is empty, so it would restrict nothing. Write a value, or remove it");
		}
	}

	boolean failed(ConfigurationPropertyName name) {
		return touches(this.failed, name) || touches(this.misspelled, name);
	}

	/**
	 * Report a mistake that leaves the property without a value.
	 * @param name the property
	 * @param message what is wrong and what to write
	 */
	void fail(ConfigurationPropertyName name, String message) {
		this.failed.add(name);
		add(name, message, this.keys.origin(name));
	}

	void misspelled(ConfigurationPropertyName name) {
		this.misspelled.add(name);
	}

	void add(ConfigurationPropertyName name, String words, @Nullable Origin origin) {
		String message = sentence(words);
		boolean known = this.problems.stream()
			.anyMatch((problem) -> problem.name().equals(name) && problem.message().equals(message));
		if (!known) {
			this.problems.add(new Problem(name, message, origin));
		}
	}

	/**
	 * Whether the failure of a property follows from what was reported already.
	 * @param name the property
	 * @param message what its own code said about it, or {@code null}
	 * @return {@code true} if reporting it would only repeat something
	 */
	boolean explain(ConfigurationPropertyName name, @Nullable String message) {
		boolean misspelledPart = this.misspelled.stream()
			.filter(name::isAncestorOf)
			.anyMatch((part) -> message == null || message.contains(last(part)));
		return misspelledPart || touches(this.failed, name);
	}

	boolean anyBelow(ConfigurationPropertyName name) {
		return this.problems.stream().anyMatch((problem) -> name.isAncestorOf(problem.name()));
	}

	boolean isEmpty() {
		return this.problems.isEmpty();
	}

	List<ConfigurationProblem> sorted() {
		return this.problems.stream()
			.sorted(Comparator.comparing(Problem::origin, Origins.ORDER).thenComparing(Problem::name))
			.map((problem) -> new ConfigurationProblem(problem.name().toString(), problem.message(),
					Origins.describe(problem.origin())))
			.toList();
	}

	private static String sentence(String words) {
		String start = StringUtils.capitalize(words);
		return (start.endsWith(".") || start.endsWith("?")) ? start : start + ".";
	}

	private static boolean touches(Set<ConfigurationPropertyName> names, ConfigurationPropertyName name) {
		return names.stream()
			.anyMatch((other) -> other.equals(name) || other.isAncestorOf(name) || name.isAncestorOf(other));
	}

	private static ConfigurationPropertyName name(String property) {
		return ConfigurationPropertyName.adapt(property, '.');
	}

	private static String last(ConfigurationPropertyName name) {
		return name.getLastElement(ConfigurationPropertyName.Form.DASHED);
	}

	private record Problem(ConfigurationPropertyName name, String message, @Nullable Origin origin) {

	}

}
