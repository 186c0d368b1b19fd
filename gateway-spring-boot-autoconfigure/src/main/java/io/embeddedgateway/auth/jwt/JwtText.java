package io.embeddedgateway.auth.jwt;

import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

import io.embeddedgateway.auth.InvalidCredentialsException;

/**
 * A signed token as it is written, before anything about it is proved. It can be read in
 * one way only: what libraries are lenient about is refused.
 *
 * @param algorithm the algorithm that it names
 * @param keyId the key that it names, or {@code null} if it names none
 * @param type its type in lower case without {@code application/}, or {@value #NO_TYPE}
 * @param issuer the issuer that it names
 */
record JwtText(String algorithm, @Nullable String keyId, String type, String issuer) {

	private static final String NO_TYPE = "none";

	/**
	 * The end of the year 9999.
	 */
	private static final long LATEST = 253_402_300_799L;

	private static final byte[] DIGITS = digits();

	/**
	 * Only ID tokens and notices of events have these (OpenID Connect Core §3.3.2.11, RFC
	 * 8417 §2.2). They are made for others than us.
	 */
	private static final List<String> FOREIGN = List.of("at_hash", "c_hash", "events");

	private static final JsonFactory JSON = JsonFactory.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(20).build())
		.build();

	/**
	 * Read a token.
	 * @param token the token
	 * @return what it says
	 * @throws InvalidCredentialsException if it is not written as it should be
	 */
	static JwtText of(String token) {
		int first = token.indexOf('.');
		int second = token.indexOf('.', first + 1);
		require(first > 0 && second > first + 1 && second < token.length() - 1 && token.indexOf('.', second + 1) < 0,
				"a token that is no signed JWT");
		requireOneSpelling(token, second + 1, token.length());
		Map<String, Object> header = members(token, 0, first);
		// Nothing is supported that would have to stand there (RFC 7515 §4.1.11)
		require(!header.containsKey("crit") && !header.containsKey("b64"), "a token with an extension");
		Map<String, Object> claims = members(token, first + 1, second);
		require(FOREIGN.stream().noneMatch(claims::containsKey), "a token that is none for access");
		require(time(claims, "exp") != null, "a token that does not end");
		time(claims, "nbf");
		time(claims, "iat");
		String subject = text(claims, "sub");
		String issuer = text(claims, "iss");
		require(issuer != null && (subject == null || !subject.isEmpty()), "a token without issuer");
		String algorithm = text(header, "alg");
		require(algorithm != null, "a token without algorithm");
		return new JwtText(String.valueOf(algorithm), text(header, "kid"), type(text(header, "typ")),
				String.valueOf(issuer));
	}

	/**
	 * The type of tokens in its usual spelling (RFC 7515 §4.1.9).
	 * @param written the type as it was written, or {@code null}
	 * @return the type
	 */
	static String type(@Nullable String written) {
		if (written == null) {
			return NO_TYPE;
		}
		String type = written.toLowerCase(Locale.ROOT);
		return type.startsWith("application/") ? type.substring(12) : type;
	}

	private static @Nullable String text(Map<String, Object> members, String name) {
		Object value = members.get(name);
		require(value == null || value instanceof String, "a token in which '" + name + "' is no text");
		return (String) value;
	}

	private static @Nullable Long time(Map<String, Object> members, String name) {
		Object value = members.get(name);
		require(value == null || (value instanceof Long seconds && seconds >= 0 && seconds <= LATEST),
				"a token in which '" + name + "' is no time in whole seconds");
		return (Long) value;
	}

	/**
	 * The members of a part: texts, whole numbers, and of anything else what it is.
	 */
	private static Map<String, Object> members(String token, int start, int end) {
		requireOneSpelling(token, start, end);
		Map<String, Object> members = new HashMap<>();
		byte[] json = Base64.getUrlDecoder().decode(token.substring(start, end));
		try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
			require(parser.nextToken() == JsonToken.START_OBJECT, "a token of which a part is no JSON object");
			while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
				String name = parser.currentName();
				members.put(name, value(parser, parser.nextToken()));
				parser.skipChildren();
			}
			require(parser.nextToken() == null, "a token of which a part is more than a JSON object");
			return members;
		}
		catch (JacksonException ex) {
			// Its message shows what was read
			throw new InvalidCredentialsException("a token of which a part is no JSON that can be read in one way");
		}
	}

	private static Object value(JsonParser parser, JsonToken token) {
		if (token == JsonToken.VALUE_STRING) {
			return parser.getString();
		}
		boolean whole = token == JsonToken.VALUE_NUMBER_INT
				&& parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
		return whole ? (Object) parser.getLongValue() : token;
	}

	/**
	 * Base64 can spell the same bytes in several ways, because the last digit may have
	 * bits that nobody reads.
	 */
	private static void requireOneSpelling(String token, int start, int end) {
		int last = 0;
		for (int i = start; i < end; i++) {
			char digit = token.charAt(i);
			last = (digit < DIGITS.length) ? DIGITS[digit] : -1;
			require(last >= 0, "a token that is no base64url");
		}
		int unread = switch ((end - start) % 4) {
			case 0 -> 0;
			case 2 -> 0b1111;
			case 3 -> 0b11;
			default -> 0b111111;
		};
		require((end - start) % 4 != 1 && (last & unread) == 0, "a token that can be spelled in another way");
	}

	private static byte[] digits() {
		byte[] digits = new byte[128];
		Arrays.fill(digits, (byte) -1);
		String all = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
		for (int i = 0; i < all.length(); i++) {
			digits[all.charAt(i)] = (byte) i;
		}
		return digits;
	}

	private static void require(boolean right, String otherwise) {
		if (!right) {
			throw new InvalidCredentialsException(otherwise);
		}
	}

}
