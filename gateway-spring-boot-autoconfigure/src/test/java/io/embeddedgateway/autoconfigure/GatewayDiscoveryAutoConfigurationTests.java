package io.embeddedgateway.autoconfigure;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.cloud.client.discovery.ReactiveDiscoveryClient;
import org.springframework.cloud.client.discovery.simple.reactive.SimpleReactiveDiscoveryClient;
import org.springframework.cloud.client.discovery.simple.reactive.SimpleReactiveDiscoveryProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Flux;

import io.embeddedgateway.discovery.CloudInstanceRegistry;
import io.embeddedgateway.discovery.DnsDiscovery;
import io.embeddedgateway.discovery.InstanceRegistry;
import io.embeddedgateway.service.Instance;
import io.embeddedgateway.service.Services;
import io.embeddedgateway.upstream.UpstreamConnections;

import static org.assertj.core.api.Assertions.assertThat;

class GatewayDiscoveryAutoConfigurationTests {

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withPropertyValues("spring.reactor.netty.shutdown-quiet-period=0s", "gateway.dns.servers=127.0.0.1:1")
		.withConfiguration(AutoConfigurations.of(GatewayRoutingAutoConfiguration.class,
				GatewayServiceAutoConfiguration.class, GatewayForwardAutoConfiguration.class,
				GatewayDiscoveryAutoConfiguration.class, GatewayCloudDiscoveryAutoConfiguration.class));

	private final ReactiveWebApplicationContextRunner cloud = this.runner.withUserConfiguration(Cloud.class);

	@Test
	void registryIsThereIfSpringCloudIs() {
		this.cloud.run((context) -> assertThat(context).hasSingleBean(DnsDiscovery.class)
			.getBean(InstanceRegistry.class)
			.isInstanceOf(CloudInstanceRegistry.class));
		this.runner.run((context) -> assertThat(context).hasSingleBean(DnsDiscovery.class)
			.doesNotHaveBean(InstanceRegistry.class));
	}

	@Test
	void registryOfTheApplicationGoesFirst() {
		this.cloud.withUserConfiguration(OwnRegistry.class)
			.withPropertyValues("gateway.services.a.instances=discovery:orders")
			.run((context) -> {
				assertThat(context).hasSingleBean(InstanceRegistry.class);
				assertThat(context.getBean(Services.class).get("a").instances()).map(Object::toString)
					.containsExactly("http://orders:80");
			});
	}

	@Test
	void withoutSpringCloudItIsSaidWhatIsMissing() {
		this.runner.withClassLoader(new FilteredClassLoader(ReactiveDiscoveryClient.class))
			.withPropertyValues("gateway.services.a.instances=discovery:orders")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessageContaining("'discovery:orders' needs Spring Cloud, which is not on the class path. Add the "
						+ "starter of Spring Cloud for your registry"));
		this.runner.withClassLoader(new FilteredClassLoader(ReactiveDiscoveryClient.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(InstanceRegistry.class));
	}

	@Test
	void customizersChangeHowDnsIsAsked() {
		this.runner.withUserConfiguration(Customizer.class).run((context) -> {
			assertThat(context).hasSingleBean(UpstreamConnections.class);
			// For instances, and for the hosts of instances
			assertThat(context.getBean(AtomicInteger.class)).hasValue(2);
		});
	}

	@Test
	void nothingIsThereWhenSwitchedOff() {
		this.cloud.withPropertyValues("gateway.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(DnsDiscovery.class)
				.doesNotHaveBean(InstanceRegistry.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class Cloud {

		@Bean
		ReactiveDiscoveryClient discoveryClient() {
			return new SimpleReactiveDiscoveryClient(new SimpleReactiveDiscoveryProperties());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnRegistry {

		@Bean
		InstanceRegistry own() {
			return (serviceId, policy) -> () -> Flux.just(List.of(Instance.of("http://" + serviceId)));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Customizer {

		@Bean
		AtomicInteger customized() {
			return new AtomicInteger();
		}

		@Bean
		DnsResolverCustomizer counting(AtomicInteger customized) {
			return (builder) -> customized.incrementAndGet();
		}

	}

}
