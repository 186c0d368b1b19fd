package io.embeddedgateway.autoconfigure.strict;

import java.util.Comparator;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginTrackedResource;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.SystemEnvironmentOrigin;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.boot.origin.TextResourceOrigin.Location;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;

/**
 * Says where a property was written.
 */
final class Origins {

	/**
	 * Files first, line by line; what is not known last.
	 */
	static final Comparator<@Nullable Origin> ORDER = Comparator.comparingInt(Origins::rank)
		.thenComparing((origin) -> (line(origin) > 0) ? file(text(origin)) : String.valueOf(describe(origin)))
		.thenComparingInt(Origins::line);

	private Origins() {
	}

	static @Nullable String describe(@Nullable Origin origin) {
		TextResourceOrigin text = text(origin);
		if (text != null) {
			return (line(text) > 0) ? file(text) + ", line " + line(text) : file(text);
		}
		if (origin instanceof SystemEnvironmentOrigin environment) {
			return "environment variable " + environment.getProperty();
		}
		if (origin instanceof PropertySourceOrigin property) {
			return describe(property.getPropertySource(), property.getPropertyName());
		}
		return (origin != null) ? origin.toString() : null;
	}

	private static String describe(PropertySource<?> source, String name) {
		if (source instanceof SystemEnvironmentPropertySource) {
			return "environment variable " + name;
		}
		return switch (source.getName()) {
			case StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME -> "system property " + name;
			case "commandLineArgs" -> "command line argument --" + name;
			default -> name + " in " + source.getName();
		};
	}

	static boolean isText(@Nullable Origin origin) {
		return text(origin) != null;
	}

	static boolean isVariable(@Nullable Origin origin) {
		return origin instanceof SystemEnvironmentOrigin || (origin instanceof PropertySourceOrigin property
				&& property.getPropertySource() instanceof SystemEnvironmentPropertySource);
	}

	private static int rank(@Nullable Origin origin) {
		if (origin == null) {
			return 2;
		}
		return isText(origin) ? 0 : 1;
	}

	private static @Nullable TextResourceOrigin text(@Nullable Origin origin) {
		if (origin instanceof PropertySourceOrigin property) {
			return text(property.getOrigin());
		}
		return (origin instanceof TextResourceOrigin text) ? text : null;
	}

	private static int line(@Nullable Origin origin) {
		TextResourceOrigin text = text(origin);
		Location location = (text != null) ? text.getLocation() : null;
		return (location != null) ? location.getLine() + 1 : 0;
	}

	private static String file(@Nullable TextResourceOrigin origin) {
		Resource resource = (origin != null) ? origin.getResource() : null;
		if (resource instanceof OriginTrackedResource tracked) {
			resource = tracked.getResource();
		}
		if (resource instanceof ClassPathResource classPath) {
			return classPath.getPath();
		}
		if (resource instanceof FileSystemResource file) {
			return file.getPath();
		}
		if (resource == null) {
			return "an unknown file";
		}
		return (resource.getFilename() != null) ? resource.getFilename() : resource.getDescription();
	}

}
