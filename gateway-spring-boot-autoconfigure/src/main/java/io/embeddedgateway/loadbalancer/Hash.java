package io.embeddedgateway.loadbalancer;

import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.Percentage;
import io.embeddedgateway.Selector;
import io.embeddedgateway.service.ServiceInstance;

/**
 * Requests with the same key go to the same instance, by rendezvous hashing: each
 * instance has a score for the key, {@code -weight / ln(u)} with a {@code u} between 0
 * and 1 that is drawn from key and instance, and the highest wins (Thaler and
 * Ravishankar, 1998; Schindelhauer and Schomaker, 2005). When an instance leaves, only
 * its keys move, to the instance with the next score each. Gateways that know the same
 * instances agree without speaking to each other.
 * <p>
 * With a bound, an instance has at most {@code ceil(bound * (requests in flight + 1) *
 * weight / all weights)} requests in flight, and the next score gets what is beyond.
 * Requests without a key go anywhere, at random by weight.
 */
final class Hash implements LoadBalancer {

	private final PerSnapshot<Hashed> hashed = new PerSnapshot<>(Hashed::of);

	private final Selector key;

	private final @Nullable Percentage boundedLoad;

	private final Supplier<? extends RandomGenerator> random;

	Hash(Selector key, @Nullable Percentage boundedLoad, Supplier<? extends RandomGenerator> random) {
		this.key = key;
		this.boundedLoad = boundedLoad;
		this.random = random;
	}

	@Override
	public ServiceInstance choose(List<ServiceInstance> candidates, GatewayExchange exchange) {
		Hashed hashed = this.hashed.get(candidates);
		Weights weights = hashed.weights;
		String key = this.key.select(exchange);
		if (key == null) {
			return weights.instance(weights.draw(this.random.get()));
		}
		int best = (this.boundedLoad != null) ? hashed.best(hash(key), perWeight(weights, this.boundedLoad)) : -1;
		return weights.instance((best >= 0) ? best : hashed.best(hash(key), Double.POSITIVE_INFINITY));
	}

	private static double perWeight(Weights weights, Percentage bound) {
		long inFlight = 0;
		for (int i = 0; i < weights.size(); i++) {
			inFlight += weights.instance(i).inFlight();
		}
		return bound.factor() * (inFlight + 1) / weights.total();
	}

	/**
	 * A hash of a text, the same in every gateway and in every version.
	 * @param text the text
	 * @return the hash
	 */
	static long hash(String text) {
		long hash = 0xcbf29ce484222325L ^ text.length();
		for (int i = 0; i < text.length(); i++) {
			hash = (hash ^ text.charAt(i)) * 0x9e3779b97f4a7c15L;
			hash ^= hash >>> 32;
		}
		return mix(hash);
	}

	// Every bit depends on every other (Stafford's variant 13 of the finalizer of
	// MurmurHash3)
	private static long mix(long hash) {
		long mixed = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
		mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
		return mixed ^ (mixed >>> 31);
	}

	/**
	 * Instances with the hashes of their ids.
	 *
	 * @param weights the instances
	 * @param hashes the hashes
	 */
	@SuppressWarnings("ArrayRecordComponent") // never compared
	private record Hashed(Weights weights, long[] hashes) {

		static Hashed of(List<ServiceInstance> candidates) {
			Weights weights = Weights.of(candidates);
			long[] hashes = new long[weights.size()];
			for (int i = 0; i < hashes.length; i++) {
				hashes[i] = hash(weights.instance(i).id());
			}
			return new Hashed(weights, hashes);
		}

		/**
		 * The instance with the highest score for a key.
		 * @param key the hash of the key
		 * @param perWeight most requests in flight for each unit of weight, with the one
		 * that is on its way
		 * @return the index of the instance, or -1 if all have too many
		 */
		int best(long key, double perWeight) {
			int best = -1;
			double highest = 0;
			for (int i = 0; i < this.hashes.length; i++) {
				double weight = this.weights.weight(i);
				// Within (0, 1)
				double uniform = ((mix(key ^ this.hashes[i]) >>> 11) + 0.5) * 0x1.0p-53;
				// As -ln(u) >= 1 - u, most scores need not be computed; the others are
				// the same on every machine
				if (weight > highest * (1 - uniform)) {
					double score = -weight / StrictMath.log(uniform);
					if (score > highest && takesOneMore(i, perWeight)) {
						highest = score;
						best = i;
					}
				}
			}
			return best;
		}

		private boolean takesOneMore(int index, double perWeight) {
			return this.weights.instance(index).inFlight() < Math.ceil(perWeight * this.weights.weight(index));
		}

	}

}
