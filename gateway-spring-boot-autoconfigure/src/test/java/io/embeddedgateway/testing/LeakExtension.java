package io.embeddedgateway.testing;

import java.util.List;
import java.util.function.Predicate;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Fails a run of tests in which a buffer leaked. Found by JUnit itself, for all tests.
 */
public final class LeakExtension implements BeforeAllCallback {

	static {
		Leaks.record();
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		context.getRoot()
			.getStore(Namespace.create(LeakExtension.class))
			.computeIfAbsent(Check.class, (type) -> new Check());
	}

	/**
	 * Closed after the last test.
	 */
	static final class Check implements AutoCloseable {

		@Override
		public void close() {
			failOn((report) -> true);
		}

		static void failOn(Predicate<String> ofInterest) {
			List<String> leaks = Leaks.take(ofInterest);
			if (!leaks.isEmpty()) {
				throw new AssertionError(leaks.size() + " leaks:\n" + String.join("\n", leaks));
			}
		}

	}

}
