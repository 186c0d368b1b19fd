package io.embeddedgateway.service;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.AttributeKey;
import io.embeddedgateway.GatewayExchange;

/**
 * The instances that one request was sent to: so that one that failed is not asked again,
 * and that it can be told who answered. Kept for exchanges that a filter began it for,
 * and for others from the first attempt that failed: most need it not at all.
 */
public final class Attempts {

	private static final AttributeKey<Attempts> KEY = AttributeKey.of("attempts", Attempts.class);

	private final List<ServiceInstance> tried = new CopyOnWriteArrayList<>();

	private volatile @Nullable ServiceInstance answered;

	private Attempts() {
	}

	/**
	 * Begin to keep the attempts of an exchange, unless somebody did before.
	 * @param exchange the exchange
	 * @return its attempts
	 */
	public static Attempts keep(GatewayExchange exchange) {
		Attempts present = of(exchange);
		if (present != null) {
			return present;
		}
		Attempts attempts = new Attempts();
		exchange.attribute(KEY, attempts);
		return attempts;
	}

	/**
	 * An attempt failed, so that others may follow: keep the attempts of its exchange
	 * from this one on, unless they are kept already.
	 * @param exchange the exchange
	 * @param instance the instance that was asked
	 */
	public static void failed(GatewayExchange exchange, ServiceInstance instance) {
		if (of(exchange) == null) {
			keep(exchange).chosen(instance);
		}
	}

	/**
	 * The attempts of an exchange.
	 * @param exchange the exchange
	 * @return its attempts, or {@code null} if nobody keeps them
	 */
	public static @Nullable Attempts of(GatewayExchange exchange) {
		return exchange.attribute(KEY);
	}

	/**
	 * The instances that were chosen.
	 * @return the instances, in the order of the attempts
	 */
	public List<ServiceInstance> tried() {
		return this.tried;
	}

	/**
	 * The instance that answered last.
	 * @return the instance, or {@code null} if none has
	 */
	public @Nullable ServiceInstance answered() {
		return this.answered;
	}

	/**
	 * An instance was chosen.
	 * @param instance the instance
	 */
	public void chosen(ServiceInstance instance) {
		this.tried.add(instance);
	}

	/**
	 * What was answered is given up.
	 */
	public void unanswered() {
		this.answered = null;
	}

	/**
	 * An instance answered.
	 * @param instance the instance
	 */
	public void answered(ServiceInstance instance) {
		this.answered = instance;
	}

}
