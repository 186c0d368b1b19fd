package io.embeddedgateway;

import java.security.Principal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

import io.embeddedgateway.masking.Masked;

/**
 * One request on its way along a route. The exchange itself does not change: filters pass
 * a changed one on ({@code chain.filter(exchange.withRequest(...))}). Only its attributes
 * are shared by all of them.
 */
public final class GatewayExchange {

	/**
	 * Whom the application's own handlers are told is calling, if that is not just the
	 * caller.
	 */
	public static final AttributeKey<Principal> PRINCIPAL = AttributeKey.ofRequest("principal", Principal.class);

	private static final AttributeKey<Caller> CALLER = AttributeKey.ofRequest("caller", Caller.class);

	private final Route route;

	private final GatewayRequest request;

	private final ClientConnection client;

	private final @Nullable Caller caller;

	private final Origin origin;

	private final InterimResponses interim;

	private final Map<AttributeKey<?>, Object> attributes;

	private GatewayExchange(Route route, GatewayRequest request, ClientConnection client, @Nullable Caller caller,
			Origin origin, InterimResponses interim, Map<AttributeKey<?>, Object> attributes) {
		this.route = route;
		this.request = request;
		this.client = client;
		this.caller = caller;
		this.origin = origin;
		this.interim = interim;
		this.attributes = attributes;
	}

	/**
	 * Create an exchange.
	 * @param route the route that matched
	 * @param request the request
	 * @param client where the request comes from
	 * @param pathVariables the values of the variables in the path of the route, decoded
	 * @param rawPathVariables the same as they were sent, percent-encoded; asked at most
	 * once, when needed
	 * @return the exchange
	 */
	public static GatewayExchange of(Route route, GatewayRequest request, ClientConnection client,
			Map<String, String> pathVariables, Supplier<Map<String, String>> rawPathVariables) {
		return new GatewayExchange(route, request, client, null,
				new Origin(request, new PathVariables(pathVariables, rawPathVariables), false), InterimResponses.NONE,
				new ConcurrentHashMap<>(4));
	}

	/**
	 * Create an exchange without path variables, from an unknown client.
	 * @param route the route
	 * @param request the request
	 * @return the exchange
	 */
	public static GatewayExchange of(Route route, GatewayRequest request) {
		return of(route, request, ClientConnection.direct(null, "http", null), Map.of(), Map::of);
	}

	/**
	 * The route that matched.
	 * @return the route
	 */
	public Route route() {
		return this.route;
	}

	/**
	 * The request as it stands now.
	 * @return the request
	 */
	public GatewayRequest request() {
		return this.request;
	}

	/**
	 * The request as the client sent it, before any filter changed it.
	 * @return the request
	 */
	public GatewayRequest received() {
		return this.origin.received();
	}

	/**
	 * Whether the request was led here by another route.
	 * @return {@code true} if the filters of another route have run
	 */
	public boolean isLed() {
		return this.origin.isLed();
	}

	/**
	 * Where the request comes from.
	 * @return the connection of the client
	 */
	public ClientConnection client() {
		return this.client;
	}

	/**
	 * Who is calling.
	 * @return the caller, or {@code null} if that is not known
	 */
	public @Nullable Caller caller() {
		return this.caller;
	}

	/**
	 * Who is calling, also for those who have seen the request before that was found out.
	 * @return the caller that was found in the end, or {@code null} if none was
	 */
	public @Nullable Caller foundCaller() {
		return (this.caller != null) ? this.caller : attribute(CALLER);
	}

	/**
	 * The values of the variables in the path of the route. What {@code **} at its end
	 * matched is the variable {@code rest}, without leading slash.
	 * @return the values by name, decoded
	 */
	public Map<String, String> pathVariables() {
		return this.origin.pathVariables().decoded();
	}

	/**
	 * The values of the variables in the path of the route, as the client sent them.
	 * @return the values by name, percent-encoded
	 */
	public Map<String, String> rawPathVariables() {
		return this.origin.pathVariables().raw();
	}

	/**
	 * The value of an attribute.
	 * @param <T> the type of the value
	 * @param key the key
	 * @return the value, or {@code null} if there is none
	 */
	public <T> @Nullable T attribute(AttributeKey<T> key) {
		return key.cast(this.attributes.get(key));
	}

	/**
	 * Set an attribute, for all who see this exchange, whatever its changes.
	 * @param <T> the type of the value
	 * @param key the key
	 * @param value the value
	 */
	public <T> void attribute(AttributeKey<T> key, T value) {
		this.attributes.put(key, value);
	}

	/**
	 * Change the headers of whatever the client is answered in the end: a response of the
	 * route, or of the one that it falls back to, a problem that is made of an exception,
	 * or an error that the application answers. For all who see this exchange, whatever
	 * its changes.
	 * @param change what to change, after all earlier ones; applied to each answer that
	 * is begun, of which there may be two if the body of the first fails at once
	 */
	public void onAnswer(Consumer<HttpHeaders> change) {
		answerHeaders().add(change);
	}

	/**
	 * What is to be changed in the headers of whatever the client is answered.
	 * @return all changes in their order, or {@code null} if there are none
	 */
	public @Nullable Consumer<HttpHeaders> answerChanges() {
		AnswerHeaders headers = attribute(AnswerHeaders.KEY);
		return (headers != null) ? headers.changes() : null;
	}

	private AnswerHeaders answerHeaders() {
		return (AnswerHeaders) this.attributes.computeIfAbsent(AnswerHeaders.KEY, (key) -> new AnswerHeaders());
	}

	/**
	 * The way to tell the client something before the response.
	 * @return where interim responses go
	 */
	public InterimResponses interimResponses() {
		return this.interim;
	}

	/**
	 * This exchange with another way for interim responses.
	 * @param interim where they go
	 * @return the changed exchange
	 */
	public GatewayExchange withInterimResponses(InterimResponses interim) {
		return new GatewayExchange(this.route, this.request, this.client, this.caller, this.origin, interim,
				this.attributes);
	}

	/**
	 * This exchange with another request.
	 * @param request the request
	 * @return the changed exchange
	 */
	public GatewayExchange withRequest(GatewayRequest request) {
		return new GatewayExchange(this.route, request, this.client, this.caller, this.origin, this.interim,
				this.attributes);
	}

	/**
	 * This exchange on another route, with the same request, path variables, caller,
	 * {@linkplain #onAnswer changes to the answer} and {@linkplain AttributeKey#ofRequest
	 * attributes of the request}. Other attributes are its own, because those of the
	 * first route say nothing about the other.
	 * @param other the other route
	 * @return the exchange on the other route
	 */
	public GatewayExchange onRoute(Route other) {
		// There before it is shared, so that both routes have the same
		answerHeaders();
		Map<AttributeKey<?>, Object> kept = new ConcurrentHashMap<>(4);
		this.attributes.forEach((key, value) -> {
			if (key.isOfRequest()) {
				kept.put(key, value);
			}
		});
		return new GatewayExchange(other, this.request, this.client, this.caller, this.origin.led(), this.interim,
				kept);
	}

	/**
	 * This exchange with a known caller.
	 * @param caller the caller
	 * @return the changed exchange
	 */
	public GatewayExchange withCaller(Caller caller) {
		attribute(CALLER, caller);
		return new GatewayExchange(this.route, this.request, this.client, caller, this.origin, this.interim,
				this.attributes);
	}

	/**
	 * The request and its route in words, without secrets.
	 */
	@Override
	public String toString() {
		return this.request.method() + " " + Masked.uri(this.request.rawPath(), null, rawPathVariables())
				+ " on route '" + this.route.id() + "'";
	}

	/**
	 * What stays the same whatever filters change.
	 */
	private record Origin(GatewayRequest received, PathVariables pathVariables, boolean isLed) {

		Origin led() {
			return this.isLed ? this : new Origin(this.received, this.pathVariables, true);
		}

	}

}
