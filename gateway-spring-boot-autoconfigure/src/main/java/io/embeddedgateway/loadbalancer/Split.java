package io.embeddedgateway.loadbalancer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.service.Availability;
import io.embeddedgateway.service.ServiceInstance;

/**
 * How requests are split over the levels of a service, and on each level over the zone of
 * the gateway and the others.
 * <p>
 * A level keeps as many requests as 1.4 times its available weight, in proportion to its
 * whole weight: all of them until 28% of it are gone. What it can't keep goes to the next
 * level. The zone of the gateway keeps its requests in the same way; but if it is smaller
 * than others, no more than 1.4 times its share, supposing that as many requests come
 * from each zone. What it can't keep goes to the other zones of its level.
 */
final class Split {

	/**
	 * How much more than its share an instance is trusted to carry.
	 */
	private static final double OVERPROVISIONING = 1.4;

	private final List<ServiceInstance> candidates;

	private final List<Part> parts;

	private Split(List<ServiceInstance> candidates, List<Part> parts) {
		this.candidates = candidates;
		this.parts = parts;
	}

	/**
	 * Split the requests.
	 * @param availability the instances, with at least one candidate
	 * @param zone the zone of the gateway, or {@code null} if it is not known
	 * @return what each of them gets
	 */
	static Split of(Availability availability, @Nullable String zone) {
		List<Part> parts = new ArrayList<>();
		if (isDivided(availability.instances(), zone)) {
			List<Group> levels = new Group(availability.instances(), Set.copyOf(availability.candidates())).levels();
			double[] shares = shares(levels.stream().mapToDouble(Group::capacity).toArray());
			for (int i = 0; i < shares.length; i++) {
				add(levels.get(i), shares[i], zone, parts);
			}
		}
		return new Split(availability.candidates(),
				parts.isEmpty() ? List.of(new Part(availability.candidates(), 1)) : List.copyOf(parts));
	}

	private static boolean isDivided(List<ServiceInstance> instances, @Nullable String zone) {
		int first = instances.get(0).priority();
		return instances.stream()
			.anyMatch((instance) -> instance.priority() != first || (zone != null && zone.equals(instance.zone())));
	}

	private static void add(Group level, double share, @Nullable String zone, List<Part> parts) {
		Group own = level.only((instance) -> zone != null && zone.equals(instance.zone()));
		Group others = level.only((instance) -> zone == null || !zone.equals(instance.zone()));
		double fair = level.zones() * own.available() / Math.max(level.available(), 1);
		double[] shares = shares(Math.min(own.capacity(), OVERPROVISIONING * fair), others.capacity());
		add(own, share * shares[0], parts);
		add(others, share * shares[1], parts);
	}

	private static void add(Group group, double share, List<Part> parts) {
		List<ServiceInstance> candidates = group.candidates();
		if (!candidates.isEmpty()) {
			parts.add(new Part(candidates, share));
		}
	}

	/**
	 * How requests are shared: the first gets what it can carry, then the next. If they
	 * can't carry all, each gets in proportion.
	 * @param capacities what each can carry, 0 to 1 for all requests
	 * @return the share of each, 1 in all, or 0 if none can carry anything
	 */
	static double[] shares(double... capacities) {
		double all = Math.min(1, Arrays.stream(capacities).sum());
		double[] shares = new double[capacities.length];
		double rest = 1;
		for (int i = 0; i < shares.length && all > 0; i++) {
			shares[i] = Math.min(rest, capacities[i] / all);
			rest -= shares[i];
		}
		return shares;
	}

	/**
	 * Whether this is how to split the requests now.
	 * @param availability the instances as they are now
	 * @return {@code false} if something about them changed
	 */
	boolean isOf(Availability availability) {
		// Each snapshot has a list of its own; comparing elements would cost on each
		// request
		return this.candidates == availability.candidates();
	}

	/**
	 * The instances of all parts.
	 * @return the instances, at least one
	 */
	List<ServiceInstance> candidates() {
		return this.candidates;
	}

	/**
	 * The parts: what those that get no requests are there for is that all of the others
	 * were tried.
	 * @return the parts by level, with the zone of the gateway first
	 */
	List<Part> parts() {
		return this.parts;
	}

	/**
	 * Draw a part by its share.
	 * @param random where the randomness comes from
	 * @return the instances of the part
	 */
	List<ServiceInstance> draw(Supplier<? extends RandomGenerator> random) {
		if (this.parts.size() == 1) {
			return this.candidates;
		}
		double position = random.get().nextDouble();
		Part drawn = this.parts.get(0);
		for (int i = 0; i < this.parts.size() && position >= 0; i++) {
			Part part = this.parts.get(i);
			// Whatever is left after the last one, by rounding, belongs to it
			drawn = (part.share() > 0) ? part : drawn;
			position -= part.share();
		}
		return drawn.candidates();
	}

	/**
	 * Instances that share some of the requests.
	 *
	 * @param candidates the instances, at least one
	 * @param share their share of all requests, 0 to 1
	 */
	record Part(List<ServiceInstance> candidates, double share) {

	}

	/**
	 * A level, or some zones of it.
	 *
	 * @param instances all that belong to it
	 * @param allCandidates those of the service that can be chosen
	 */
	private record Group(List<ServiceInstance> instances, Set<ServiceInstance> allCandidates) {

		List<Group> levels() {
			return this.instances.stream()
				.mapToInt(ServiceInstance::priority)
				.distinct()
				.sorted()
				.mapToObj((level) -> only((instance) -> instance.priority() == level))
				.toList();
		}

		Group only(Predicate<ServiceInstance> condition) {
			return new Group(this.instances.stream().filter(condition).toList(), this.allCandidates);
		}

		List<ServiceInstance> candidates() {
			return this.instances.stream().filter(this.allCandidates::contains).toList();
		}

		/**
		 * What the group can carry of its requests.
		 * @return 0 to 1
		 */
		double capacity() {
			return (available() > 0) ? Math.min(1, OVERPROVISIONING * available() / weight(this.instances)) : 0;
		}

		double available() {
			return weight(candidates());
		}

		double zones() {
			return this.instances.stream().map(ServiceInstance::zone).distinct().count();
		}

		// Without any weight, all count the same
		private double weight(List<ServiceInstance> some) {
			boolean weighted = this.instances.stream().anyMatch((instance) -> instance.weight() > 0);
			return weighted ? some.stream().mapToLong(ServiceInstance::weight).sum() : some.size();
		}

	}

}
