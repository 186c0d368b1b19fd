package io.embeddedgateway.auth;

import java.util.Base64;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The issuer that a JWT names, before anything about it is proved: good only for choosing
 * who is to check it.
 *
 * @param name the name, or {@code null} if there is none
 */
record Issuer(@Nullable String name) {

	private static final JsonFactory JSON = JsonFactory.builder().build();

	/**
	 * Read it.
	 * @param token the token
	 * @return the claim {@code iss}, or {@code null} if this is no JWT that has one
	 */
	static @Nullable String of(String token) {
		int first = token.indexOf('.');
		int second = token.indexOf('.', first + 1);
		if (first <= 0 || second < 0 || token.indexOf('.', second + 1) >= 0) {
			return null;
		}
		try {
			return read(Base64.getUrlDecoder().decode(token.substring(first + 1, second)));
		}
		catch (IllegalArgumentException | JacksonException ex) {
			return null;
		}
	}

	private static @Nullable String read(byte[] payload) {
		try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), payload)) {
			if (parser.nextToken() != JsonToken.START_OBJECT) {
				return null;
			}
			while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
				boolean found = parser.currentName().equals("iss");
				JsonToken value = parser.nextToken();
				if (found) {
					return (value == JsonToken.VALUE_STRING) ? parser.getString() : null;
				}
				parser.skipChildren();
			}
			return null;
		}
	}

}
