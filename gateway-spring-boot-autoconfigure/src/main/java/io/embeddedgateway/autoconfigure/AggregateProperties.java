package io.embeddedgateway.autoconfigure;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.embeddedgateway.aggregate.AggregateLimits;
import io.embeddedgateway.resilience.TimeoutPolicy;

/**
 * An answer that is put together from several calls.
 *
 * @param timeout longest time of the whole
 * @param parts the calls by name
 * @param response how the answer is made of them
 * @param limits how much one request may cause
 * @param onFailure what is answered if a part fails that is needed
 */
record AggregateProperties(@Nullable Duration timeout, @DefaultValue Map<String, PartProperties> parts,
		@DefaultValue AnswerProperties response, @DefaultValue AggregateLimits limits,
		@DefaultValue("problem") OnFailure onFailure) {

	AggregateProperties {
		if (timeout != null) {
			new TimeoutPolicy(timeout);
		}
	}

	@Nullable TimeoutPolicy timeoutPolicy() {
		return (this.timeout != null) ? new TimeoutPolicy(this.timeout) : null;
	}

	boolean hasLocalPart() {
		return this.parts.values().stream().anyMatch((part) -> part.local() != null);
	}

	/**
	 * What is answered if a part fails that is needed.
	 */
	enum OnFailure {

		/**
		 * A problem with the status 502 or 504.
		 */
		PROBLEM,

		/**
		 * The status of the part, if it has answered with an error.
		 */
		PASS_STATUS

	}

}
