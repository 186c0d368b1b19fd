package io.embeddedgateway.sticky;

/**
 * To which requests that come from other sites browsers add the cookie.
 */
public enum SameSite {

	/**
	 * To those that lead the user here.
	 */
	LAX("Lax"),

	/**
	 * To none.
	 */
	STRICT("Strict"),

	/**
	 * To all; browsers demand a secure cookie for it.
	 */
	NONE("None");

	private final String attribute;

	SameSite(String attribute) {
		this.attribute = attribute;
	}

	/**
	 * The value of the attribute.
	 * @return the value, as cookies spell it
	 */
	String attribute() {
		return this.attribute;
	}

}
