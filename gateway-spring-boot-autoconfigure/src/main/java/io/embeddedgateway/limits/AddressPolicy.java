package io.embeddedgateway.limits;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.embeddedgateway.AddressRange;

/**
 * From which addresses a route may be used.
 *
 * @param allow the ranges of which one has to hold the address of the client, or
 * {@code null} for any address
 * @param deny the ranges of which none may hold it; they go before those that are allowed
 */
public record AddressPolicy(@Nullable List<AddressRange> allow, @DefaultValue List<AddressRange> deny) {

	/**
	 * Any address.
	 */
	public static final AddressPolicy NONE = new AddressPolicy(null, List.of());

	/**
	 * Check the policy.
	 * @throws IllegalArgumentException if it allows no address at all
	 */
	public AddressPolicy {
		if (allow != null && allow.isEmpty()) {
			throw new IllegalArgumentException(
					"'allow' is empty, so nobody could use the route. Write for example '10.0.0.0/8', or remove it");
		}
		allow = (allow != null) ? List.copyOf(allow) : null;
		deny = List.copyOf(deny);
	}

	/**
	 * A policy from its short form.
	 * @param text the ranges that are allowed, separated by commas, or {@code none} for a
	 * route without rules
	 * @return the policy
	 * @throws IllegalArgumentException if one of them is not a range of addresses
	 */
	public static AddressPolicy of(String text) {
		return text.equals("none") ? NONE : allow(text.strip().split("\\s*,\\s*"));
	}

	/**
	 * A policy that allows some addresses.
	 * @param ranges the ranges of which one has to hold the address of the client
	 * @return the policy
	 * @throws IllegalArgumentException if one of them is not a range of addresses
	 */
	public static AddressPolicy allow(String... ranges) {
		return new AddressPolicy(ranges(ranges), List.of());
	}

	/**
	 * A policy that allows all addresses but some.
	 * @param ranges the ranges of which none may hold the address of the client
	 * @return the policy
	 * @throws IllegalArgumentException if one of them is not a range of addresses
	 */
	public static AddressPolicy deny(String... ranges) {
		return NONE.butNot(ranges);
	}

	/**
	 * This policy without some addresses.
	 * @param ranges the ranges of which none may hold the address of the client
	 * @return the changed policy
	 * @throws IllegalArgumentException if one of them is not a range of addresses
	 */
	public AddressPolicy butNot(String... ranges) {
		return new AddressPolicy(this.allow, ranges(ranges));
	}

	private static List<AddressRange> ranges(String... ranges) {
		return Arrays.stream(ranges).map(AddressRange::of).toList();
	}

}
