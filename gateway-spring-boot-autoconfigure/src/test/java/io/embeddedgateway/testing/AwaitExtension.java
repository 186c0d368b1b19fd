package io.embeddedgateway.testing;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets tests that wait look often, as most of what they wait for takes a few
 * milliseconds. Found by JUnit itself, for all tests.
 */
public final class AwaitExtension implements BeforeAllCallback {

	static {
		Awaitility.setDefaultPollInterval(Duration.ofMillis(10));
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		// Being loaded is enough
	}

}
