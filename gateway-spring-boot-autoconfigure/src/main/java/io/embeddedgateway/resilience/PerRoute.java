package io.embeddedgateway.resilience;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.Route;
import io.embeddedgateway.Target;

/**
 * What is kept for each route, its target and its policy, as long as a filter holds it:
 * it survives a new table of routes in which these are the same.
 *
 * @param <T> the type of what is kept
 */
final class PerRoute<T> {

	private final Map<Key, WeakReference<T>> kept = new HashMap<>();

	private Set<Key> used = Set.of();

	private @Nullable Result<? super T, Runnable> observer;

	/**
	 * What is to be done when that goes which the observer was told of.
	 */
	private final Map<Key, Runnable> observed = new HashMap<>();

	/**
	 * What is kept for a route.
	 * @param route the route
	 * @param policy its policy
	 * @param creation makes it, if there is nothing yet
	 * @return what is kept
	 */
	synchronized T get(Route route, Object policy, Supplier<T> creation) {
		Key key = new Key(route.id(), route.target(), policy);
		WeakReference<T> reference = this.kept.get(key);
		@Nullable T present = (reference != null) ? reference.get() : null;
		if (present != null) {
			return present;
		}
		T created = creation.get();
		this.kept.put(key, new WeakReference<>(created));
		return created;
	}

	/**
	 * A table of routes is in use: what is kept for others goes.
	 * @param routes the routes
	 * @param policies the policy of a route, or {@code null} if nothing is kept for it
	 */
	synchronized void used(Collection<Route> routes, Function<Route, @Nullable Object> policies) {
		Set<Key> used = new HashSet<>();
		for (Route route : routes) {
			@Nullable Object policy = policies.apply(route);
			if (policy != null) {
				used.add(new Key(route.id(), route.target(), policy));
			}
		}
		this.used = used;
		this.kept.keySet().retainAll(used);
		tell();
	}

	/**
	 * Observe what is kept for routes in use, now and later.
	 * @param observer is told of each, and says what is to be done when it goes
	 */
	synchronized void observe(Result<? super T, Runnable> observer) {
		this.observer = observer;
		tell();
	}

	private void tell() {
		Result<? super T, Runnable> observer = this.observer;
		if (observer == null) {
			return;
		}
		this.observed.entrySet().removeIf((entry) -> {
			boolean gone = !this.used.contains(entry.getKey());
			if (gone) {
				entry.getValue().run();
			}
			return gone;
		});
		this.kept.forEach((key, reference) -> {
			@Nullable T present = reference.get();
			if (present != null && this.used.contains(key) && !this.observed.containsKey(key)) {
				this.observed.put(key, observer.of(key.routeId(), key.target(), present));
			}
		});
	}

	/**
	 * What is kept for all routes.
	 * @param <R> the type of the results
	 * @param result makes a result of the id of a route, its target, and what is kept
	 * @return the results
	 */
	synchronized <R> List<R> all(Result<? super T, ? extends R> result) {
		List<R> results = new ArrayList<>();
		this.kept.forEach((key, reference) -> {
			@Nullable T present = reference.get();
			if (present != null) {
				results.add(result.of(key.routeId(), key.target(), present));
			}
		});
		return results;
	}

	/**
	 * Makes a result of what is kept for a route.
	 *
	 * @param <T> the type of what is kept
	 * @param <R> the type of the result
	 */
	@FunctionalInterface
	interface Result<T, R> {

		/**
		 * Make the result.
		 * @param routeId the id of the route
		 * @param target where it leads to
		 * @param kept what is kept for it
		 * @return the result
		 */
		R of(String routeId, Target target, T kept);

	}

	private record Key(String routeId, Target target, Object policy) {
	}

}
