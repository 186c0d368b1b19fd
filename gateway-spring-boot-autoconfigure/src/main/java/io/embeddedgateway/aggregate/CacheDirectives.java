package io.embeddedgateway.aggregate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * What the headers of a response say about storing it (RFC 9111).
 */
final class CacheDirectives {

	// What is to be taken for infinity (RFC 9111 §1.2.2)
	private static final long MOST_SECONDS = 1L << 31;

	private final Map<String, List<String>> values = new LinkedHashMap<>();

	private final HttpHeaders headers;

	private CacheDirectives(HttpHeaders headers) {
		this.headers = headers;
	}

	static CacheDirectives of(HttpHeaders headers) {
		CacheDirectives directives = new CacheDirectives(headers);
		for (String line : headers.getOrEmpty(HttpHeaders.CACHE_CONTROL)) {
			split(line).forEach(directives::add);
		}
		return directives;
	}

	// Commas between quotes separate nothing
	private static List<String> split(String line) {
		List<String> result = new ArrayList<>();
		boolean quoted = false;
		int start = 0;
		for (int i = 0; i < line.length(); i++) {
			char current = line.charAt(i);
			if (quoted && current == '\\') {
				i++;
			}
			else if (current == '"') {
				quoted = !quoted;
			}
			else if (current == ',' && !quoted) {
				result.add(line.substring(start, i));
				start = i + 1;
			}
		}
		result.add(line.substring(start));
		return result;
	}

	private void add(String directive) {
		int equals = directive.indexOf('=');
		String name = ((equals < 0) ? directive : directive.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
		String value = (equals < 0) ? "" : directive.substring(equals + 1).strip();
		this.values.computeIfAbsent(name, (key) -> new ArrayList<>(1)).add(value);
	}

	/**
	 * Whether a directive is there. One that is restricted to some fields counts as one
	 * that is not (RFC 9111 §5.2.2.4, §5.2.2.7).
	 * @param directive the name in lower case
	 * @return whether it is there
	 */
	boolean has(String directive) {
		return this.values.containsKey(directive);
	}

	/**
	 * How long a private cache may still use the response without asking.
	 * @return seconds, or {@code null} if nothing is said
	 */
	@Nullable Long lifetime() {
		Long explicit = seconds("max-age");
		Long lifetime = (explicit != null) ? explicit : expires();
		return (lifetime != null) ? Math.max(0, lifetime - age()) : null;
	}

	/**
	 * How long a shared cache may still use the response without asking.
	 * @return seconds, or {@code null} if nothing is said
	 */
	@Nullable Long sharedLifetime() {
		Long shared = seconds("s-maxage");
		return (shared != null) ? Long.valueOf(Math.max(0, shared - age())) : lifetime();
	}

	/**
	 * Whether a shared cache may store the response although the request had credentials
	 * (RFC 9111 §3.5).
	 * @return whether it says so
	 */
	boolean isForEverybody() {
		return has("public") || has("s-maxage") || has("must-revalidate");
	}

	private @Nullable Long seconds(String directive) {
		List<String> all = this.values.get(directive);
		return (all != null) ? all.stream().mapToLong(CacheDirectives::least).min().getAsLong() : null;
	}

	private static long least(String value) {
		String digits = (value.length() > 2 && value.startsWith("\"") && value.endsWith("\""))
				? value.substring(1, value.length() - 1) : value;
		// What can't be read counts as stale (RFC 9111 §4.2.1)
		return Math.max(0, parse(digits));
	}

	private @Nullable Long expires() {
		if (!this.headers.containsHeader(HttpHeaders.EXPIRES)) {
			return null;
		}
		long expires = date(HttpHeaders.EXPIRES);
		if (expires < 0) {
			// "0" above all, which stands for the past (RFC 9111 §5.3)
			return 0L;
		}
		long date = date(HttpHeaders.DATE);
		return (date >= 0) ? Math.min(MOST_SECONDS, Math.max(0, (expires - date) / 1000)) : null;
	}

	private long date(String name) {
		try {
			return this.headers.getFirstDate(name);
		}
		catch (IllegalArgumentException ex) {
			return -1;
		}
	}

	private long age() {
		String age = this.headers.getFirst(HttpHeaders.AGE);
		return (age != null) ? Math.max(0, parse(age.strip())) : 0;
	}

	private static long parse(String digits) {
		if (digits.isEmpty() || !digits.chars().allMatch((current) -> current >= '0' && current <= '9')) {
			return -1;
		}
		return (digits.length() <= 10) ? Math.min(MOST_SECONDS, Long.parseLong(digits)) : MOST_SECONDS;
	}

}
