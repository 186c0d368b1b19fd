package io.embeddedgateway.aggregate;

/**
 * Parts that are flattened have the same field.
 */
final class ConflictException extends RuntimeException {

	private static final int MOST_CHARACTERS = 100;

	ConflictException(String field) {
		super("the field '" + shown(field) + "' comes from more than one part", null, false, false);
	}

	// The name is from a service, and stands in the log
	private static String shown(String field) {
		String start = (field.length() > MOST_CHARACTERS) ? field.substring(0, MOST_CHARACTERS) + "..." : field;
		return start.replaceAll("[^\\x20-\\x7e\\u00a1-\\ud7ff\\uf900-\\ufdff]", "?");
	}

}
