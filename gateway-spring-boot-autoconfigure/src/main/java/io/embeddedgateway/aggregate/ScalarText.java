package io.embeddedgateway.aggregate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * JSON values as texts: what is in a string, {@code true} and {@code false}, and numbers
 * with all their digits and without an exponent.
 */
final class ScalarText {

	private static final int MOST_DIGITS = 100;

	private ScalarText() {
	}

	/**
	 * The text of a value.
	 * @param node a value that is neither an object nor an array
	 * @return the text, or {@code null} for {@code null}
	 * @throws UnsuitableValueException if it is an object or an array, or has too many
	 * digits
	 */
	static @Nullable String of(JsonNode node) {
		if (node.isNull() || node.isMissingNode()) {
			return null;
		}
		if (node.isString()) {
			return node.stringValue();
		}
		if (node.isNumber()) {
			return number(node.numberValue());
		}
		if (node.isBoolean() || node.isBinary()) {
			return node.asString();
		}
		throw new UnsuitableValueException(
				node.isContainer() ? "is an object or an array where a single value is needed" : "is no JSON value");
	}

	/**
	 * The texts of the elements of an array.
	 * @param array the array
	 * @return the texts of all elements that are not {@code null}
	 * @throws UnsuitableValueException if an element is an object or an array
	 */
	static List<String> all(JsonNode array) {
		List<String> texts = new ArrayList<>(array.size());
		for (JsonNode element : array.values()) {
			String text = of(element);
			if (text != null) {
				texts.add(text);
			}
		}
		return texts;
	}

	private static String number(Number number) {
		if (number instanceof Integer || number instanceof Long || number instanceof Short) {
			return number.toString();
		}
		BigDecimal decimal;
		if (number instanceof BigDecimal exact) {
			decimal = exact;
		}
		else if (number instanceof BigInteger integer) {
			decimal = new BigDecimal(integer);
		}
		else if (Double.isFinite(number.doubleValue())) {
			decimal = new BigDecimal(number.toString());
		}
		else {
			throw new UnsuitableValueException("is no finite number");
		}
		long integer = Math.max(1, (long) decimal.precision() - decimal.scale());
		// Only then is it written out: 1E+999999999 would be a text of 1 GB
		if (integer + Math.max(0, decimal.scale()) > MOST_DIGITS) {
			throw new UnsuitableValueException("is a number of more than " + MOST_DIGITS + " digits");
		}
		return decimal.toPlainString();
	}

}
