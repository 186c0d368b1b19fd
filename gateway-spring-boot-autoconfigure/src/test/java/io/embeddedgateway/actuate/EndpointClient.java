package io.embeddedgateway.actuate;

import java.io.IOException;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.embeddedgateway.testing.RawHttp;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Somebody who asks the endpoint.
 *
 * @param port where it is
 */
record EndpointClient(int port) {

	private static final JsonMapper JSON = new JsonMapper();

	/**
	 * Read something that has to be there.
	 * @param path what, below the endpoint
	 * @return the answer
	 */
	JsonNode read(String path) throws IOException {
		String answer = RawHttp.get(this.port, "/actuator/gateway" + path);
		assertThat(answer).startsWith("HTTP/1.1 200 ");
		return JSON.readTree(answer.substring(answer.indexOf('{'), answer.lastIndexOf('}') + 1));
	}

	/**
	 * Ask for something to be done.
	 * @param operation what
	 * @param body the parameters as JSON
	 * @param headers further header fields
	 * @return the whole answer
	 */
	String post(String operation, String body, String... headers) throws IOException {
		StringBuilder request = new StringBuilder("POST /actuator/gateway/" + operation
				+ " HTTP/1.1\r\nHost: gateway.test\r\nConnection: close\r\nContent-Type: application/json\r\n"
				+ "Content-Length: " + body.length() + "\r\n");
		for (String header : headers) {
			request.append(header).append("\r\n");
		}
		return RawHttp.exchange(this.port, request + "\r\n" + body);
	}

}
