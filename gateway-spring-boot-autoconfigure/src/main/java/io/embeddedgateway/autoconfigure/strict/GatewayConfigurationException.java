package io.embeddedgateway.autoconfigure.strict;

import java.util.List;

/**
 * Stops the start because of mistakes in the configuration. Its message lists all of
 * them.
 */
public class GatewayConfigurationException extends RuntimeException {

	private final List<ConfigurationProblem> problems;

	/**
	 * Create the exception.
	 * @param problems the mistakes, at least one
	 */
	public GatewayConfigurationException(List<ConfigurationProblem> problems) {
		super(message(problems));
		this.problems = List.copyOf(problems);
	}

	/**
	 * The mistakes.
	 * @return the mistakes in the order of the files and lines they were written in
	 */
	public List<ConfigurationProblem> problems() {
		return this.problems;
	}

	private static String message(List<ConfigurationProblem> problems) {
		StringBuilder message = new StringBuilder("The configuration of the gateway has ");
		message.append((problems.size() == 1) ? "a problem:" : problems.size() + " problems:");
		int number = 1;
		for (ConfigurationProblem problem : problems) {
			message.append("%n%n%d. %s".formatted(number++, problem.property()));
			if (problem.origin() != null) {
				message.append(" (").append(problem.origin()).append(')');
			}
			message.append("%n   %s".formatted(problem.message()));
		}
		return message.toString();
	}

}
