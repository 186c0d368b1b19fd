package io.embeddedgateway.aggregate;

import io.embeddedgateway.Target;

/**
 * Who is called for a part.
 */
public sealed interface PartTarget {

	/**
	 * A service, a single server, or a handler of the application itself, called as on a
	 * route that leads there.
	 *
	 * @param target where the call ends
	 */
	record Call(Target target) implements PartTarget {
	}

	/**
	 * A bean.
	 *
	 * @param name the name of the bean
	 * @param source the bean
	 */
	record Bean(String name, PartSource source) implements PartTarget {
	}

}
