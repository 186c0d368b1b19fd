package io.embeddedgateway.transform;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.function.Predicate;

/**
 * Makes up what attackers send. A failure names the seed; {@code -Dtest.seed} repeats it.
 */
final class Generator {

	private static final int TIMES = 3000;

	private static final String[] PIECES = { "a", "7", "x", ".", "..", "/", "//", "\\", "?", "&", "=", "#", ";", "%",
			"+", " ", "\t", "\r", "\n", "\r\n", "\0", "\u007f", "\u0085", "\u2028", "ä", "\ud83d\ude00", "\ud800",
			"%2e", "%2F", "%5c", "%00", "%0d%0a", "%25", "{", "}", "@", ":", "evil.com", "admin=1" };

	private static final String[] RAW_PIECES = { "a", "7", ".", "..", "/", "%2e", "%2E", "%2f", "%5C", "%00", "%0a",
			"%25", "%252e", ";", "%3b", "%zz", "%", "+", "@", ":", "evil.com", "~" };

	private final Random random;

	private Generator(long seed) {
		this.random = new Random(seed);
	}

	/**
	 * Check a property many times.
	 * @param property the property, which says whether what was made up was let through
	 */
	static void forAll(Predicate<Generator> property) {
		long start = Long.getLong("test.seed", new Random().nextLong());
		int times = (System.getProperty("test.seed") != null) ? 1 : TIMES;
		int passed = 0;
		for (long seed = start; seed < start + times; seed++) {
			try {
				passed += property.test(new Generator(seed)) ? 1 : 0;
			}
			catch (AssertionError | RuntimeException ex) {
				throw new AssertionError("Failed with -Dtest.seed=" + seed + ": " + ex.getMessage(), ex);
			}
		}
		if (passed < times / 20) {
			throw new AssertionError("Only " + passed + " of " + times + " were let through, too few to tell");
		}
	}

	/**
	 * A value as an application sees it.
	 * @return a text of any characters, never empty
	 */
	String value() {
		return pieces(PIECES);
	}

	/**
	 * The rest of a path as a client sends it.
	 * @return a text of characters that a server lets through
	 */
	String rawPath() {
		return pieces(RAW_PIECES);
	}

	/**
	 * The query of a client.
	 * @return parameters of the names a to e, some encoded
	 */
	String rawQuery() {
		StringBuilder query = new StringBuilder();
		int parameters = this.random.nextInt(6);
		for (int i = 0; i < parameters; i++) {
			query.append((i > 0) ? "&" : "").append(encodeSome(String.valueOf((char) ('a' + this.random.nextInt(5)))));
			query.append("=").append(this.random.nextInt(100)).append("%7e+");
		}
		return query.toString();
	}

	String encodeSome(String text) {
		StringBuilder result = new StringBuilder();
		for (byte current : text.getBytes(StandardCharsets.UTF_8)) {
			String encoded = this.random.nextBoolean() ? "%%%02x" : "%%%02X";
			result.append((this.random.nextInt(3) == 0) ? encoded.formatted(current) : (char) current);
		}
		return result.toString();
	}

	private String pieces(String[] pieces) {
		StringBuilder value = new StringBuilder();
		int length = 1 + this.random.nextInt(5);
		for (int i = 0; i < length; i++) {
			value.append(pieces[this.random.nextInt(pieces.length)]);
		}
		return value.toString();
	}

}
