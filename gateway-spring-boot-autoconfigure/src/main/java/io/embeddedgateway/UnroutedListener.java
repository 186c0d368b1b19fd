package io.embeddedgateway;

/**
 * Is told of requests that no route took and that no handler of the application answered.
 * Found as a bean. Called on event loops, by several threads at once: it must not wait
 * for anything. What it throws is logged, and does the request no harm.
 */
@FunctionalInterface
public interface UnroutedListener {

	/**
	 * A request without route is answered, or left to the application that has no handler
	 * for it either. Called once for each, but for those whose clients leave while a
	 * handler is looked for.
	 * @param request all that is known of it
	 */
	void unrouted(UnroutedRequest request);

}
