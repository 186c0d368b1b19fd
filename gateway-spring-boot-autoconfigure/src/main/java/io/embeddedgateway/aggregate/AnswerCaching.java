package io.embeddedgateway.aggregate;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * What is known at the start about the storing of answers: on what of the request they
 * depend, whatever the parts say of their own responses.
 */
final class AnswerCaching {

	private static final String HEADER = "header.";

	private static final String QUERY = "query.";

	private static final Set<String> CREDENTIALS = Set.of("authorization", "proxy-authorization", "cookie");

	private final Set<String> directives = new LinkedHashSet<>();

	private final Set<String> vary = new LinkedHashSet<>();

	AnswerCaching(AggregatePolicy policy) {
		for (Part part : policy.parts()) {
			PartReferences.forEach(part, (setting, reference) -> depends(reference));
			if (part.target() instanceof PartTarget.Bean) {
				unknown();
			}
		}
		JsonTemplate shape = policy.answer().shape();
		if (shape != null) {
			shape.references().forEach(this::depends);
		}
		if (policy.answer().customizer() != null) {
			unknown();
		}
	}

	private void depends(Reference reference) {
		switch (reference.source()) {
			case REQUEST -> request(reference.text());
			// The body is in the key of no cache
			case BODY -> this.directives.add("no-store");
			// What is in the path of the URL, or in a part, which speaks for itself
			case NAMED, ITEM -> {
			}
		}
	}

	private void request(String text) {
		String header = text.startsWith(HEADER) ? text.substring(HEADER.length()).strip() : null;
		if (header != null) {
			this.vary.add(header);
		}
		if ((header != null) ? CREDENTIALS.contains(header.toLowerCase(Locale.ROOT)) : !text.startsWith(QUERY)) {
			this.directives.add("private");
		}
	}

	// What a bean makes may depend on who is asking, and nothing tells how long it holds
	private void unknown() {
		this.directives.add("private");
		this.directives.add("no-cache");
	}

	/**
	 * The directives of {@code Cache-Control} that hold for each answer.
	 * @return the directives, empty if it is for the parts to say
	 */
	Set<String> directives() {
		return this.directives;
	}

	/**
	 * The headers of the request on which the answer depends.
	 * @return their names
	 */
	Set<String> vary() {
		return this.vary;
	}

}
