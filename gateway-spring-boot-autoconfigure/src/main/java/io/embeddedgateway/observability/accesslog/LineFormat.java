package io.embeddedgateway.observability.accesslog;

/**
 * Writes the line of a request.
 */
interface LineFormat {

	/**
	 * The most characters of a value.
	 */
	int LONGEST = 2048;

	/**
	 * Write a line.
	 * @param line where it goes
	 * @param request the request
	 */
	void write(StringBuilder line, LoggedRequest request);

}
