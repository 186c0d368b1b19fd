package io.embeddedgateway.observability.tracing;

import java.util.Locale;
import java.util.Set;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.masking.Masked;
import io.embeddedgateway.metrics.GatewayMeter;
import io.embeddedgateway.observability.tracing.GatewayAttemptObservationDocumentation.HighCardinalityKeyNames;
import io.embeddedgateway.observability.tracing.GatewayAttemptObservationDocumentation.LowCardinalityKeyNames;
import io.embeddedgateway.service.CallOutcome;
import io.embeddedgateway.text.KebabCase;
import io.embeddedgateway.upstream.UpstreamException;

/**
 * Names the observation of an attempt by its route: a path names nothing, because there
 * is no end of them.
 */
public class DefaultGatewayAttemptObservationConvention implements GatewayAttemptObservationConvention {

	/**
	 * The name of the observation.
	 */
	public static final String NAME = GatewayMeter.ATTEMPTS.meterName();

	private static final Set<HttpMethod> METHODS = Set.of(HttpMethod.values());

	private static final KeyValue METHOD_UNKNOWN = KeyValue.of(LowCardinalityKeyNames.METHOD, "UNKNOWN");

	private static final KeyValue OUTCOME_UNKNOWN = KeyValue.of(LowCardinalityKeyNames.OUTCOME, "unknown");

	private static final KeyValue OUTCOME_CANCELLED = KeyValue.of(LowCardinalityKeyNames.OUTCOME, "cancelled");

	private static final KeyValue STATUS_NONE = KeyValue.of(LowCardinalityKeyNames.STATUS, KeyValue.NONE_VALUE);

	private static final KeyValue CAUSE_NONE = KeyValue.of(HighCardinalityKeyNames.CAUSE, KeyValue.NONE_VALUE);

	@Override
	public String getName() {
		return NAME;
	}

	@Override
	public String getContextualName(GatewayAttemptObservationContext context) {
		HttpMethod method = context.exchange().request().method();
		String verb = METHODS.contains(method) ? " " + method.name().toLowerCase(Locale.ROOT) : "";
		return "http" + verb + " " + context.exchange().route().id();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(GatewayAttemptObservationContext context) {
		return KeyValues.of(method(context), outcome(context), route(context), service(context), status(context));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(GatewayAttemptObservationContext context) {
		KeyValues values = KeyValues.of(attempt(context), cause(context), instance(context), path(context));
		KeyValue errorType = errorType(context);
		return (errorType != null) ? values.and(errorType) : values;
	}

	/**
	 * The method of the request.
	 * @param context the context
	 * @return key and value
	 */
	protected KeyValue method(GatewayAttemptObservationContext context) {
		HttpMethod method = context.exchange().request().method();
		return METHODS.contains(method) ? KeyValue.of(LowCardinalityKeyNames.METHOD, method.name()) : METHOD_UNKNOWN;
	}

	/**
	 * How the attempt ended.
	 * @param context the context
	 * @return key and value
	 */
	protected KeyValue outcome(GatewayAttemptObservationContext context) {
		CallOutcome outcome = context.outcome();
		if (outcome == null) {
			return OUTCOME_UNKNOWN;
		}
		boolean cancelled = outcome == CallOutcome.UNKNOWN && context.getError() == null;
		return cancelled ? OUTCOME_CANCELLED : KeyValue.of(LowCardinalityKeyNames.OUTCOME, KebabCase.of(outcome));
	}

	/**
	 * The route that leads to the service.
	 * @param context the context
	 * @return key and value
	 */
	protected KeyValue route(GatewayAttemptObservationContext context) {
		return KeyValue.of(LowCardinalityKeyNames.ROUTE, context.exchange().route().id());
	}

	/**
	 * The service.
	 * @param context the context
	 * @return key and value
	 */
	protected KeyValue service(GatewayAttemptObservationContext context) {
		return KeyValue.of(LowCardinalityKeyNames.SERVICE, context.service().id());
	}

	/**
	 * The status of the response.
	 * @param context the context
	 * @return key and value
	 */
	protected KeyValue status(GatewayAttemptObservationContext context) {
		int status = context.status();
		return (status != 0) ? KeyValue.of(LowCardinalityKeyNames.STATUS, Integer.toString(status)) : STATUS_NONE;
	}

	/**
	 * Which attempt this is.
	 * @param context the context
	 * @return key and value
	 */
	protected KeyValue attempt(GatewayAttemptObservationContext context) {
		return KeyValue.of(HighCardinalityKeyNames.ATTEMPT, Integer.toString(context.attempt()));
	}

	/**
	 * What went wrong.
	 * @param context the context
	 * @return key and value
	 */
	protected KeyValue cause(GatewayAttemptObservationContext context) {
		return (context.getError() instanceof UpstreamException error)
				? KeyValue.of(HighCardinalityKeyNames.CAUSE, KebabCase.of(error.fault())) : CAUSE_NONE;
	}

	/**
	 * The kind of error.
	 * @param context the context
	 * @return key and value, or {@code null} if the attempt did not end with an error
	 */
	protected @Nullable KeyValue errorType(GatewayAttemptObservationContext context) {
		Throwable error = context.getError();
		if (error == null) {
			return null;
		}
		if (error instanceof UpstreamException upstream) {
			return KeyValue.of(HighCardinalityKeyNames.ERROR_TYPE, KebabCase.of(upstream.fault()));
		}
		return KeyValue.of(HighCardinalityKeyNames.ERROR_TYPE, (error instanceof ErrorStatusException)
				? Integer.toString(context.status()) : error.getClass().getName());
	}

	/**
	 * The instance.
	 * @param context the context
	 * @return key and value
	 */
	protected KeyValue instance(GatewayAttemptObservationContext context) {
		return KeyValue.of(HighCardinalityKeyNames.INSTANCE, context.instance().id());
	}

	/**
	 * The path that the instance is sent.
	 * @param context the context
	 * @return key and value
	 */
	protected KeyValue path(GatewayAttemptObservationContext context) {
		GatewayExchange exchange = context.exchange();
		return KeyValue.of(HighCardinalityKeyNames.PATH,
				Masked.uri(exchange.request().rawPath(), null, exchange.rawPathVariables()));
	}

}
