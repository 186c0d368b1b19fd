package io.embeddedgateway;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * The changes to the headers of whatever the client is answered, on whichever route that
 * is made.
 */
final class AnswerHeaders {

	static final AttributeKey<AnswerHeaders> KEY = AttributeKey.ofRequest("headers of the answer", AnswerHeaders.class);

	private @Nullable Consumer<HttpHeaders> changes;

	synchronized void add(Consumer<HttpHeaders> change) {
		this.changes = (this.changes != null) ? this.changes.andThen(change) : change;
	}

	synchronized @Nullable Consumer<HttpHeaders> changes() {
		return this.changes;
	}

}
