package io.embeddedgateway.transform;

/**
 * What a status may be, and which ones forbid a body.
 */
final class StatusRules {

	private StatusRules() {
	}

	static void check(int status) {
		if (status < 200 || status > 599) {
			throw new IllegalArgumentException("Status " + status + " is not final. Write one from 200 to 599");
		}
	}

	static boolean forbidsBody(int status) {
		// RFC 9110 §15.2, §15.3.5, §15.3.6 and §15.4.5
		return status < 200 || status == 204 || status == 205 || status == 304;
	}

	static boolean forbidsLength(int status) {
		// RFC 9110 §8.6
		return status < 200 || status == 204 || status == 304;
	}

}
