package io.embeddedgateway.service;

import java.net.InetAddress;
import java.net.URI;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The definition of one instance of a service.
 *
 * @param uri where the instance is: {@code http} or {@code https}, a host, and a port
 * unless it is the default of the scheme; scheme and host are turned into lower case
 * @param weight the share of the requests that the instance is to get, relative to the
 * weights of the others, 0 to 1,000,000; with 0 it gets none, unless all instances to
 * choose from have 0, which counts as if all were equal
 * @param zone where the instance runs, or {@code null} if that is not known; blank counts
 * as {@code null}. A gateway in the same zone prefers the instance
 * @param priority the level: those of a higher number are used as far as the healthy ones
 * of lower numbers do not suffice; 0 to 100
 * @param metadata free values for load balancers of the application; copied
 * @param address where the host of the uri is to be found, or {@code null} if that is to
 * be looked up for each connection; the instance is spoken to, and verified, by the name
 * all the same
 */
public record Instance(URI uri, int weight, @Nullable String zone, int priority, Map<String, String> metadata,
		@Nullable InetAddress address) {

	/**
	 * The largest weight.
	 */
	public static final int MAX_WEIGHT = 1_000_000;

	/**
	 * The highest number of a level, which is used last.
	 */
	public static final int MAX_PRIORITY = 100;

	/**
	 * Check the definition.
	 * @throws IllegalArgumentException if the address is missing, has another scheme or
	 * more than scheme, host and port, or if weight or priority are out of range
	 */
	public Instance {
		uri = InstanceUri.checked(uri);
		if (weight < 0 || weight > MAX_WEIGHT) {
			throw new IllegalArgumentException(
					"'" + uri + "' has the weight " + weight + "; write one from 0 to " + MAX_WEIGHT);
		}
		if (priority < 0 || priority > MAX_PRIORITY) {
			throw new IllegalArgumentException("'" + uri + "' has the priority " + priority
					+ "; write one from 0, used first, to " + MAX_PRIORITY);
		}
		zone = (zone != null && zone.isBlank()) ? null : zone;
		metadata = Map.copyOf(metadata);
	}

	/**
	 * An instance whose host is looked up for each connection.
	 * @param uri where the instance is
	 * @param weight the share of the requests that the instance is to get
	 * @param zone where the instance runs, or {@code null} if that is not known
	 * @param priority the level
	 * @param metadata free values for load balancers of the application; copied
	 */
	public Instance(URI uri, int weight, @Nullable String zone, int priority, Map<String, String> metadata) {
		this(uri, weight, zone, priority, metadata, null);
	}

	/**
	 * An instance of weight 1 and priority 0, without zone and metadata: the short form.
	 * @param uri scheme, host and port, such as {@code http://orders-1:8080}
	 * @return the instance
	 * @throws IllegalArgumentException if the address can't be used
	 */
	public static Instance of(String uri) {
		return of(InstanceUri.parse(uri));
	}

	/**
	 * An instance of weight 1 and priority 0, without zone and metadata.
	 * @param uri scheme, host and port
	 * @return the instance
	 * @throws IllegalArgumentException if the address can't be used
	 */
	public static Instance of(URI uri) {
		return new Instance(uri, 1, null, 0, Map.of());
	}

	/**
	 * What tells this instance from others. State belongs to the id: an instance whose
	 * weight, zone or metadata change remains the same instance.
	 * @return scheme, host and port, with the port also where it is the default of the
	 * scheme, and with the address if there is one, as in
	 * {@code http://orders:8080@10.0.0.7}
	 */
	public String id() {
		String id = InstanceUri.id(this.uri);
		return (this.address != null) ? id + "@" + this.address.getHostAddress() : id;
	}

	/**
	 * This instance at a certain address.
	 * @param address where the host of the uri is to be found, or {@code null} if that is
	 * to be looked up for each connection
	 * @return the changed instance, with another id
	 */
	public Instance withAddress(@Nullable InetAddress address) {
		return new Instance(this.uri, this.weight, this.zone, this.priority, this.metadata, address);
	}

	/**
	 * This instance with another weight.
	 * @param weight the weight, 0 to 1,000,000
	 * @return the changed instance
	 * @throws IllegalArgumentException if the weight is out of range
	 */
	public Instance withWeight(int weight) {
		return new Instance(this.uri, weight, this.zone, this.priority, this.metadata, this.address);
	}

	/**
	 * This instance in another zone.
	 * @param zone the zone, or {@code null} if it is not known
	 * @return the changed instance
	 */
	public Instance withZone(@Nullable String zone) {
		return new Instance(this.uri, this.weight, zone, this.priority, this.metadata, this.address);
	}

	/**
	 * This instance on another level.
	 * @param priority the level, 0 to 100
	 * @return the changed instance
	 * @throws IllegalArgumentException if the level is out of range
	 */
	public Instance withPriority(int priority) {
		return new Instance(this.uri, this.weight, this.zone, priority, this.metadata, this.address);
	}

	/**
	 * This instance with other metadata.
	 * @param metadata the values by name; copied
	 * @return the changed instance
	 */
	public Instance withMetadata(Map<String, String> metadata) {
		return new Instance(this.uri, this.weight, this.zone, this.priority, metadata, this.address);
	}

}
