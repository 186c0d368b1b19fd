package io.embeddedgateway.autoconfigure;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundles;

import io.embeddedgateway.autoconfigure.strict.DidYouMean;
import io.embeddedgateway.autoconfigure.strict.Problems;
import io.embeddedgateway.discovery.InstanceDeclaration;
import io.embeddedgateway.upstream.ConnectionPolicy;
import io.embeddedgateway.upstream.Protocol;

/**
 * Checks that the protocol and the TLS settings of a service go together with each other
 * and with its instances, and can be applied.
 */
final class ServiceTlsCheck {

	private final String path;

	private final ServiceProperties service;

	private final Problems problems;

	ServiceTlsCheck(String path, ServiceProperties service, Problems problems) {
		this.path = path;
		this.service = service;
		this.problems = problems;
	}

	void check(@Nullable SslBundles bundles) {
		checkProtocol();
		String bundle = this.service.sslBundle();
		if (bundle != null && this.service.insecure()) {
			this.problems.add(this.path, "has both 'ssl-bundle' and 'insecure'. Remove one");
		}
		if (bundle != null) {
			checkUsed("ssl-bundle");
			checkBundle(bundle, bundles);
		}
		if (this.service.insecure()) {
			checkUsed("insecure");
		}
	}

	private void checkProtocol() {
		Protocol protocol = this.service.protocol();
		for (InstanceDeclaration instance : this.service.instances()) {
			if (protocol == Protocol.H2 && "http".equals(instance.scheme())) {
				this.problems.add(this.path + ".protocol", "'h2' is HTTP/2 over TLS, but '" + instance.uri()
						+ "' has no TLS. Write 'protocol: h2c', or 'https' for the instance");
			}
			else if (protocol == Protocol.H2C && "https".equals(instance.scheme())) {
				this.problems.add(this.path + ".protocol", "'h2c' is HTTP/2 without TLS, but '" + instance.uri()
						+ "' has TLS. Write 'protocol: h2', or 'http' for the instance");
			}
		}
	}

	private void checkUsed(String property) {
		List<InstanceDeclaration> instances = this.service.instances();
		if (!instances.isEmpty() && instances.stream().allMatch((instance) -> "http".equals(instance.scheme()))) {
			this.problems.add(this.path + "." + property,
					"has no effect, because no instance has 'https'. Write 'https' for the instances, or remove it");
		}
	}

	private void checkBundle(String name, @Nullable SslBundles bundles) {
		Set<String> known = (bundles != null) ? Set.copyOf(bundles.getBundleNames()) : Set.of();
		if (!known.contains(name)) {
			this.problems.add(this.path + ".ssl-bundle", "there is no SSL bundle '" + name
					+ "' under 'spring.ssl.bundle'. " + DidYouMean.among(name, known));
			return;
		}
		ConnectionPolicy connections = this.service.forwardPolicy().connections();
		try {
			new BundleTlsContexts(bundles).context(connections.tls(), connections.protocol());
		}
		catch (RuntimeException ex) {
			this.problems.add(this.path + ".ssl-bundle", "SSL bundle '" + name + "' can't be used: " + ex.getMessage()
					+ ". Correct it under 'spring.ssl.bundle'");
		}
	}

}
