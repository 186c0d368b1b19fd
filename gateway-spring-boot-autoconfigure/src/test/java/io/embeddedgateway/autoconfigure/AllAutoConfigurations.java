package io.embeddedgateway.autoconfigure;

import java.util.stream.StreamSupport;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.util.ClassUtils;

/**
 * All auto-configurations of the library, as an application gets them.
 */
final class AllAutoConfigurations {

	private static final ClassLoader CLASS_LOADER = AllAutoConfigurations.class.getClassLoader();

	private AllAutoConfigurations() {
	}

	/**
	 * An application with all of them, which does not wait when it ends.
	 */
	static ReactiveWebApplicationContextRunner runner() {
		return new ReactiveWebApplicationContextRunner().withConfiguration(all())
			.withPropertyValues("spring.reactor.netty.shutdown-quiet-period=0s");
	}

	private static AutoConfigurations all() {
		Class<?>[] classes = StreamSupport
			.stream(ImportCandidates.load(AutoConfiguration.class, CLASS_LOADER).spliterator(), false)
			.filter((name) -> name.startsWith("io.embeddedgateway."))
			.map((name) -> ClassUtils.resolveClassName(name, CLASS_LOADER))
			.toArray(Class<?>[]::new);
		return AutoConfigurations.of(classes);
	}

}
