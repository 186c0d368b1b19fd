package io.embeddedgateway.transform;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.embeddedgateway.Template;

/**
 * What is changed in a response before it goes to the client. The templates draw their
 * values from the request, before the target is asked.
 *
 * @param status the new status, 200 to 599, or {@code null} to keep it; with 204, 205 and
 * 304 the body is dropped
 * @param setHeaders the headers to set by name, instead of all of that name; one whose
 * template lacks a value is only removed
 * @param addHeaders the headers to add to those of that name; one whose template lacks a
 * value is not added
 * @param removeHeaders the names of the headers to remove, before others are set and
 * added; {@code X-Internal-*} stands for all that start so
 */
public record ResponseTransform(@Nullable Integer status, @DefaultValue Map<String, Template> setHeaders,
		@DefaultValue Map<String, Template> addHeaders, @DefaultValue List<String> removeHeaders) {

	private static final ResponseTransform NONE = new ResponseTransform(null, Map.of(), Map.of(), List.of());

	public ResponseTransform {
		if (status != null) {
			StatusRules.check(status);
		}
		HeaderRules.RESPONSE.check("set-headers", setHeaders);
		HeaderRules.RESPONSE.check("add-headers", addHeaders);
		HeaderRules.RESPONSE.checkRemoved(removeHeaders);
		setHeaders = Copies.of(setHeaders);
		addHeaders = Copies.of(addHeaders);
		removeHeaders = List.copyOf(removeHeaders);
	}

	/**
	 * Changes nothing yet.
	 * @return the start for the {@code with} methods
	 */
	public static ResponseTransform none() {
		return NONE;
	}

	/**
	 * With a new status.
	 * @param status the status, 200 to 599; with 204, 205 and 304 the body is dropped
	 * @return the changed policy
	 * @throws IllegalArgumentException if it is not within these bounds
	 */
	public ResponseTransform withStatus(int status) {
		return new ResponseTransform(status, this.setHeaders, this.addHeaders, this.removeHeaders);
	}

	/**
	 * With a header instead of all of that name.
	 * @param name the name
	 * @param value the template of the value
	 * @return the changed policy
	 * @throws IllegalArgumentException if the header can't be set
	 */
	public ResponseTransform withHeader(String name, String value) {
		return new ResponseTransform(this.status, Copies.plus(this.setHeaders, name, value), this.addHeaders,
				this.removeHeaders);
	}

	/**
	 * With a header besides those of that name.
	 * @param name the name
	 * @param value the template of the value
	 * @return the changed policy
	 * @throws IllegalArgumentException if the header can't be added
	 */
	public ResponseTransform withAddedHeader(String name, String value) {
		return new ResponseTransform(this.status, this.setHeaders, Copies.plus(this.addHeaders, name, value),
				this.removeHeaders);
	}

	/**
	 * Without some headers.
	 * @param names the names, or starts of names that end with {@code *}
	 * @return the changed policy
	 * @throws IllegalArgumentException if one can't be removed
	 */
	public ResponseTransform withoutHeaders(String... names) {
		return new ResponseTransform(this.status, this.setHeaders, this.addHeaders,
				Copies.plus(this.removeHeaders, names));
	}

}
