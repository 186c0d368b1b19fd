package io.embeddedgateway.aggregate;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The parts of an aggregation do not go together.
 */
public final class InvalidAggregateException extends IllegalArgumentException {

	private final List<AggregateMistake> mistakes;

	InvalidAggregateException(List<AggregateMistake> mistakes) {
		super(mistakes.stream().map(AggregateMistake::toString).collect(Collectors.joining("; ")));
		this.mistakes = List.copyOf(mistakes);
	}

	/**
	 * What is wrong.
	 * @return all mistakes
	 */
	public List<AggregateMistake> mistakes() {
		return this.mistakes;
	}

}
