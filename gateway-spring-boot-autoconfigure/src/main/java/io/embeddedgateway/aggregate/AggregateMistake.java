package io.embeddedgateway.aggregate;

/**
 * Something that is wrong with an aggregation.
 *
 * @param property the path of the property within it, such as {@code parts.customer.path}
 * @param message what is wrong, and what to do
 */
public record AggregateMistake(String property, String message) {

	@Override
	public String toString() {
		return "'aggregate." + this.property + "': " + this.message;
	}

}
