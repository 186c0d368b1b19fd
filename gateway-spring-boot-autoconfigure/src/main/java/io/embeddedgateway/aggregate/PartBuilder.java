package io.embeddedgateway.aggregate;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;

import io.embeddedgateway.MethodRules;
import io.embeddedgateway.Target;

/**
 * Builds a part of an aggregation.
 */
public final class PartBuilder {

	private final String name;

	private final Map<String, ValueTemplate> query = new LinkedHashMap<>();

	private final Map<String, ValueTemplate> headers = new LinkedHashMap<>();

	private final Set<String> after = new LinkedHashSet<>();

	private final List<Object> policies = new ArrayList<>();

	private @Nullable PartTarget target;

	private HttpMethod method = HttpMethod.GET;

	private @Nullable ValueTemplate path;

	private @Nullable JsonTemplate body;

	private @Nullable Condition when;

	private @Nullable Reference forEach;

	private int maxConcurrent = 8;

	private boolean optional;

	private @Nullable JsonNode fallback;

	private BodyType type = BodyType.JSON;

	private Shaping shaping = Shaping.NONE;

	private @Nullable String as;

	private boolean flatten;

	private int order;

	private boolean hidden;

	private boolean stream;

	PartBuilder(String name) {
		this.name = name;
	}

	/**
	 * Call a service.
	 * @param id the id of the service
	 * @return this builder
	 */
	public PartBuilder service(String id) {
		return to(new PartTarget.Call(new Target.Service(id)));
	}

	/**
	 * Call one server.
	 * @param uri scheme, host and port of the server
	 * @return this builder
	 */
	public PartBuilder uri(String uri) {
		return to(new PartTarget.Call(new Target.Uri(URI.create(uri))));
	}

	/**
	 * Call a handler of the application itself, without a connection.
	 * @return this builder
	 */
	public PartBuilder local() {
		return to(new PartTarget.Call(new Target.Local()));
	}

	/**
	 * Ask a bean.
	 * @param bean the name of the bean
	 * @param source the bean
	 * @return this builder
	 */
	public PartBuilder bean(String bean, PartSource source) {
		return to(new PartTarget.Bean(bean, source));
	}

	private PartBuilder to(PartTarget target) {
		if (this.target != null) {
			throw new IllegalArgumentException(
					"has more than one target. Write one of 'service', 'uri', 'local', 'bean'");
		}
		this.target = target;
		return this;
	}

	/**
	 * The method, {@code GET} if this is not called.
	 * @param method the method
	 * @return this builder
	 * @throws IllegalArgumentException if it is none that a gateway may send
	 */
	public PartBuilder method(HttpMethod method) {
		MethodRules.check(method);
		this.method = method;
		return this;
	}

	/**
	 * The path.
	 * @param template a template that begins with a slash
	 * @return this builder
	 * @throws IllegalArgumentException if it is not a template
	 */
	public PartBuilder path(String template) {
		this.path = ValueTemplate.ofPath(template);
		return this;
	}

	/**
	 * Add a parameter of the query.
	 * @param parameter the name of the parameter, not encoded
	 * @param template the template of its value; several values are joined by commas
	 * @return this builder
	 * @throws IllegalArgumentException if it is not a template
	 */
	public PartBuilder query(String parameter, String template) {
		this.query.put(parameter, ValueTemplate.of(template));
		return this;
	}

	/**
	 * Set a header.
	 * @param header the name of the header
	 * @param template the template of its value
	 * @return this builder
	 * @throws IllegalArgumentException if it is not a template, or the gateway itself
	 * writes the header
	 */
	public PartBuilder header(String header, String template) {
		CallRules.checkHeader(header);
		this.headers.put(header, ValueTemplate.of(template));
		return this;
	}

	/**
	 * The body.
	 * @param tree maps, lists, texts with values, numbers and booleans
	 * @return this builder
	 * @throws IllegalArgumentException if it is not a template
	 */
	public PartBuilder body(Object tree) {
		this.body = JsonTemplate.of(tree);
		return this;
	}

	/**
	 * Wait for other parts, beside those whose values are needed.
	 * @param parts the names of the parts
	 * @return this builder
	 */
	public PartBuilder after(String... parts) {
		this.after.addAll(List.of(parts));
		return this;
	}

	/**
	 * Call it on a condition only. Without, the part has no value, which is no failure.
	 * @param when the condition
	 * @return this builder
	 */
	public PartBuilder when(Condition when) {
		this.when = when;
		return this;
	}

	/**
	 * Call it for each element of an array, which is {@code {item}} in its templates.
	 * @param reference the array, such as {@code {order.items}}
	 * @param maxConcurrent the most calls under way at the same time, 1 to 1000
	 * @return this builder
	 * @throws IllegalArgumentException if it is no reference, or not within these bounds
	 */
	public PartBuilder forEach(String reference, int maxConcurrent) {
		CallRules.checkConcurrent(maxConcurrent);
		this.forEach = Reference.of(reference);
		this.maxConcurrent = maxConcurrent;
		return this;
	}

	/**
	 * Do without it if it fails.
	 * @param fallback the value that it then has, or {@code null} for none
	 * @return this builder
	 */
	public PartBuilder optional(@Nullable JsonNode fallback) {
		this.optional = true;
		this.fallback = fallback;
		return this;
	}

	/**
	 * What the body is, JSON if this is not called.
	 * @param type the type
	 * @return this builder
	 */
	public PartBuilder type(BodyType type) {
		this.type = type;
		return this;
	}

	/**
	 * Take some of the value only.
	 * @param shaping what is taken
	 * @return this builder
	 */
	public PartBuilder shaping(Shaping shaping) {
		this.shaping = shaping;
		return this;
	}

	/**
	 * The name of its field in the answer, that of the part if this is not called.
	 * @param field the name
	 * @return this builder
	 */
	public PartBuilder as(String field) {
		this.as = field;
		return this;
	}

	/**
	 * Put the fields of the value into the root of the answer.
	 * @param order the place among several parts that are flattened, lower ones first
	 * @return this builder
	 */
	public PartBuilder flatten(int order) {
		this.flatten = true;
		this.order = order;
		return this;
	}

	/**
	 * Call it for other parts, or for what it does, alone.
	 * @return this builder
	 */
	public PartBuilder hidden() {
		this.hidden = true;
		return this;
	}

	/**
	 * Pass the value on as it comes, without holding it in memory.
	 * @return this builder
	 */
	public PartBuilder stream() {
		this.stream = true;
		return this;
	}

	/**
	 * Add a policy to the route that leads to the target.
	 * @param policy the policy
	 * @return this builder
	 * @throws IllegalArgumentException if it is one that holds for all parts of a route
	 */
	public PartBuilder with(Object policy) {
		CallRules.checkPolicy(policy);
		this.policies.add(policy);
		return this;
	}

	Part build() {
		PartTarget target = CallRules.target(this.target);
		ValueTemplate path = CallRules.path(this.path, target);
		return new Part(this.name, target, new PartCall(this.method, path, this.query, this.headers, this.body),
				new PartFlow(this.after, this.when, this.forEach, this.maxConcurrent, this.optional),
				new PartResult(this.type, this.fallback, this.shaping, (this.as != null) ? this.as : this.name,
						this.flatten, this.order, this.hidden, this.stream),
				this.policies);
	}

}
