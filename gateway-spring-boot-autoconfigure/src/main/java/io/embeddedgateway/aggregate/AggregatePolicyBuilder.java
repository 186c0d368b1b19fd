package io.embeddedgateway.aggregate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Builds an aggregation.
 */
public final class AggregatePolicyBuilder {

	private final List<Part> parts = new ArrayList<>();

	private AnswerPolicy answer = AnswerPolicy.DEFAULT;

	private AggregateLimits limits = AggregateLimits.DEFAULT;

	AggregatePolicyBuilder() {
	}

	/**
	 * Add a part.
	 * @param name the name of the part
	 * @param part says what is called, and what becomes of the answer
	 * @return this builder
	 * @throws IllegalArgumentException if something about the part is wrong
	 */
	public AggregatePolicyBuilder part(String name, Consumer<PartBuilder> part) {
		PartBuilder builder = new PartBuilder(name);
		part.accept(builder);
		this.parts.add(builder.build());
		return this;
	}

	/**
	 * How the answer is made of the parts.
	 * @param answer what is said about it
	 * @return this builder
	 */
	public AggregatePolicyBuilder answer(AnswerPolicy answer) {
		this.answer = answer;
		return this;
	}

	/**
	 * How much one request may cause.
	 * @param limits the limits
	 * @return this builder
	 */
	public AggregatePolicyBuilder limits(AggregateLimits limits) {
		this.limits = limits;
		return this;
	}

	/**
	 * Make the policy.
	 * @return the policy
	 * @throws IllegalArgumentException if there is no part
	 */
	public AggregatePolicy build() {
		return new AggregatePolicy(this.parts, this.answer, this.limits);
	}

}
