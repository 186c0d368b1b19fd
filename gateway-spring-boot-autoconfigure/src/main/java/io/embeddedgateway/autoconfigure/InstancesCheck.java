package io.embeddedgateway.autoconfigure;

import java.util.List;
import java.util.function.BooleanSupplier;

import org.springframework.util.ClassUtils;

import io.embeddedgateway.autoconfigure.strict.Problems;
import io.embeddedgateway.discovery.InstanceDeclaration;
import io.embeddedgateway.service.Service;

/**
 * Checks the instances of a service that are written in the configuration, or where they
 * come from.
 */
final class InstancesCheck {

	private static final String DISCOVERY_CLIENT = "org.springframework.cloud.client.discovery.ReactiveDiscoveryClient";

	private final Problems problems;

	private final BooleanSupplier registryIsThere;

	InstancesCheck(Problems problems, BooleanSupplier registryIsThere) {
		this.problems = problems;
		this.registryIsThere = registryIsThere;
	}

	void check(String id, String path, List<InstanceDeclaration> instances) {
		InstanceDeclaration source = instances.stream().filter(InstanceDeclaration::isSource).findFirst().orElse(null);
		if (source == null) {
			checkFixed(id, path, instances);
			return;
		}
		if (instances.size() > 1) {
			this.problems.add(path + ".instances",
					"'" + source.uri() + "' stands beside other instances. Write it alone, or fixed instances only");
		}
		if (source.isRegistered() && !this.registryIsThere.getAsBoolean()) {
			this.problems.add(path + ".instances",
					"'" + source.uri() + "' needs " + (ClassUtils.isPresent(DISCOVERY_CLIENT, null)
							? "a ReactiveDiscoveryClient, and there is none. Add the starter of Spring Cloud for your "
									+ "registry, or an InstanceRegistry bean"
							: "Spring Cloud, which is not on the class path. Add the starter of Spring Cloud for your "
									+ "registry, such as spring-cloud-starter-netflix-eureka-client, or an "
									+ "InstanceRegistry bean"));
		}
	}

	private void checkFixed(String id, String path, List<InstanceDeclaration> instances) {
		if (instances.isEmpty()) {
			return;
		}
		try {
			Service.builder(id).instances(instances.stream().map(InstanceDeclaration::instance).toList()).build();
		}
		catch (IllegalArgumentException ex) {
			this.problems.add(path, String.valueOf(ex.getMessage()));
		}
	}

}
