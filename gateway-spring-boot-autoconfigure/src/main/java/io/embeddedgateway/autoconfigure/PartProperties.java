package io.embeddedgateway.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.http.HttpMethod;

import io.embeddedgateway.aggregate.BodyType;
import io.embeddedgateway.resilience.TimeoutPolicy;

/**
 * One part of an aggregation.
 *
 * @param service target: id of a service
 * @param uri target: scheme, host and port of one server
 * @param local target: path of a handler of the application itself
 * @param bean target: name of a bean that makes the part
 * @param method the method
 * @param path the path, as a template
 * @param query parameters by name, as templates
 * @param headers headers by name, as templates
 * @param body the body, as a template of JSON
 * @param timeout longest time of a call
 * @param optional whether the answer does without it if it fails
 * @param fallback the value that it then has
 * @param pick fields that are taken
 * @param drop fields that are left out
 * @param rename new names of fields by the old ones
 * @param as name of its field in the answer
 * @param target the way to the subtree that is taken
 * @param flatten whether its fields are put into the root of the answer
 * @param order place among several parts that are flattened; lower ones first
 * @param when the condition on which it is called
 * @param forEach the array for each element of which it is called, between braces
 * @param maxConcurrent most calls for elements at the same time
 * @param hidden whether it is no field of the answer
 * @param type what its body is
 * @param after names of parts that it waits for
 * @param stream whether its value is passed on as it comes
 */
record PartProperties(@Nullable String service, @Nullable String uri, @Nullable String local, @Nullable String bean,
		@Nullable HttpMethod method, @Nullable String path, @DefaultValue Map<String, String> query,
		@DefaultValue Map<String, String> headers, @Nullable Object body, @Nullable Duration timeout,
		@DefaultValue("false") boolean optional, @Nullable Object fallback, @DefaultValue List<String> pick,
		@DefaultValue List<String> drop, @DefaultValue Map<String, String> rename, @Nullable String as,
		@Nullable String target, @DefaultValue("false") boolean flatten, @Nullable Integer order,
		@Nullable ConditionProperties when, @Nullable String forEach, @Nullable Integer maxConcurrent,
		@DefaultValue("false") boolean hidden, @DefaultValue("json") BodyType type, @DefaultValue List<String> after,
		@DefaultValue("false") boolean stream) {

	/**
	 * The names of all targets.
	 */
	static final List<String> TARGETS = List.of("service", "uri", "local", "bean");

	private static final int MOST_CONCURRENT = 8;

	private static final List<HttpMethod> CHANGING = List.of(HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);

	PartProperties {
		check(local == null || path == null, "'local' is the path already. Remove 'path'");
		check(optional || fallback == null,
				"'fallback' is for a part that may fail. Write 'optional: true', or remove it");
		boolean read = method == null || method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
		check(body == null || !read, "'body' needs a method that has one. Write for example 'method: POST'");
		check(forEach != null || maxConcurrent == null, "'max-concurrent' is for a part with 'for-each'. Remove it");
		check(flatten || order == null, "'order' is for a part with 'flatten: true'. Remove it");
		check(!flatten || as == null, "has both 'flatten' and 'as', but what is flattened has no name. Remove one");
		check(!hidden || !flatten, "has both 'hidden' and 'flatten'. Remove one");
		boolean shaped = flatten || target != null || !(pick.isEmpty() && drop.isEmpty() && rename.isEmpty());
		check(!stream || !shaped,
				"has 'stream', so nothing can be changed in it. Remove 'pick', 'drop', 'rename', 'target' and 'flatten', or 'stream'");
		check(!stream || forEach == null, "has both 'stream' and 'for-each'. Remove one");
		if (timeout != null) {
			new TimeoutPolicy(timeout);
		}
	}

	/**
	 * A part from its short form.
	 * @param text the id of a service, a space, and a path
	 * @return the part
	 */
	public static PartProperties of(String text) {
		String[] words = text.strip().split("\\s+", -1);
		check(words.length == 2 && words[1].startsWith("/"), "'" + text
				+ "' is no part. Write the id of a service and a path, such as 'orders /orders/{id}', or a block");
		return new PartProperties(words[0], null, null, null, null, words[1], Map.of(), Map.of(), null, null, false,
				null, List.of(), List.of(), Map.of(), null, null, false, null, null, null, null, false, BodyType.JSON,
				List.of(), false);
	}

	/**
	 * The names of the targets that are set.
	 * @return the names, of which there should be exactly one
	 */
	List<String> targets() {
		List<String> targets = new ArrayList<>(1);
		addIf(targets, "service", this.service != null);
		addIf(targets, "uri", this.uri != null);
		addIf(targets, "local", this.local != null);
		addIf(targets, "bean", this.bean != null);
		return targets;
	}

	@Nullable String pathTemplate() {
		return (this.local != null) ? this.local : this.path;
	}

	int mostConcurrent() {
		return (this.maxConcurrent != null) ? this.maxConcurrent : MOST_CONCURRENT;
	}

	/**
	 * Whether it is called for what it does. A {@code POST} whose value is part of the
	 * answer may be a question.
	 * @return the method by which it changes something, or {@code null} if it only reads
	 */
	@Nullable HttpMethod changingMethod() {
		boolean changes = (this.method != null && CHANGING.contains(this.method))
				|| (this.hidden && HttpMethod.POST.equals(this.method));
		return changes ? this.method : null;
	}

	private static void addIf(List<String> targets, String name, boolean set) {
		if (set) {
			targets.add(name);
		}
	}

	private static void check(boolean right, String mistake) {
		if (!right) {
			throw new IllegalArgumentException(mistake);
		}
	}

}
