package io.embeddedgateway.autoconfigure;

import java.util.Set;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.util.ClassUtils;

import io.embeddedgateway.autoconfigure.strict.Problems;
import io.embeddedgateway.usage.UsageJdbcPolicy;
import io.embeddedgateway.usage.UsagePolicy;
import io.embeddedgateway.usage.UsageSink;
import io.embeddedgateway.usage.redis.RedisUsageSink;

/**
 * Checks that somebody gets what is metered.
 */
final class UsageCheck {

	private static final String JDBC = OnUsageCondition.USAGE + ".jdbc";

	private static final String REDIS = OnUsageCondition.USAGE + ".redis";

	private static final String REGISTRY = "io.micrometer.core.instrument.MeterRegistry";

	private final ListableBeanFactory beans;

	private final Problems problems;

	UsageCheck(ListableBeanFactory beans, Problems problems) {
		this.beans = beans;
		this.problems = problems;
	}

	void check(@Nullable UsagePolicy usage) {
		if (usage == null) {
			return;
		}
		if (usage.jdbc() != null) {
			check(usage.jdbc());
		}
		if (usage.redis() != null && !hasRedisSink()) {
			this.problems.add(REDIS, RedisRequirement.mistake("remove 'redis'"));
		}
		boolean metrics = usage.metrics() && hasRegistry();
		if (!metrics && usage.file() == null && usage.jdbc() == null && usage.redis() == null
				&& NamedBeans.names(this.beans, UsageSink.class).isEmpty() && !failedElsewhere()) {
			this.problems.add(OnUsageCondition.USAGE,
					"counts for nobody: there is " + (usage.metrics() ? "no MeterRegistry bean" : "'metrics: false'")
							+ ". Write 'file' with a path, 'jdbc' with a table or 'redis' with a stream, or declare a "
							+ "bean of type UsageSink");
		}
	}

	private boolean failedElsewhere() {
		return this.problems.failed(OnUsageCondition.USAGE + ".file") || this.problems.failed(JDBC)
				|| this.problems.failed(REDIS);
	}

	private boolean hasRedisSink() {
		return RedisRequirement.isPresent() && !NamedBeans.names(this.beans, RedisUsageSink.class).isEmpty();
	}

	private void check(UsageJdbcPolicy jdbc) {
		Set<String> names = NamedBeans.names(this.beans, DataSource.class);
		String name = jdbc.dataSource();
		String mistake = (name != null) ? NamedBeans.mistake(this.beans, name, DataSource.class) : null;
		if (mistake != null) {
			this.problems.add(JDBC + ".data-source", mistake);
		}
		else if (name == null && names.isEmpty()) {
			this.problems.add(JDBC, "there is no DataSource bean. Add spring-boot-starter-jdbc and write "
					+ "'spring.datasource.url', or remove 'jdbc'");
		}
		else if (name == null && names.size() > 1) {
			this.problems.add(JDBC, "does not say which DataSource is meant. Write 'data-source' with one of " + names);
		}
	}

	private boolean hasRegistry() {
		ClassLoader loader = UsageCheck.class.getClassLoader();
		return ClassUtils.isPresent(REGISTRY, loader)
				&& !NamedBeans.names(this.beans, ClassUtils.resolveClassName(REGISTRY, loader)).isEmpty();
	}

}
