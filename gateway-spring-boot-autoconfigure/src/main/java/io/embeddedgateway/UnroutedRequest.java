package io.embeddedgateway;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A request that no route took and that no handler of the application answered.
 *
 * @param reason why
 * @param request the request, whose body may not have been read
 * @param client where it comes from
 * @param status the status of the answer; that of {@link Reason#NOT_FOUND} is 404,
 * whatever the application makes of it
 * @param responseBytes the bytes of the body of the answer, or -1 if the application
 * answers and they are not known
 * @param nanos the time in nanoseconds from when it was clear that there is no route to
 * the end of the answer, or, for {@link Reason#NOT_FOUND}, to when it was clear that
 * there is no handler
 * @param pathVariables the values of variables in every path of a route that the path of
 * the request matches or nearly matches, as they were sent or in another spelling; found
 * out when it is asked for, which has to be while the listener is called
 */
public record UnroutedRequest(Reason reason, GatewayRequest request, ClientConnection client, int status,
		long responseBytes, long nanos, Supplier<List<Map<String, String>>> pathVariables) {

	@Override
	public String toString() {
		return this.reason + " with " + this.status;
	}

	/**
	 * Why a request has no route.
	 */
	public enum Reason {

		/**
		 * It can be read in two ways.
		 */
		AMBIGUOUS,

		/**
		 * A condition of a route could not be checked.
		 */
		CONDITION,

		/**
		 * Routes match but for the method.
		 */
		METHOD_NOT_ALLOWED,

		/**
		 * Nothing is there: no route matches, and the application has no handler.
		 */
		NOT_FOUND,

		/**
		 * It asked by {@code OPTIONS} for the methods that routes accept, and was told.
		 */
		OPTIONS;

		/**
		 * Whether the request did not get what it asked for.
		 * @return {@code false} only for {@link #OPTIONS}
		 */
		public boolean isRefusal() {
			return this != OPTIONS;
		}

	}

}
