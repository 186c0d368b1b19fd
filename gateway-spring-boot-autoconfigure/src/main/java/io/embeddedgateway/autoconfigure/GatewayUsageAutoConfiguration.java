package io.embeddedgateway.autoconfigure;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import javax.sql.DataSource;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import reactor.core.scheduler.Schedulers;

import io.embeddedgateway.usage.FileUsageSink;
import io.embeddedgateway.usage.JdbcUsageSink;
import io.embeddedgateway.usage.UsageFeature;
import io.embeddedgateway.usage.UsageMeter;
import io.embeddedgateway.usage.UsageMetrics;
import io.embeddedgateway.usage.UsagePolicy;
import io.embeddedgateway.usage.UsageReporter;
import io.embeddedgateway.usage.UsageSink;

/**
 * Auto-configuration for metering what routes are used for, where it is asked for.
 */
@AutoConfiguration(after = GatewayRoutingAutoConfiguration.class)
@ConditionalOnGateway
@Conditional(OnUsageCondition.class)
public final class GatewayUsageAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	UsageMeter gatewayUsageMeter(GatewayProperties properties) {
		UsagePolicy policy = policy(properties);
		return new UsageMeter(policy.maxKeys(), (policy.gateway() != null) ? policy.gateway() : host(),
				UUID.randomUUID().toString(), Clock.systemUTC());
	}

	@Bean
	@ConditionalOnMissingBean
	UsageFeature gatewayUsageFeature(UsageMeter meter, ObjectProvider<UsageMetrics> metrics) {
		return new UsageFeature(meter, (routes) -> metrics.ifAvailable((counted) -> counted.retain(routes)));
	}

	@Bean
	@ConditionalOnMissingBean
	UsageReporter gatewayUsageReporter(GatewayProperties properties, UsageMeter meter, ListableBeanFactory beans) {
		UsagePolicy policy = policy(properties);
		Map<String, UsageSink> sinks = new LinkedHashMap<>(
				BeanFactoryUtils.beansOfTypeIncludingAncestors(beans, UsageSink.class));
		if (policy.file() != null) {
			sinks.put("file", new FileUsageSink(policy.file(), Clock.systemUTC()));
		}
		if (policy.jdbc() != null) {
			DataSource dataSource = NamedBeans.finder(beans, DataSource.class).apply(policy.jdbc().dataSource());
			sinks.put("jdbc", new JdbcUsageSink(dataSource, policy.jdbc().table()));
		}
		return new UsageReporter(meter, policy.flush(), sinks, (name) -> Schedulers.newSingle(name, true));
	}

	private static UsagePolicy policy(GatewayProperties properties) {
		return Objects.requireNonNull(properties.usage());
	}

	private static String host() {
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			return "unknown";
		}
	}

}
