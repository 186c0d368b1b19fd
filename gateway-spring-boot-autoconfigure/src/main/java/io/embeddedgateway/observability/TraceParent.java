package io.embeddedgateway.observability;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * Reads the header {@code traceparent} (W3C Trace Context, level 1).
 */
public final class TraceParent {

	/**
	 * The name of the header.
	 */
	public static final String HEADER = "traceparent";

	private static final int VERSION_END = 2;

	private static final int TRACE_ID_END = 35;

	private static final int PARENT_ID_END = 52;

	private static final int LENGTH = 55;

	private TraceParent() {
	}

	/**
	 * The trace that a request claims to belong to.
	 * @param headers the headers of the request
	 * @return the id, 32 hexadecimal digits in lower case, or {@code null} if there is
	 * not exactly one valid header
	 */
	public static @Nullable String traceId(HttpHeaders headers) {
		String value = headers.getFirst(HEADER);
		if (value == null || !isValid(value) || headers.getOrEmpty(HEADER).size() > 1) {
			return null;
		}
		return value.substring(VERSION_END + 1, TRACE_ID_END);
	}

	private static boolean isValid(String value) {
		return value.length() >= LENGTH && isVersion(value) && isId(value, VERSION_END + 1, TRACE_ID_END)
				&& value.charAt(TRACE_ID_END) == '-' && isId(value, TRACE_ID_END + 1, PARENT_ID_END)
				&& value.charAt(PARENT_ID_END) == '-' && isHex(value, PARENT_ID_END + 1, LENGTH);
	}

	// Later versions may say more behind, and ff is none
	private static boolean isVersion(String value) {
		boolean first = value.startsWith("00-");
		return first ? value.length() == LENGTH : isHex(value, 0, VERSION_END) && value.charAt(VERSION_END) == '-'
				&& !value.startsWith("ff") && (value.length() == LENGTH || value.charAt(LENGTH) == '-');
	}

	private static boolean isId(String value, int from, int to) {
		if (!isHex(value, from, to)) {
			return false;
		}
		for (int i = from; i < to; i++) {
			if (value.charAt(i) != '0') {
				return true;
			}
		}
		return false;
	}

	private static boolean isHex(String value, int from, int to) {
		for (int i = from; i < to; i++) {
			char digit = value.charAt(i);
			if (!(digit >= '0' && digit <= '9') && !(digit >= 'a' && digit <= 'f')) {
				return false;
			}
		}
		return true;
	}

}
