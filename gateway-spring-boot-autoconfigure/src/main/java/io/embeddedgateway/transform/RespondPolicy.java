package io.embeddedgateway.transform;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

import io.embeddedgateway.Template;

/**
 * A fixed response.
 *
 * @param status the status, 200 to 599
 * @param body the body, literally, or {@code null} for none; 204, 205 and 304 allow none
 * @param contentType the type of the body, without wildcards; a {@code text} type that
 * names no character set gets UTF-8
 * @param headers the templates of further headers by name; one that lacks a value is left
 * out
 */
public record RespondPolicy(@DefaultValue("200") int status, @Nullable String body,
		@DefaultValue("text/plain") MediaType contentType, @DefaultValue Map<String, Template> headers) {

	private static final int DEFAULT_STATUS = 200;

	public RespondPolicy {
		StatusRules.check(status);
		if (body != null && StatusRules.forbidsBody(status)) {
			throw new IllegalArgumentException("A response with status " + status + " has no body. Remove 'body'");
		}
		if (!contentType.isConcrete()) {
			throw new IllegalArgumentException(
					"'content-type' is '" + contentType + "'. Write one without '*', like 'text/plain'");
		}
		HeaderRules.RESPONSE.check("headers", headers);
		headers.keySet().forEach((name) -> {
			if (name.equalsIgnoreCase(HttpHeaders.CONTENT_TYPE)) {
				throw new IllegalArgumentException("'headers' has '" + name + "'. Write it as 'content-type'");
			}
		});
		headers = Copies.of(headers);
	}

	/**
	 * A response from its short form.
	 * @param text a number for that status without a body, anything else for status 200
	 * with this text
	 * @return the policy
	 * @throws IllegalArgumentException if it is a number that is not a status
	 */
	public static RespondPolicy of(String text) {
		boolean number = !text.isEmpty() && text.length() < 10 && text.chars().allMatch((c) -> c >= '0' && c <= '9');
		return number ? of(Integer.valueOf(text)) : of(DEFAULT_STATUS).withBody(text);
	}

	/**
	 * A response without a body.
	 * @param status the status, 200 to 599
	 * @return the policy
	 * @throws IllegalArgumentException if it is not within these bounds
	 */
	public static RespondPolicy of(Integer status) {
		return new RespondPolicy(status, null, MediaType.TEXT_PLAIN, Map.of());
	}

	/**
	 * With a body.
	 * @param body the body, literally
	 * @return the changed policy
	 * @throws IllegalArgumentException if the status allows no body
	 */
	public RespondPolicy withBody(String body) {
		return new RespondPolicy(this.status, body, this.contentType, this.headers);
	}

	/**
	 * With a type of the body.
	 * @param contentType the type, without wildcards
	 * @return the changed policy
	 * @throws IllegalArgumentException if it has wildcards
	 */
	public RespondPolicy withContentType(MediaType contentType) {
		return new RespondPolicy(this.status, this.body, contentType, this.headers);
	}

	/**
	 * With a header.
	 * @param name the name
	 * @param value the template of the value
	 * @return the changed policy
	 * @throws IllegalArgumentException if the header can't be set
	 */
	public RespondPolicy withHeader(String name, String value) {
		return new RespondPolicy(this.status, this.body, this.contentType, Copies.plus(this.headers, name, value));
	}

}
