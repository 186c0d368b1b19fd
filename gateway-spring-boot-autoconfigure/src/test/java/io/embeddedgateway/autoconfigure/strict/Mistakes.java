package io.embeddedgateway.autoconfigure.strict;

import java.util.List;

/**
 * The mistakes that binding the test properties reports, as {@code property: message}.
 */
final class Mistakes {

	private Mistakes() {
	}

	static List<String> in(String yaml) {
		return in(new StrictSources().yaml("application.yml", yaml));
	}

	static List<String> in(StrictSources sources) {
		return all(sources).stream().map((problem) -> problem.property() + ": " + problem.message()).toList();
	}

	static List<ConfigurationProblem> all(StrictSources sources) {
		try {
			sources.bind("gateway", TestProperties.class, StrictBindingTests.strict());
		}
		catch (GatewayConfigurationException ex) {
			return ex.problems();
		}
		return List.of();
	}

}
