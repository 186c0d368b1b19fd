package io.embeddedgateway.autoconfigure;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;

import io.embeddedgateway.Selector;
import io.embeddedgateway.autoconfigure.strict.DidYouMean;
import io.embeddedgateway.autoconfigure.strict.Problems;
import io.embeddedgateway.ratelimit.LimitStore;
import io.embeddedgateway.ratelimit.RateLimitPolicy;
import io.embeddedgateway.ratelimit.RateLimitStore;
import io.embeddedgateway.ratelimit.RateLimitStorePolicy;
import io.embeddedgateway.ratelimit.RequestCost;
import io.embeddedgateway.ratelimit.ResponseCost;

/**
 * Checks what rate limits refer to. It looks at names and types of beans only.
 */
final class RateLimitCheck {

	private static final String SHARED = "gateway.rate-limits";

	private static final String STORE = "gateway.rate-limit-store";

	private final ListableBeanFactory beans;

	private final Map<String, RateLimitPolicy> shared;

	private final Problems problems;

	private final RateLimitStorePolicy.Type store;

	RateLimitCheck(ListableBeanFactory beans, GatewayProperties properties, Problems problems) {
		this.beans = beans;
		this.shared = properties.rateLimits();
		this.store = properties.rateLimitStore().type();
		this.problems = problems;
	}

	/**
	 * Check whether the store can be there.
	 */
	void checkStore() {
		if (this.store == RateLimitStorePolicy.Type.REDIS && !hasStore()) {
			this.problems.add(STORE, RedisRequirement.mistake("write 'memory'"));
		}
	}

	private boolean hasStore() {
		return !NamedBeans.names(this.beans, RateLimitStore.class).isEmpty();
	}

	private void checkNeeds(String path, RateLimitPolicy policy) {
		boolean has = this.store == RateLimitStorePolicy.Type.REDIS || hasStore();
		String remedy = "Write '" + STORE + ": redis', or declare a RateLimitStore bean";
		if (policy.store() == LimitStore.SHARED && !has) {
			this.problems.add(path + ".store", "'shared' needs a store that gateways share. " + remedy);
		}
		else if (policy.sync() != null && policy.store() == LimitStore.LOCAL) {
			this.problems.add(path + ".sync", "is for limits that gateways share, not for 'store: local'. Remove one");
		}
		else if (policy.sync() != null && !has) {
			this.problems.add(path + ".sync", "needs a store that gateways share. " + remedy + ", or remove 'sync'");
		}
	}

	/**
	 * Check the policies that routes share.
	 */
	void checkShared() {
		this.shared.forEach((name, policy) -> {
			String path = Problems.path(SHARED, name);
			if (name.equals("none") || name.indexOf('/') >= 0 || name.indexOf(':') >= 0) {
				this.problems.add(path,
						"can't be referred to by this name. Choose another one, without slash and colon");
			}
			if (policy.use() != null) {
				this.problems.add(path, "can't use another policy. Write its limits, for example 'limit: 10/1s'");
			}
			checkReferences(path, policy);
		});
	}

	/**
	 * Check what a route or the defaults say.
	 * @param path the path of the property
	 * @param policy what they say, or {@code null} if nothing
	 */
	void check(String path, @Nullable RateLimitPolicy policy) {
		if (policy == null) {
			return;
		}
		String use = policy.use();
		if (use != null && !use.equals("none") && !this.shared.containsKey(use)
				&& !this.problems.failed(Problems.path(SHARED, use))) {
			Set<String> names = new TreeSet<>(this.shared.keySet());
			this.problems.add(path, "there is no rate limit '" + use + "' under '" + SHARED + "'. "
					+ (names.isEmpty() ? "Write a limit, for example '10/1s'" : DidYouMean.among(use, names)));
		}
		checkReferences(path, policy);
	}

	private void checkReferences(String path, RateLimitPolicy policy) {
		checkNeeds(path, policy);
		policy.key().forEach((way) -> {
			for (String part : way.split("\\+", -1)) {
				checkSelector(path + ".key", part.strip(), Selector.class, "");
			}
		});
		if (policy.tier() != null) {
			checkSelector(path + ".tier", policy.tier(), Selector.class, "");
		}
		if (!policy.cost().matches("[1-9]\\d{0,8}")) {
			checkSelector(path + ".cost", policy.cost(), RequestCost.class,
					"a number from 1 to 999999999, such as '5', or ");
		}
		String after = policy.responseCost();
		if (after != null && !after.matches("header:\\s*\\S+")) {
			String mistake = NamedBeans.mistake(this.beans, after, ResponseCost.class);
			if (mistake != null) {
				this.problems.add(path + ".response-cost",
						mistake + ". Or write 'header:Name', a header of the response");
			}
		}
	}

	private void checkSelector(String path, String text, Class<?> type, String more) {
		if (NamedBeans.is(this.beans, text, type)) {
			return;
		}
		try {
			Selector.of(text);
		}
		catch (IllegalArgumentException ex) {
			this.problems.add(path,
					ex.getMessage() + ", or " + more + "the name of a " + type.getSimpleName() + " bean");
		}
	}

}
