package io.embeddedgateway.aggregate;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

import org.springframework.http.ETag;
import org.springframework.http.HttpHeaders;

/**
 * The entity tag of an answer (RFC 9110 §8.8.3).
 */
final class EntityTag {

	private static final int BYTES = 16;

	private EntityTag() {
	}

	/**
	 * A strong tag: the same for the same bytes, and for no others.
	 * @param body the body
	 * @return the tag with its quotes
	 */
	static String of(byte[] body) {
		byte[] hash = Arrays.copyOf(sha256().digest(body), BYTES);
		return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(hash) + '"';
	}

	/**
	 * Whether the client has the answer already (RFC 9110 §13.1.2), so that a {@code GET}
	 * or {@code HEAD} is to be answered with 304.
	 * @param request the headers of the request
	 * @param tag the tag of the answer
	 * @return whether {@code If-None-Match} has the tag, strong or weak, or is {@code *}
	 */
	static boolean isKnown(HttpHeaders request, String tag) {
		String known = String.join(",", request.getOrEmpty(HttpHeaders.IF_NONE_MATCH)).strip();
		if (known.equals("*")) {
			return true;
		}
		ETag current = ETag.create(tag);
		return ETag.parse(known).stream().anyMatch((other) -> !other.isWildcard() && other.compare(current, false));
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("SHA-256 is missing, which every Java has", ex);
		}
	}

}
