package io.embeddedgateway.transform;

import org.jspecify.annotations.Nullable;

/**
 * What is changed on a route.
 *
 * @param request what is changed in the request, or {@code null} for nothing
 * @param response what is changed in the response, or {@code null} for nothing
 */
public record TransformPolicy(@Nullable RequestTransform request, @Nullable ResponseTransform response) {

	/**
	 * A policy that changes requests.
	 * @param request what is changed
	 * @return the policy
	 */
	public static TransformPolicy of(RequestTransform request) {
		return new TransformPolicy(request, null);
	}

	/**
	 * A policy that changes responses.
	 * @param response what is changed
	 * @return the policy
	 */
	public static TransformPolicy of(ResponseTransform response) {
		return new TransformPolicy(null, response);
	}

	/**
	 * A policy that changes requests and responses.
	 * @param request what is changed in the request
	 * @param response what is changed in the response
	 * @return the policy
	 */
	public static TransformPolicy of(RequestTransform request, ResponseTransform response) {
		return new TransformPolicy(request, response);
	}

}
