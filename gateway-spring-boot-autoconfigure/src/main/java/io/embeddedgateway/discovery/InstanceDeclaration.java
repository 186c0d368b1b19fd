package io.embeddedgateway.discovery;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.embeddedgateway.service.Instance;
import io.embeddedgateway.service.InstanceSource;

/**
 * An instance as it is written in the configuration, or where instances come from:
 * {@code dns:} and an address with a host name, {@code srv:} and a name of SRV records,
 * or {@code discovery:} and the id of a service in a registry.
 *
 * @param uri where the instance is, or where instances come from
 * @param weight share of the requests, relative to the other instances
 * @param zone where the instance runs, or {@code null} if that is not known
 * @param priority the level; those of higher numbers are used as far as those of lower
 * ones do not suffice
 * @param metadata free values for load balancers of the application; copied
 */
public record InstanceDeclaration(URI uri, @DefaultValue("1") int weight, @Nullable String zone,
		@DefaultValue("0") int priority, @DefaultValue Map<String, String> metadata) {

	private static final String DNS = "dns:";

	private static final String SRV = "srv:";

	private static final String REGISTRY = "discovery:";

	private static final List<String> SOURCES = List.of(DNS, SRV, REGISTRY);

	/**
	 * Check the declaration.
	 * @throws IllegalArgumentException if there can be no such instance or source
	 */
	public InstanceDeclaration {
		metadata = Map.copyOf(metadata);
		String text = String.valueOf(uri);
		if (text.startsWith(DNS)) {
			checkHost(text, new Instance(address(text), weight, zone, priority, metadata));
		}
		else if (SOURCES.stream().anyMatch(text::startsWith)) {
			if (weight != 1 || zone != null || priority != 0 || !metadata.isEmpty()) {
				throw new IllegalArgumentException("weight, zone, priority and metadata of the instances come from '"
						+ text + "' itself. Write it alone");
			}
			checkSource(text);
		}
		else {
			uri = new Instance(uri, weight, zone, priority, metadata).uri();
		}
	}

	/**
	 * An instance of weight 1 and priority 0, or a source: the short form.
	 * @param text where the instance is, or where instances come from
	 * @return the declaration
	 * @throws IllegalArgumentException if there can be no such instance or source
	 */
	public static InstanceDeclaration of(String text) {
		String trimmed = text.trim();
		boolean source = SOURCES.stream().anyMatch(trimmed::startsWith);
		return new InstanceDeclaration(source ? parse(trimmed) : Instance.of(trimmed).uri(), 1, null, 0, Map.of());
	}

	private static URI parse(String text) {
		try {
			return new URI(text);
		}
		catch (URISyntaxException ex) {
			throw new IllegalArgumentException("'" + text + "' can't be read: " + ex.getReason()
					+ ". Write for example " + "'dns:http://orders.internal:8080'", ex);
		}
	}

	private static URI address(String text) {
		return Instance.of(text.substring(DNS.length())).uri();
	}

	private static void checkHost(String text, Instance instance) {
		String host = instance.uri().getHost();
		if (host.startsWith("[") || NetUtil.isValidIpV4Address(host)) {
			throw new IllegalArgumentException(
					"'" + text + "' has an IP address, which needs no DNS. Write '" + instance.uri() + "'");
		}
	}

	private static void checkSource(String text) {
		if (text.startsWith(SRV)) {
			SrvName.of(text.substring(SRV.length()));
		}
		else if (text.substring(REGISTRY.length()).contains("/")) {
			throw new IllegalArgumentException(
					"'" + text + "' is no id in a registry. Write the id alone, for example 'discovery:orders'");
		}
	}

	/**
	 * Whether instances come from here, rather than that this is one.
	 * @return {@code true} if this is a source
	 */
	public boolean isSource() {
		return SOURCES.stream().anyMatch(this.uri.toString()::startsWith);
	}

	/**
	 * Whether instances come from a registry.
	 * @return {@code true} if an {@link InstanceRegistry} is asked
	 */
	public boolean isRegistered() {
		return this.uri.toString().startsWith(REGISTRY);
	}

	/**
	 * How the instance, or all that come from here, are spoken to.
	 * @return {@code http} or {@code https}, or {@code null} if a registry knows
	 */
	public @Nullable String scheme() {
		if (isRegistered()) {
			return null;
		}
		return isSource() ? URI.create(this.uri.getSchemeSpecificPart()).getScheme() : this.uri.getScheme();
	}

	/**
	 * The instance.
	 * @return the instance
	 * @throws IllegalArgumentException if this is a source
	 */
	public Instance instance() {
		return new Instance(this.uri, this.weight, this.zone, this.priority, this.metadata);
	}

	/**
	 * The source.
	 * @param dns asks DNS
	 * @param registry knows the instances of services, asked only if it is needed
	 * @param policy how often to ask
	 * @return where the instances come from
	 * @throws IllegalStateException if this is an instance
	 */
	public InstanceSource source(DnsDiscovery dns, Supplier<InstanceRegistry> registry, DiscoveryPolicy policy) {
		String text = this.uri.toString();
		if (text.startsWith(DNS)) {
			return dns.addresses(new Instance(address(text), this.weight, this.zone, this.priority, this.metadata),
					policy);
		}
		if (text.startsWith(SRV)) {
			return dns.servers(SrvName.of(text.substring(SRV.length())), policy);
		}
		if (!isRegistered()) {
			throw new IllegalStateException("'" + text + "' is an instance");
		}
		return registry.get().instances(text.substring(REGISTRY.length()), policy);
	}

}
