package io.embeddedgateway.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import reactor.core.scheduler.Schedulers;

import io.embeddedgateway.Selector;
import io.embeddedgateway.autoconfigure.strict.DeclarationOrigins;
import io.embeddedgateway.discovery.DiscoveryPolicy;
import io.embeddedgateway.discovery.DnsDiscovery;
import io.embeddedgateway.discovery.InstanceDeclaration;
import io.embeddedgateway.discovery.InstanceRegistry;
import io.embeddedgateway.loadbalancer.LoadBalancer;
import io.embeddedgateway.loadbalancer.LoadBalancers;
import io.embeddedgateway.service.InstanceSource;
import io.embeddedgateway.service.InstanceSourceSubscriptions;
import io.embeddedgateway.service.Service;
import io.embeddedgateway.service.Services;

/**
 * Auto-configuration for services and for the choice among their instances.
 */
@AutoConfiguration(after = GatewayRoutingAutoConfiguration.class)
@ConditionalOnGateway
public final class GatewayServiceAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	Services gatewayServices(GatewayProperties properties, ListableBeanFactory beans, Environment environment,
			ObjectProvider<Service> services) {
		DeclarationOrigins origins = new DeclarationOrigins(environment, "gateway.services");
		List<Service> all = new ArrayList<>();
		properties.services().forEach((id, declared) -> all.add(service(id, declared, origins.of(id), beans)));
		services.orderedStream().forEach(all::add);
		return new Services(all);
	}

	private static Service service(String id, ServiceProperties declared, @Nullable String origin,
			ListableBeanFactory beans) {
		InstanceSource source = source(declared, beans);
		Service.InstancesStage stage = Service.builder(id);
		Service.Builder service = (source != null) ? stage.instances(source)
				: stage.instances(declared.instances().stream().map(InstanceDeclaration::instance).toList());
		declared.policies().forEach(service::with);
		return service.origin(origin).build();
	}

	private static @Nullable InstanceSource source(ServiceProperties declared, ListableBeanFactory beans) {
		if (declared.instanceSource() != null) {
			return beans.getBean(declared.instanceSource(), InstanceSource.class);
		}
		InstanceDeclaration first = declared.instances().get(0);
		if (!first.isSource()) {
			return null;
		}
		DiscoveryPolicy policy = (declared.discovery() != null) ? declared.discovery() : DiscoveryPolicy.DEFAULT;
		return first.source(beans.getBean(DnsDiscovery.class), () -> beans.getBean(InstanceRegistry.class), policy);
	}

	@Bean
	@ConditionalOnMissingBean
	InstanceSourceSubscriptions gatewayInstanceSourceSubscriptions(Services services) {
		return new InstanceSourceSubscriptions(services, Schedulers.parallel());
	}

	@Bean
	@ConditionalOnMissingBean
	LoadBalancers gatewayLoadBalancers(GatewayProperties properties, ListableBeanFactory beans) {
		return new LoadBalancers(BeanFactoryUtils.beansOfTypeIncludingAncestors(beans, LoadBalancer.class),
				BeanFactoryUtils.beansOfTypeIncludingAncestors(beans, Selector.class), properties.zone(),
				ThreadLocalRandom::current, System::nanoTime);
	}

}
