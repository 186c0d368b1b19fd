package io.embeddedgateway.service;

import org.springframework.http.HttpHeaders;

import io.embeddedgateway.GatewayResponse;

/**
 * How a request to an instance ended, as far as the instance can be judged by it.
 */
public enum CallOutcome {

	/**
	 * The instance answered, also if it said that the request was wrong.
	 */
	SUCCESS,

	/**
	 * The instance answered with a status from 500 on, other than those of
	 * {@link #GATEWAY_ERROR}.
	 */
	ERROR,

	/**
	 * The instance answered 502, 503 or 504: what it needs itself does not work.
	 */
	GATEWAY_ERROR,

	/**
	 * The instance asked for a pause: 429, or 503 with {@code Retry-After}. It is busy,
	 * not broken.
	 */
	PRESSURE,

	/**
	 * No connection could be made.
	 */
	UNREACHABLE,

	/**
	 * The connection was closed or reset before the response was complete, or what came
	 * was no proper response.
	 */
	BROKEN,

	/**
	 * The connection, the response, or more of it did not come in time.
	 */
	TIMEOUT,

	/**
	 * The request ended for a reason that says nothing about the instance: the client
	 * left, or its request was faulty.
	 */
	UNKNOWN;

	/**
	 * What a response says about the service, unless its body breaks off.
	 * @param response the response
	 * @return the outcome
	 */
	public static CallOutcome of(GatewayResponse response) {
		int status = response.status().value();
		return (status < 429) ? SUCCESS : of(status, response.headers().containsHeader(HttpHeaders.RETRY_AFTER));
	}

	/**
	 * The outcome that a response stands for.
	 * @param status the status, 200 to 599
	 * @param retryAfter whether the response says when to come back
	 * @return the outcome
	 */
	public static CallOutcome of(int status, boolean retryAfter) {
		if (status < 500 && status != 429) {
			return SUCCESS;
		}
		if (status == 429 || (status == 503 && retryAfter)) {
			return PRESSURE;
		}
		return (status >= 502 && status <= 504) ? GATEWAY_ERROR : ERROR;
	}

	/**
	 * Whether there was no complete response.
	 * @return {@code true} for {@link #UNREACHABLE}, {@link #BROKEN} and {@link #TIMEOUT}
	 */
	public boolean isLocal() {
		return this == UNREACHABLE || this == BROKEN || this == TIMEOUT;
	}

	/**
	 * Whether this speaks against the instance.
	 * @return {@code true} if there was no complete response, or one with a status from
	 * 500 on that did not ask for a pause
	 */
	public boolean isFailure() {
		return isLocal() || this == ERROR || this == GATEWAY_ERROR;
	}

}
