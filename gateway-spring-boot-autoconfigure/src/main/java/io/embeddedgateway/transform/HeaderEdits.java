package io.embeddedgateway.transform;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.Template;
import io.embeddedgateway.Template.Place;

/**
 * The changes to headers, compiled: some are removed, then some set, then some added.
 */
final class HeaderEdits {

	private final HeaderRules rules;

	private final List<String> removed = new ArrayList<>();

	private final List<String> removedPrefixes = new ArrayList<>();

	private final Map<String, Template> set;

	private final Map<String, Template> added;

	private HeaderEdits(HeaderRules rules, Map<String, Template> set, Map<String, Template> added,
			List<String> removed) {
		this.rules = rules;
		this.set = set;
		this.added = added;
		for (String name : removed) {
			if (name.endsWith("*")) {
				this.removedPrefixes.add(name.substring(0, name.length() - 1));
			}
			else {
				this.removed.add(name);
			}
		}
	}

	static @Nullable HeaderEdits of(RequestTransform transform) {
		return of(HeaderRules.REQUEST, transform.setHeaders(), transform.addHeaders(), transform.removeHeaders());
	}

	static @Nullable HeaderEdits of(ResponseTransform transform) {
		return of(HeaderRules.RESPONSE, transform.setHeaders(), transform.addHeaders(), transform.removeHeaders());
	}

	static @Nullable HeaderEdits of(RespondPolicy policy) {
		return of(HeaderRules.RESPONSE, policy.headers(), Map.of(), List.of());
	}

	private static @Nullable HeaderEdits of(HeaderRules rules, Map<String, Template> set, Map<String, Template> added,
			List<String> removed) {
		boolean nothing = set.isEmpty() && added.isEmpty() && removed.isEmpty();
		return nothing ? null : new HeaderEdits(rules, set, added, removed);
	}

	/**
	 * Draw the values from the request.
	 * @param exchange the exchange to take them from
	 * @return the changes with their values
	 */
	Filled fill(GatewayExchange exchange) {
		return new Filled(this, values(this.set, exchange), values(this.added, exchange));
	}

	private static List<Value> values(Map<String, Template> templates, GatewayExchange exchange) {
		if (templates.isEmpty()) {
			return List.of();
		}
		List<Value> values = new ArrayList<>(templates.size());
		templates.forEach((name, template) -> values.add(new Value(name, template.expand(exchange, Place.HEADER))));
		return values;
	}

	private void remove(HttpHeaders headers) {
		this.removed.forEach(headers::remove);
		if (this.removedPrefixes.isEmpty()) {
			return;
		}
		for (String name : List.copyOf(headers.headerNames())) {
			if (isRemoved(name)) {
				headers.remove(name);
			}
		}
	}

	private boolean isRemoved(String name) {
		for (String prefix : this.removedPrefixes) {
			if (name.regionMatches(true, 0, prefix, 0, prefix.length())) {
				return !this.rules.isReserved(name);
			}
		}
		return false;
	}

	/**
	 * The changes for one exchange.
	 */
	record Filled(HeaderEdits edits, List<Value> set, List<Value> added) {

		void apply(HttpHeaders headers) {
			this.edits.remove(headers);
			for (Value header : this.set) {
				// Removed as well if there is no value, or the client could put its own
				headers.remove(header.name());
				header.addTo(headers);
			}
			this.added.forEach((header) -> header.addTo(headers));
		}

	}

	/**
	 * The value of a header, {@code null} if the request lacks what it is made of.
	 */
	record Value(String name, @Nullable String value) {

		void addTo(HttpHeaders headers) {
			if (this.value != null) {
				headers.add(this.name, this.value);
			}
		}

	}

}
