package io.embeddedgateway.autoconfigure;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;

import io.embeddedgateway.actuate.DashboardSection;

import static org.assertj.core.api.Assertions.assertThat;

class GatewayDashboardAutoConfigurationTests {

	private final ReactiveWebApplicationContextRunner exposed = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(GatewayDashboardAutoConfiguration.class))
		.withPropertyValues("management.endpoints.web.exposure.include=gateway");

	private final ReactiveWebApplicationContextRunner enabled = this.exposed
		.withPropertyValues("gateway.dashboard.enabled=true");

	@Test
	void thereIsNoPageUnlessItIsAskedFor() {
		this.exposed.run((context) -> assertThat(context).doesNotHaveBean(DashboardSection.class));
		this.exposed.withPropertyValues("gateway.dashboard.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(DashboardSection.class));
		this.enabled.run((context) -> assertThat(context).hasSingleBean(DashboardSection.class));
	}

	@Test
	void thereIsNoPageWithoutTheEndpoint() {
		this.enabled.withPropertyValues("management.endpoint.gateway.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(DashboardSection.class));
		this.enabled.withPropertyValues("management.endpoints.web.exposure.include=health")
			.run((context) -> assertThat(context).doesNotHaveBean(DashboardSection.class));
		this.enabled.withPropertyValues("gateway.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(DashboardSection.class));
	}

	@Test
	void applicationMayHaveASectionOfItsOwn() {
		this.enabled.withBean("own", DashboardSection.class, DashboardSection::new)
			.run((context) -> assertThat(context).hasSingleBean(DashboardSection.class).hasBean("own"));
	}

}
