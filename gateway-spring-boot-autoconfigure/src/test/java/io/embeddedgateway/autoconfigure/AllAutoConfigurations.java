package io.embeddedgateway.autoconfigure;

import java.util.stream.StreamSupport;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.util.ClassUtils;

/**
 * All auto-configurations of the library, as an application gets them.
 */
final class AllAutoConfigurations {

	private static final ClassLoader CLASS_LOADER = AllAutoConfigurations.class.getClassLoader();

	private AllAutoConfigurations() {
	}

	static AutoConfigurations get() {
		Class<?>[] classes = StreamSupport
			.stream(ImportCandidates.load(AutoConfiguration.class, CLASS_LOADER).spliterator(), false)
			.filter((name) -> name.startsWith("io.embeddedgateway."))
			.map((name) -> ClassUtils.resolveClassName(name, CLASS_LOADER))
			.toArray(Class<?>[]::new);
		return AutoConfigurations.of(classes);
	}

}
