package io.embeddedgateway.auth.basic;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder;
import org.springframework.security.crypto.scrypt.SCryptPasswordEncoder;
import org.springframework.util.ClassUtils;

/**
 * The hash of a password, with the id of its encoder before it, as Spring Security writes
 * them: <code>{bcrypt}$2a$10$...</code>.
 */
public final class PasswordHash {

	static final String REMEDY = "Write '{bcrypt}' and what 'htpasswd -nBC 10 name' prints after the colon";

	private static final String BCRYPT = "bcrypt";

	private static final String PBKDF2 = "pbkdf2@SpringSecurity_v5_8";

	private static final String SCRYPT = "scrypt@SpringSecurity_v5_8";

	private static final String ARGON2 = "argon2@SpringSecurity_v5_8";

	private static final Map<String, Pattern> FORMATS = formats();

	private static final DelegatingPasswordEncoder ENCODER = new DelegatingPasswordEncoder(BCRYPT, encoders());

	private final String id;

	private final String text;

	private PasswordHash(String id, String text) {
		this.id = id;
		this.text = text;
	}

	/**
	 * Read a hash.
	 * @param text the id of the encoder in braces, and the hash
	 * @return the hash
	 * @throws IllegalArgumentException if it is none, or its encoder is not there or too
	 * weak; the text is not shown, because it may be a password
	 */
	public static PasswordHash of(String text) {
		String hash = text.trim();
		int end = hash.indexOf('}');
		if (!hash.startsWith("{") || end < 0) {
			throw new IllegalArgumentException("a password must not stand in the configuration. " + REMEDY);
		}
		String id = hash.substring(1, end);
		Pattern format = FORMATS.get(id);
		if (format == null) {
			throw new IllegalArgumentException(
					"passwords are not protected by '{" + id + "}' here. Use one of " + FORMATS.keySet());
		}
		if (!format.matcher(hash.substring(end + 1)).matches()) {
			throw new IllegalArgumentException("what follows '{" + id + "}' is no such hash. " + REMEDY);
		}
		return new PasswordHash(id, hash);
	}

	// The encoders that need another library are there if that is
	private static Map<String, Pattern> formats() {
		Map<String, Pattern> formats = new LinkedHashMap<>();
		formats.put(BCRYPT, Pattern.compile("\\$2[aby]?\\$\\d\\d\\$[./0-9A-Za-z]{53}"));
		formats.put(PBKDF2, Pattern.compile("([0-9a-fA-F]{2}){16,}"));
		if (ClassUtils.isPresent("org.bouncycastle.crypto.generators.SCrypt", PasswordHash.class.getClassLoader())) {
			formats.put(SCRYPT, Pattern.compile("\\$[0-9a-f]+\\$[^$]+\\$[^$]+"));
			formats.put(ARGON2, Pattern.compile("\\$argon2(id|i|d)\\$.+"));
		}
		return formats;
	}

	private static Map<String, PasswordEncoder> encoders() {
		Map<String, PasswordEncoder> encoders = new LinkedHashMap<>();
		encoders.put(BCRYPT, new BCryptPasswordEncoder());
		encoders.put(PBKDF2, Pbkdf2PasswordEncoder.defaultsForSpringSecurity_v5_8());
		if (FORMATS.containsKey(SCRYPT)) {
			encoders.put(SCRYPT, SCryptPasswordEncoder.defaultsForSpringSecurity_v5_8());
			encoders.put(ARGON2, Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8());
		}
		return encoders;
	}

	/**
	 * Whether a password is the one. Takes long, on purpose.
	 * @param password the password
	 * @return {@code true} if it is
	 */
	boolean matches(String password) {
		return ENCODER.matches(password, this.text);
	}

	@Override
	public String toString() {
		return "{" + this.id + "}***";
	}

}
