package io.embeddedgateway.routing;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

import io.embeddedgateway.FilterEffect;
import io.embeddedgateway.FilterStage;
import io.embeddedgateway.text.KebabCase;

/**
 * What one filter of a route does with a request.
 *
 * @param stage when the filter runs
 * @param name the name of its feature, or of the bean of the application
 * @param effect what it does
 * @param status the status that it answers with, or {@code null} if it does not answer
 * @param details what there is to say about it, by name, without secrets
 */
public record ExplainedStep(FilterStage stage, String name, Effect effect, @Nullable HttpStatusCode status,
		Map<String, Object> details) {

	static ExplainedStep of(PlannedFilter filter, FilterEffect effect) {
		Effect kind = (effect.next() != null) ? Effect.PASSES
				: ((effect.answer() != null) ? Effect.ANSWERS : Effect.SENDS);
		return new ExplainedStep(filter.stage(), filter.name(), kind, effect.answer(), effect.details());
	}

	static ExplainedStep failed(PlannedFilter filter, Throwable error) {
		// What it says may be anything
		return new ExplainedStep(filter.stage(), filter.name(), Effect.ANSWERS, HttpStatus.INTERNAL_SERVER_ERROR,
				Map.of("reason", "it failed with " + error.getClass().getSimpleName()));
	}

	static ExplainedStep of(PlannedFilter filter, Effect effect) {
		return new ExplainedStep(filter.stage(), filter.name(), effect, null, Map.of());
	}

	@Override
	public String toString() {
		return this.name + " " + KebabCase.of(this.effect).replace('-', ' ')
				+ ((this.status != null) ? " with " + this.status.value() : "")
				+ (this.details.isEmpty() ? "" : " " + this.details);
	}

	/**
	 * What a filter does.
	 */
	public enum Effect {

		/**
		 * It passes the request on, perhaps changed.
		 */
		PASSES,

		/**
		 * It answers the request, or refuses it.
		 */
		ANSWERS,

		/**
		 * It sends the request to a service, or to several.
		 */
		SENDS,

		/**
		 * Only the filter itself knows; the request is supposed to pass unchanged.
		 */
		UNKNOWN,

		/**
		 * The request does not get there.
		 */
		NOT_REACHED

	}

}
