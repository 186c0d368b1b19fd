package io.embeddedgateway.autoconfigure;

import java.time.Clock;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;

import io.embeddedgateway.Percentage;
import io.embeddedgateway.Route;
import io.embeddedgateway.observability.accesslog.AccessLogField;
import io.embeddedgateway.observability.accesslog.AccessLogFormat;
import io.embeddedgateway.observability.accesslog.AccessLogObserver;
import io.embeddedgateway.observability.accesslog.AccessLogPolicy;
import io.embeddedgateway.testing.YamlInitializer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The access log as an application configures it.
 */
class GatewayAccessLogTests {

	private static final Route ROUTE = Route.builder("a").path("/a").toUri("http://localhost:1");

	private final ReactiveWebApplicationContextRunner runner = AllAutoConfigurations.runner();

	@Test
	void nothingIsLoggedUnlessItIsAskedFor() {
		this.runner.run((context) -> assertThat(context.getBean(AccessLogObserver.class).listenerFor(ROUTE)).isNull());
		this.runner.withPropertyValues("gateway.access-log=json")
			.run((context) -> assertThat(context.getBean(AccessLogObserver.class).listenerFor(ROUTE)).isNotNull());
	}

	@Test
	void everyKeyArrives() {
		this.runner
			.withPropertyValues("gateway.access-log.format=json",
					"gateway.access-log.fields=time, request-bytes, traceId, total-ms",
					"gateway.access-log.request-headers=Accept, X-Request-Id", "gateway.access-log.mask=pid",
					"gateway.access-log.sample=0.5%")
			.run((context) -> assertThat(context.getBean(GatewayProperties.class).accessLog()).isNotNull()
				.isEqualTo(AccessLogPolicy.JSON
					.withFields(AccessLogField.TIME, AccessLogField.REQUEST_BYTES, AccessLogField.TRACE_ID,
							AccessLogField.TOTAL_MS)
					.withRequestHeaders("Accept", "X-Request-Id")
					.withMasked(List.of("pid"))
					.withSample(Percentage.of("0.5%"))));
	}

	@Test
	void wordThatYamlTakesForABooleanIsUnderstood() {
		this.runner.withPropertyValues("gateway.routes.a.path=/a", "gateway.routes.a.uri=http://localhost:1")
			.withInitializer(new YamlInitializer("""
					gateway:
					  access-log: off
					  defaults: {access-log: on}
					  routes: {a: {access-log: off}}
					"""))
			.run((context) -> {
				GatewayProperties properties = context.getBean(GatewayProperties.class);
				assertThat(properties.accessLog()).isNotNull()
					.extracting(AccessLogPolicy::format)
					.isEqualTo(AccessLogFormat.NONE);
				assertThat(properties.defaults().accessLog())
					.hasToString("RouteAccessLogPolicy[enabled=true, sample=100%]");
				assertThat(properties.routes().get("a").accessLog())
					.hasToString("RouteAccessLogPolicy[enabled=false, sample=100%]");
			});
	}

	@Test
	void accessLogOfTheApplicationGoesBeforeOurs() {
		AccessLogObserver own = new AccessLogObserver(AccessLogPolicy.JSON, Clock.systemUTC(), () -> 0);
		this.runner.withBean("own", AccessLogObserver.class, () -> own)
			.run((context) -> assertThat(context).hasSingleBean(AccessLogObserver.class).hasBean("own"));
	}

	@Test
	void mistakesAreToldTogether() {
		this.runner
			.withPropertyValues("gateway.access-log.format=jsn", "gateway.access-log.fields=time,pth",
					"gateway.access-log.smple=1%", "gateway.routes.a.path=/a",
					"gateway.routes.a.uri=http://localhost:1", "gateway.routes.a.access-log=200%")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessageContaining("'jsn' is not a known value. Did you mean 'json'?")
				.hasMessageContaining("'pth' is not a known value. Did you mean 'path'?")
				.hasMessageContaining("There is no 'smple' here. Did you mean 'sample'?")
				.hasMessageContaining("'sample' is 200%. Write 0% to 100%"));
		this.runner.withPropertyValues("gateway.access-log=xml")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessageContaining("gateway.access-log")
				.hasMessageContaining(
						"'xml' is no format of an access log. Write 'json', 'common', 'combined' or 'none'"));
	}

	@Test
	void routeNeedsAnAccessLog() {
		this.runner
			.withPropertyValues("gateway.defaults.access-log=1%", "gateway.routes.a.path=/a",
					"gateway.routes.a.uri=http://localhost:1", "gateway.routes.a.access-log=all")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessageContaining("gateway.defaults.access-log")
				.hasMessageContaining("gateway.routes.a.access-log")
				.hasMessageContaining("There is no access log. Write 'gateway.access-log: json', or remove this"));
	}

}
