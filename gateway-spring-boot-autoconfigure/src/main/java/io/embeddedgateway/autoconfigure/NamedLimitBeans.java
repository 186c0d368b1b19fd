package io.embeddedgateway.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;

import io.embeddedgateway.Selector;
import io.embeddedgateway.ratelimit.LimitBeans;
import io.embeddedgateway.ratelimit.RequestCost;
import io.embeddedgateway.ratelimit.ResponseCost;

/**
 * The beans of the application that rate limits refer to.
 *
 * @param beans all beans
 */
record NamedLimitBeans(ListableBeanFactory beans) implements LimitBeans {

	@Override
	public @Nullable Selector selector(String name) {
		return NamedBeans.find(this.beans, name, Selector.class);
	}

	@Override
	public @Nullable RequestCost requestCost(String name) {
		return NamedBeans.find(this.beans, name, RequestCost.class);
	}

	@Override
	public @Nullable ResponseCost responseCost(String name) {
		return NamedBeans.find(this.beans, name, ResponseCost.class);
	}

}
