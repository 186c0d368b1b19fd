package io.embeddedgateway.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import reactor.core.publisher.Mono;

import io.embeddedgateway.usage.UsageFeature;
import io.embeddedgateway.usage.UsageMeter;
import io.embeddedgateway.usage.UsageMetrics;
import io.embeddedgateway.usage.UsagePolicy;
import io.embeddedgateway.usage.UsageReporter;
import io.embeddedgateway.usage.UsageSink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Usage as an application configures it.
 */
class GatewayUsageTests {

	private final ReactiveWebApplicationContextRunner runner = AllAutoConfigurations.runner();

	@Test
	void nothingIsThereUnlessItIsAskedFor() {
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.run((context) -> assertThat(context).doesNotHaveBean(UsageFeature.class)
				.doesNotHaveBean(UsageMeter.class)
				.doesNotHaveBean(UsageReporter.class)
				.doesNotHaveBean(UsageMetrics.class));
	}

	@Test
	void metricsAreThereWhereThereIsARegistry() {
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withPropertyValues("gateway.usage.flush=1s")
			.run((context) -> assertThat(sinks(context.getBean(UsageReporter.class)))
				.containsExactly("gatewayUsageMetrics"));
	}

	@Test
	void everyKeyArrives() {
		this.runner.withBean("usageData", JdbcDataSource.class)
			.withBean("otherData", JdbcDataSource.class)
			.withBean("ownSink", UsageSink.class, () -> (batch) -> Mono.empty())
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withPropertyValues("gateway.usage.flush=5s", "gateway.usage.max-keys=7", "gateway.usage.gateway=node-1",
					"gateway.usage.metrics=false", "gateway.usage.file.path=/tmp/usage.jsonl",
					"gateway.usage.file.max-size=1MB", "gateway.usage.file.daily=true",
					"gateway.usage.file.max-files=3", "gateway.usage.jdbc.table=my.usage",
					"gateway.usage.jdbc.data-source=usageData")
			.run((context) -> {
				UsagePolicy policy = context.getBean(GatewayProperties.class).usage();
				assertThat(policy).isNotNull();
				assertThat(policy.flush()).isEqualTo(Duration.ofSeconds(5));
				assertThat(policy.maxKeys()).isEqualTo(7);
				assertThat(policy.file())
					.hasToString("UsageFilePolicy[path=/tmp/usage.jsonl, maxSize=1048576B, daily=true, maxFiles=3]");
				assertThat(policy.jdbc()).hasToString("UsageJdbcPolicy[table=my.usage, dataSource=usageData]");
				assertThat(sinks(context.getBean(UsageReporter.class))).containsExactlyInAnyOrder("ownSink", "file",
						"jdbc");
			});
	}

	@Test
	void shortFormsStandForTheMainValue() {
		this.runner.withBean(JdbcDataSource.class)
			.withPropertyValues("gateway.usage.file=/tmp/usage.jsonl", "gateway.usage.jdbc=usage")
			.run((context) -> assertThat(sinks(context.getBean(UsageReporter.class))).containsExactlyInAnyOrder("file",
					"jdbc"));
	}

	@Test
	void beansOfTheApplicationGoBeforeOurs() {
		this.runner.withBean("ownReporter", UsageReporter.class, () -> null)
			.withBean("sink", UsageSink.class, () -> (batch) -> Mono.empty())
			.withPropertyValues("gateway.usage.flush=5s")
			.run((context) -> assertThat(context).hasBean("ownReporter").doesNotHaveBean("gatewayUsageReporter"));
	}

	@Test
	void mistakesAreToldTogetherWithOthers() {
		this.runner
			.withPropertyValues("gateway.usage.flush=0", "gateway.usage.kafka=topic", "gateway.usage.file.max-size=1MB",
					"gateway.usage.jdbc=a;drop", "gateway.routes.a.uri=http://a:1")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessageContaining("'path' is missing. Write for example 'path: /var/log/usage.jsonl'")
				.hasMessageContaining("'a;drop' is no name of a table. Write letters, digits and '_'")
				.hasMessageContaining("gateway.usage.kafka")
				.hasMessageContaining("gateway.routes.a"));
		this.runner.withPropertyValues("gateway.usage.flush=0", "gateway.routes.a.uri=http://a:1")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessageContaining("'flush' is 0ms. Write between 100ms and 1h, for example '10s'")
				.hasMessageContaining("gateway.routes.a"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			jdbc=usage     | There is no DataSource bean. Add spring-boot-starter-jdbc
			metrics=false  | Counts for nobody: there is 'metrics: false'. Write 'file' with a path
			flush=1s       | Counts for nobody: there is no MeterRegistry bean. Write 'file'
			""")
	void somebodyHasToGetWhatIsCounted(String property, String message) {
		this.runner.withPropertyValues("gateway.usage." + property)
			.run((context) -> assertThat(context.getStartupFailure()).rootCause().hasMessageContaining(message));
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '"',
			value = { "0s, 10, 'flush' is 0ms", "-1s, 10, 'flush' is -1000ms", "2h, 10, 'flush' is 7200000ms",
					"1s, 0, 'max-keys' is 0. Write between 1 and 1000000", "1s, -5, 'max-keys' is -5" })
	void numbersHaveBounds(String flush, int maxKeys, String message) {
		Duration interval = DurationStyle.detectAndParse(flush);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new UsagePolicy(interval, maxKeys, null, true, null, null, null))
			.withMessageContaining(message);
	}

	@Test
	void dataSourceHasToBeNamedIfThereAreSeveral() {
		this.runner.withBean("one", JdbcDataSource.class)
			.withBean("two", JdbcDataSource.class)
			.withPropertyValues("gateway.usage.jdbc=usage")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessageContaining(
						"Does not say which DataSource is meant. Write 'data-source' with one of [one, two]"));
		this.runner.withBean("one", JdbcDataSource.class)
			.withPropertyValues("gateway.usage.jdbc.data-source=on")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessageContaining("There is no bean 'on'. Did you mean 'one'?"));
	}

	private static List<String> sinks(UsageReporter reporter) {
		return reporter.sinks().stream().map(UsageReporter.SinkState::name).toList();
	}

}
