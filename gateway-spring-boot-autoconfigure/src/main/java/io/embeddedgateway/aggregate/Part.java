package io.embeddedgateway.aggregate;

import java.util.List;

/**
 * One part of an aggregation: a call, or several of the same kind.
 *
 * @param name the name, by which others refer to it: letters, digits, '-' and '_',
 * beginning with a letter
 * @param target who is called
 * @param call what is sent
 * @param flow when it is called
 * @param result what becomes of its answer
 * @param policies policies of the route that leads to the target, as on any route
 */
public record Part(String name, PartTarget target, PartCall call, PartFlow flow, PartResult result,
		List<Object> policies) {

	public Part {
		if (!name.matches("[A-Za-z][A-Za-z0-9_-]*") || Reference.isReserved(name)) {
			throw new IllegalArgumentException("'" + name
					+ "' can't be the name of a part. Write letters, digits, '-' and '_', beginning with a letter, and none of "
					+ Reference.reserved());
		}
		policies = List.copyOf(policies);
	}

}
