package io.embeddedgateway.autoconfigure.strict;

import java.util.HashSet;
import java.util.Set;

import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import io.embeddedgateway.autoconfigure.strict.Shape.Block;

/**
 * Looks at everything that is written below the prefix, before it is bound: the binder
 * itself silently skips what it does not ask for.
 */
final class Inspection {

	private final ConfigurationPropertyName prefix;

	private final DeclaredKeys keys = new DeclaredKeys();

	private final DeclaredIds ids = new DeclaredIds();

	private final Problems problems = new Problems(this.keys);

	private final KeyCheck check;

	private final EnvironmentVariables variables;

	private final BindContext context;

	Inspection(ConfigurationPropertyName prefix, Block root, BindContext context) {
		this.prefix = prefix;
		this.check = new KeyCheck(prefix, root, this.ids, this.problems);
		this.variables = new EnvironmentVariables(prefix, root, this.ids);
		this.context = context;
	}

	Problems run() {
		forEachSource(this::readKeys);
		this.keys.all().forEach(this.check::check);
		// Only now the ids are known that a variable can mean
		forEachSource((source, precedence) -> {
			if (source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource environment) {
				readVariables(environment, precedence);
			}
		});
		this.ids.reportEqualOnes(this.problems);
		new ShortAndFullForms(this.keys, this.problems).report();
		reportPlaceholders();
		return this.problems;
	}

	private void forEachSource(SourceReader reader) {
		int precedence = 0;
		for (ConfigurationPropertySource source : this.context.getSources()) {
			reader.read(source, precedence++);
		}
	}

	private void readKeys(ConfigurationPropertySource source, int precedence) {
		if (source.getUnderlyingSource() instanceof EnumerablePropertySource<?> properties) {
			for (String key : properties.getPropertyNames()) {
				boolean variable = properties instanceof SystemEnvironmentPropertySource && key.indexOf('.') < 0;
				if (!variable && key.startsWith(this.prefix.toString())) {
					readKey(properties, key, precedence);
				}
			}
		}
	}

	// Asks for the key as written, because two spellings of one name are the same to Boot
	private void readKey(PropertySource<?> source, String key, int precedence) {
		ConfigurationPropertyName name = ConfigurationPropertyName.adapt(key, '.');
		Object value = source.getProperty(key);
		if (value != null && (this.prefix.equals(name) || this.prefix.isAncestorOf(name))) {
			this.keys.add(new DeclaredKey(name, key, value, PropertySourceOrigin.get(source, key), precedence));
		}
	}

	private void readVariables(SystemEnvironmentPropertySource environment, int precedence) {
		for (String variable : environment.getPropertyNames()) {
			Object value = environment.getSource().get(variable);
			if (value != null && this.variables.concerns(variable, value)) {
				PropertySourceOrigin origin = new PropertySourceOrigin(environment, variable);
				ConfigurationPropertyName name = this.variables.resolve(variable);
				if (name != null) {
					DeclaredKey key = new DeclaredKey(name, name.toString(), value, origin, precedence);
					this.keys.add(key);
					this.check.check(key);
				}
				else {
					ConfigurationPropertyName closest = this.variables.closest(variable);
					reportVariable(variable, new DeclaredKey(closest, closest.toString(), value, origin, precedence));
				}
			}
		}
	}

	private void reportVariable(String variable, DeclaredKey key) {
		String correction = this.variables.correction(variable);
		if (correction != null) {
			this.problems.add(key.name(),
					"Nothing is read from the variable '" + variable + "'. Write '" + correction + "'.", key.origin());
		}
		else {
			this.check.check(key);
		}
	}

	private void reportPlaceholders() {
		Placeholders placeholders = new Placeholders(this.context.getBinder());
		Set<ConfigurationPropertyName> seen = new HashSet<>();
		for (DeclaredKey key : this.keys.all()) {
			String missing = seen.add(key.name()) ? placeholders.missing(key) : null;
			if (missing != null) {
				this.problems.fail(key.name(), "'${%s}' has no value. Set '%s', or write a default: '${%s:...}'."
					.formatted(missing, missing, missing));
			}
		}
	}

	@FunctionalInterface
	private interface SourceReader {

		void read(ConfigurationPropertySource source, int precedence);

	}

}
