package io.embeddedgateway.transform;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.http.HttpMethod;

import io.embeddedgateway.MethodRules;
import io.embeddedgateway.Template;

/**
 * What is changed in a request before it goes to the target. All templates see the
 * request as it was before any of these changes.
 *
 * @param path the new path, or {@code null} to keep it; excludes {@code stripPrefix} and
 * {@code prefix}
 * @param stripPrefix how many segments to remove from the start of the path, 0 for none
 * @param prefix what to put before the path, after {@code stripPrefix} was applied:
 * starts with a slash and does not end with one; {@code null} for nothing
 * @param setQuery the query parameters to set by name, instead of all of that name; one
 * whose template lacks a value is only removed
 * @param removeQuery the names of the query parameters to remove, decoded
 * @param setHeaders the headers to set by name, instead of all of that name; one whose
 * template lacks a value is only removed
 * @param addHeaders the headers to add to those of that name; one whose template lacks a
 * value is not added
 * @param removeHeaders the names of the headers to remove, before others are set and
 * added; {@code X-Internal-*} stands for all that start so
 * @param method the new method, or {@code null} to keep it; with {@code GET} and
 * {@code HEAD} the body is dropped
 */
public record RequestTransform(@Nullable Template path, @DefaultValue("0") int stripPrefix, @Nullable String prefix,
		@DefaultValue Map<String, Template> setQuery, @DefaultValue List<String> removeQuery,
		@DefaultValue Map<String, Template> setHeaders, @DefaultValue Map<String, Template> addHeaders,
		@DefaultValue List<String> removeHeaders, @Nullable HttpMethod method) {

	private static final RequestTransform NONE = new RequestTransform(null, 0, null, Map.of(), List.of(), Map.of(),
			Map.of(), List.of(), null);

	public RequestTransform {
		PathRules.check(path, stripPrefix, prefix);
		QueryRules.check(setQuery, removeQuery);
		HeaderRules.REQUEST.check("set-headers", setHeaders);
		HeaderRules.REQUEST.check("add-headers", addHeaders);
		HeaderRules.REQUEST.checkRemoved(removeHeaders);
		MethodRules.check(method);
		setQuery = Copies.of(setQuery);
		removeQuery = List.copyOf(removeQuery);
		setHeaders = Copies.of(setHeaders);
		addHeaders = Copies.of(addHeaders);
		removeHeaders = List.copyOf(removeHeaders);
	}

	/**
	 * Changes nothing yet.
	 * @return the start for the {@code with} methods
	 */
	public static RequestTransform none() {
		return NONE;
	}

	/**
	 * With a new path.
	 * @param path the template of the path, like <code>/v1/orders/{rest}</code>
	 * @return the changed policy
	 * @throws IllegalArgumentException if it is not the template of a path
	 */
	public RequestTransform withPath(String path) {
		return new RequestTransform(Template.of(path), this.stripPrefix, this.prefix, this.setQuery, this.removeQuery,
				this.setHeaders, this.addHeaders, this.removeHeaders, this.method);
	}

	/**
	 * With fewer segments at the start of the path.
	 * @param segments how many segments to remove, 0 or more
	 * @return the changed policy
	 * @throws IllegalArgumentException if it is negative, or there is a new path
	 */
	public RequestTransform withStripPrefix(int segments) {
		return new RequestTransform(this.path, segments, this.prefix, this.setQuery, this.removeQuery, this.setHeaders,
				this.addHeaders, this.removeHeaders, this.method);
	}

	/**
	 * With something before the path.
	 * @param prefix what to put before the path, like {@code /v1}
	 * @return the changed policy
	 * @throws IllegalArgumentException if it can't stand there, or there is a new path
	 */
	public RequestTransform withPrefix(String prefix) {
		return new RequestTransform(this.path, this.stripPrefix, prefix, this.setQuery, this.removeQuery,
				this.setHeaders, this.addHeaders, this.removeHeaders, this.method);
	}

	/**
	 * With a query parameter instead of all of that name.
	 * @param name the name, decoded
	 * @param value the template of the value
	 * @return the changed policy
	 * @throws IllegalArgumentException if the value can't stand in a query
	 */
	public RequestTransform withQuery(String name, String value) {
		return new RequestTransform(this.path, this.stripPrefix, this.prefix, Copies.plus(this.setQuery, name, value),
				this.removeQuery, this.setHeaders, this.addHeaders, this.removeHeaders, this.method);
	}

	/**
	 * Without some query parameters.
	 * @param names the names, decoded
	 * @return the changed policy
	 */
	public RequestTransform withoutQuery(String... names) {
		return new RequestTransform(this.path, this.stripPrefix, this.prefix, this.setQuery,
				Copies.plus(this.removeQuery, names), this.setHeaders, this.addHeaders, this.removeHeaders,
				this.method);
	}

	/**
	 * With a header instead of all of that name.
	 * @param name the name
	 * @param value the template of the value
	 * @return the changed policy
	 * @throws IllegalArgumentException if the header can't be set
	 */
	public RequestTransform withHeader(String name, String value) {
		return new RequestTransform(this.path, this.stripPrefix, this.prefix, this.setQuery, this.removeQuery,
				Copies.plus(this.setHeaders, name, value), this.addHeaders, this.removeHeaders, this.method);
	}

	/**
	 * With a header besides those of that name.
	 * @param name the name
	 * @param value the template of the value
	 * @return the changed policy
	 * @throws IllegalArgumentException if the header can't be added
	 */
	public RequestTransform withAddedHeader(String name, String value) {
		return new RequestTransform(this.path, this.stripPrefix, this.prefix, this.setQuery, this.removeQuery,
				this.setHeaders, Copies.plus(this.addHeaders, name, value), this.removeHeaders, this.method);
	}

	/**
	 * Without some headers.
	 * @param names the names, or starts of names that end with {@code *}
	 * @return the changed policy
	 * @throws IllegalArgumentException if one can't be removed
	 */
	public RequestTransform withoutHeaders(String... names) {
		return new RequestTransform(this.path, this.stripPrefix, this.prefix, this.setQuery, this.removeQuery,
				this.setHeaders, this.addHeaders, Copies.plus(this.removeHeaders, names), this.method);
	}

	/**
	 * With a new method.
	 * @param method the method; with {@code GET} and {@code HEAD} the body is dropped
	 * @return the changed policy
	 * @throws IllegalArgumentException if a request can't be changed to this method
	 */
	public RequestTransform withMethod(HttpMethod method) {
		return new RequestTransform(this.path, this.stripPrefix, this.prefix, this.setQuery, this.removeQuery,
				this.setHeaders, this.addHeaders, this.removeHeaders, method);
	}

}
