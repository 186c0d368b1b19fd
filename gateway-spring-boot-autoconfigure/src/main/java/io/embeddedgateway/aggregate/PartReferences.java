package io.embeddedgateway.aggregate;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * All references of a part, each with the name of the setting where it stands.
 */
final class PartReferences {

	private PartReferences() {
	}

	static void forEach(Part part, BiConsumer<String, Reference> consumer) {
		each("path", part.call().path().references(), consumer);
		each("query", part.call().query(), consumer);
		each("headers", part.call().headers(), consumer);
		JsonTemplate body = part.call().body();
		if (body != null) {
			each("body", body.references(), consumer);
		}
		Condition when = part.flow().when();
		if (when != null) {
			consumer.accept("when", when.value());
		}
		Reference forEach = part.flow().forEach();
		if (forEach != null) {
			consumer.accept("for-each", forEach);
		}
	}

	private static void each(String setting, Map<String, ValueTemplate> templates,
			BiConsumer<String, Reference> consumer) {
		templates.forEach((name, template) -> each(setting + "." + name, template.references(), consumer));
	}

	private static void each(String setting, List<Reference> references, BiConsumer<String, Reference> consumer) {
		references.forEach((reference) -> consumer.accept(setting, reference));
	}

}
