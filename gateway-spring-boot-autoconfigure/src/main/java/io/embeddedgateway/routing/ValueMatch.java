package io.embeddedgateway.routing;

import java.util.List;
import java.util.Objects;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

import io.embeddedgateway.masking.Masked;

/**
 * What a header, a query parameter or a cookie has to be. Exactly one of the components
 * is set. With several values of the same name, one of them has to match.
 *
 * @param anyOf the values of which it has to be one, case-sensitive, or {@code null}
 * @param matches a regular expression (RE2, which matches in linear time) that a whole
 * value has to match, or {@code null}
 * @param present {@code true} if it has to be there, {@code false} if it must not be, or
 * {@code null}
 */
public record ValueMatch(@Nullable List<String> anyOf, @Nullable String matches, @Nullable Boolean present) {

	public ValueMatch {
		int set = ((anyOf != null) ? 1 : 0) + ((matches != null) ? 1 : 0) + ((present != null) ? 1 : 0);
		if (set != 1) {
			throw new IllegalArgumentException(
					"Write exactly one of a value, 'any-of', 'matches' or 'present', but there are " + set);
		}
		anyOf = (anyOf != null) ? List.copyOf(anyOf) : null;
		if (matches != null) {
			compile(matches);
		}
	}

	/**
	 * Has to be exactly this value.
	 * @param value the value
	 * @return the condition
	 */
	public static ValueMatch of(String value) {
		return new ValueMatch(List.of(value), null, null);
	}

	/**
	 * Has to be one of these values.
	 * @param values the values
	 * @return the condition
	 */
	public static ValueMatch anyOf(String... values) {
		return new ValueMatch(List.of(values), null, null);
	}

	/**
	 * Has to match a regular expression as a whole.
	 * @param regex the expression, in the syntax of RE2
	 * @return the condition
	 * @throws IllegalArgumentException if the expression is not valid
	 */
	public static ValueMatch matching(String regex) {
		return new ValueMatch(null, regex, null);
	}

	/**
	 * Has to be there, or must not be.
	 * @param present whether it has to be there
	 * @return the condition
	 */
	public static ValueMatch present(boolean present) {
		return new ValueMatch(null, null, present);
	}

	ValuesPredicate compile() {
		if (this.matches != null) {
			Pattern pattern = compile(this.matches);
			return (values) -> values.stream().anyMatch(pattern::matches);
		}
		if (this.anyOf != null) {
			List<String> expected = this.anyOf;
			return (values) -> values.stream().anyMatch(expected::contains);
		}
		boolean expected = Boolean.TRUE.equals(this.present);
		return (values) -> values.isEmpty() != expected;
	}

	/**
	 * What is said where it does not hold.
	 * @param name the name of the value, by which it may be a secret
	 * @return the end of a sentence
	 */
	String failure(String name) {
		if (this.present != null) {
			return this.present ? " is not there" : " is there";
		}
		if (Masked.isSecret(name)) {
			return " is not what it has to be";
		}
		return (this.matches != null) ? " does not match '" + this.matches + "'"
				: " is not " + String.join(" or ", Objects.requireNonNull(this.anyOf));
	}

	private static Pattern compile(String regex) {
		try {
			return Pattern.compile(regex);
		}
		catch (PatternSyntaxException ex) {
			throw new IllegalArgumentException("'" + regex + "' is not a regular expression of RE2 (no look-around and "
					+ "no back-references, so that it matches in linear time): " + ex.getMessage(), ex);
		}
	}

	/**
	 * The compiled condition.
	 */
	@FunctionalInterface
	interface ValuesPredicate {

		boolean test(List<String> values);

	}

}
