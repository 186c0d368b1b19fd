package io.embeddedgateway.auth.basic;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import io.embeddedgateway.auth.InvalidCredentialsException;

/**
 * A name and a password, as a request has them (RFC 7617 §2).
 *
 * @param name the name
 * @param password the password
 */
record BasicCredentials(String name, String password) {

	private static final int LONGEST = 1024;

	/**
	 * Read them.
	 * @param text what stands after the scheme
	 * @return name and password
	 * @throws InvalidCredentialsException if they can't be read
	 */
	static BasicCredentials of(String text) {
		String decoded = (text.length() <= LONGEST) ? decode(text) : "";
		// The first colon ends the name; the password may have more of them
		int colon = decoded.indexOf(':');
		if (colon < 0 || decoded.chars().anyMatch(Character::isISOControl)) {
			throw new InvalidCredentialsException("a name and a password that can't be read");
		}
		return new BasicCredentials(decoded.substring(0, colon), decoded.substring(colon + 1));
	}

	private static String decode(String text) {
		try {
			byte[] bytes = Base64.getDecoder().decode(text);
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
		}
		catch (IllegalArgumentException | CharacterCodingException ex) {
			return "";
		}
	}

	/**
	 * The name alone.
	 */
	@Override
	public String toString() {
		return "'" + this.name + "'";
	}

}
