package io.embeddedgateway;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.web.util.pattern.PathPattern;

/**
 * What matches a request, what is done with it, and where it ends. Immutable; whatever
 * YAML can say about a route, its {@link #builder(String) builder} can.
 */
public final class Route {

	/**
	 * The name of the path variable for what {@code **} at the end of a path matches.
	 */
	public static final String REST = "rest";

	private final String id;

	private final List<PathPattern> paths;

	private final int order;

	private final Target target;

	private final Map<String, GatewayFilter> filters;

	private final Map<Class<?>, Object> policies;

	private final Map<String, String> metadata;

	private final @Nullable String origin;

	private Route(Builder builder, Target target) {
		if (builder.paths.isEmpty()) {
			throw new IllegalArgumentException("Route '" + builder.id + "' has no path");
		}
		this.id = builder.id;
		this.paths = List.copyOf(builder.paths);
		this.order = builder.order;
		this.target = target;
		this.filters = Collections.unmodifiableMap(new LinkedHashMap<>(builder.filters));
		this.policies = Map.copyOf(builder.policies);
		this.metadata = Map.copyOf(builder.metadata);
		this.origin = builder.origin;
	}

	/**
	 * Start a route.
	 * @param id the id, unique among all routes
	 * @return the builder
	 * @throws IllegalArgumentException if the id is blank
	 */
	public static Builder builder(String id) {
		return new Builder(id);
	}

	/**
	 * The id.
	 * @return the id, unique among all routes
	 */
	public String id() {
		return this.id;
	}

	/**
	 * The patterns of which a path has to match one.
	 * @return at least one pattern
	 */
	public List<PathPattern> paths() {
		return this.paths;
	}

	/**
	 * The names of the variables that every path of the route has; {@code rest} stands
	 * for what {@code **} at the end matches.
	 * @return the names
	 */
	public Set<String> pathVariableNames() {
		Set<String> names = new LinkedHashSet<>(PathPatterns.variableNames(this.paths.get(0).getPatternString()));
		this.paths.forEach((path) -> names.retainAll(PathPatterns.variableNames(path.getPatternString())));
		return names;
	}

	/**
	 * The explicit order among routes and own handlers, which goes before specificity.
	 * @return the order; lower comes first, 0 unless set
	 */
	public int order() {
		return this.order;
	}

	/**
	 * Where the route ends.
	 * @return the target
	 */
	public Target target() {
		return this.target;
	}

	/**
	 * The filters of the application on this route, in their order.
	 * @return the filters by name
	 */
	public Map<String, GatewayFilter> filters() {
		return this.filters;
	}

	/**
	 * The policy of a feature on this route.
	 * @param <T> the type of the policy
	 * @param type the type of the policy
	 * @return the policy, or {@code null} if the route has none of this type
	 */
	public <T> @Nullable T policy(Class<T> type) {
		return type.cast(this.policies.get(type));
	}

	/**
	 * The types of all policies on this route.
	 * @return the types
	 */
	public Set<Class<?>> policies() {
		return this.policies.keySet();
	}

	/**
	 * Free values for the filters of the application.
	 * @return the values by name
	 */
	public Map<String, String> metadata() {
		return this.metadata;
	}

	/**
	 * Where the route was declared.
	 * @return the place, for messages, or {@code null} if it is not known
	 */
	public @Nullable String origin() {
		return this.origin;
	}

	@Override
	public String toString() {
		return "route '" + this.id + "'" + ((this.origin != null) ? " (" + this.origin + ")" : "");
	}

	/**
	 * Builds a {@link Route}. The last call says where the route ends and returns it.
	 */
	public static final class Builder {

		private final String id;

		private final List<PathPattern> paths = new ArrayList<>();

		private final Map<String, GatewayFilter> filters = new LinkedHashMap<>();

		private final Map<Class<?>, Object> policies = new LinkedHashMap<>();

		private final Map<String, String> metadata = new LinkedHashMap<>();

		private int order;

		private @Nullable String origin;

		private Builder(String id) {
			if (id.isBlank()) {
				throw new IllegalArgumentException("A route needs an id");
			}
			this.id = id;
		}

		/**
		 * Add paths; the route matches if one of them does.
		 * @param patterns patterns in the syntax of {@link PathPattern}, each starting
		 * with a slash
		 * @return this builder
		 * @throws IllegalArgumentException if a pattern is not valid
		 */
		public Builder path(String... patterns) {
			for (String pattern : patterns) {
				this.paths.add(PathPatterns.parse(pattern));
			}
			return this;
		}

		/**
		 * Set the explicit order, which goes before specificity.
		 * @param order lower comes first; 0 unless set
		 * @return this builder
		 */
		public Builder order(int order) {
			this.order = order;
			return this;
		}

		/**
		 * Add a filter of the application.
		 * @param name the name, for diagnostics
		 * @param filter the filter
		 * @return this builder
		 */
		public Builder filter(String name, GatewayFilter filter) {
			this.filters.put(name, filter);
			return this;
		}

		/**
		 * Set the policy of a feature.
		 * @param policy the policy
		 * @return this builder
		 * @throws IllegalArgumentException if there is one of this type already
		 */
		public Builder with(Object policy) {
			if (this.policies.putIfAbsent(policy.getClass(), policy) != null) {
				throw new IllegalArgumentException(
						"Route '" + this.id + "' has more than one " + policy.getClass().getSimpleName());
			}
			return this;
		}

		/**
		 * Add a free value for the filters of the application.
		 * @param name the name
		 * @param value the value
		 * @return this builder
		 */
		public Builder metadata(String name, String value) {
			this.metadata.put(name, value);
			return this;
		}

		/**
		 * Say where the route was declared.
		 * @param origin the place, for messages, or {@code null} if it is not known
		 * @return this builder
		 */
		public Builder origin(@Nullable String origin) {
			this.origin = origin;
			return this;
		}

		/**
		 * End the route at the instances of a service.
		 * @param serviceId the id of the service
		 * @return the route
		 */
		public Route toService(String serviceId) {
			return to(new Target.Service(serviceId));
		}

		/**
		 * End the route at one server.
		 * @param uri scheme, host and port of the server
		 * @return the route
		 */
		public Route toUri(String uri) {
			return to(new Target.Uri(URI.create(uri)));
		}

		/**
		 * End the route at the application's own handlers, which it guards.
		 * @return the route
		 */
		public Route toLocal() {
			return to(new Target.Local());
		}

		/**
		 * End the route at a feature that answers by itself.
		 * @param policy what to answer
		 * @return the route
		 */
		public Route answer(Object policy) {
			return with(policy).to(new Target.Answer(policy.getClass()));
		}

		/**
		 * End the route.
		 * @param target the target
		 * @return the route
		 */
		public Route to(Target target) {
			return new Route(this, target);
		}

	}

}
