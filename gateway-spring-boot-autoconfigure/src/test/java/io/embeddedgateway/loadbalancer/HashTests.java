package io.embeddedgateway.loadbalancer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.Percentage;
import io.embeddedgateway.Selector;
import io.embeddedgateway.service.ServiceInstance;

import static org.assertj.core.api.Assertions.assertThat;

class HashTests {

	private static final int KEYS = 20_000;

	private final Hash hash = hash(null);

	@Test
	void sameKeyGoesToTheSameInstance() {
		List<ServiceInstance> candidates = equal(10);
		assertThat(choose(candidates, "ada")).isSameAs(choose(candidates, "ada"));
		assertThat(IntStream.range(0, 100).mapToObj((i) -> choose(candidates, "user" + i)).distinct()).hasSize(10);
	}

	@Test
	void anotherGatewayAgreesInWhateverOrderItKnowsTheInstances() {
		List<ServiceInstance> candidates = equal(10);
		List<ServiceInstance> reversed = new ArrayList<>(candidates);
		Collections.reverse(reversed);
		Hash other = hash(null);
		for (int i = 0; i < 1_000; i++) {
			GatewayExchange exchange = Candidates.exchangeOf("user" + i);
			assertThat(other.choose(reversed, exchange)).isSameAs(this.hash.choose(candidates, exchange));
		}
	}

	@Test
	void keysSpreadByWeight() {
		int[] weights = { 1, 2, 3, 4, 0, 10 };
		List<ServiceInstance> candidates = Candidates.ofWeights(weights);
		int[] counts = new int[weights.length];
		for (int i = 0; i < KEYS; i++) {
			counts[candidates.indexOf(choose(candidates, "user" + i))]++;
		}
		Candidates.assertDistributed(counts, weights, 0);
	}

	@Test
	void hugeWeightsBesideSmallOnesAndNoneAtAll() {
		assertThat(choose(Candidates.ofWeights(1_000_000, 0), "ada").weight()).isEqualTo(1_000_000);
		List<ServiceInstance> extreme = Candidates.ofWeights(1_000_000, 1);
		assertThat(IntStream.range(0, 1_000).filter((i) -> choose(extreme, "user" + i) == extreme.get(0)))
			.hasSizeGreaterThan(990);
		List<ServiceInstance> none = Candidates.ofWeights(0, 0, 0);
		assertThat(IntStream.range(0, 100).mapToObj((i) -> choose(none, "user" + i)).distinct()).hasSize(3);
	}

	@ParameterizedTest
	@ValueSource(ints = { 2, 5, 10, 100 })
	void onlyTheKeysOfAnInstanceMoveWhenItLeaves(int size) {
		List<ServiceInstance> before = equal(size);
		List<ServiceInstance> after = before.subList(1, size);
		int moved = 0;
		for (int i = 0; i < KEYS; i++) {
			ServiceInstance home = choose(before, "user" + i);
			ServiceInstance now = choose(after, "user" + i);
			if (home == before.get(0)) {
				moved++;
			}
			else {
				assertThat(now).isSameAs(home);
			}
		}
		assertThat((double) moved / KEYS).isLessThanOrEqualTo(1.0 / size + 0.05).isPositive();
	}

	@Test
	void keysOfAnInstanceThatLeftSpreadOverAllOthers() {
		List<ServiceInstance> before = equal(5);
		Map<ServiceInstance, Integer> gained = new HashMap<>();
		int moved = 0;
		for (int i = 0; i < KEYS; i++) {
			if (choose(before, "user" + i) == before.get(0)) {
				gained.merge(choose(before.subList(1, 5), "user" + i), 1, Integer::sum);
				moved++;
			}
		}
		assertThat(gained.values()).hasSize(4);
		for (int count : gained.values()) {
			assertThat((double) count / moved).isCloseTo(0.25, Offset.offset(0.03));
		}
	}

	@Test
	void requestsWithoutTheKeyGoAnywhere() {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		Hash hash = new Hash(Selector.of("header:X-User"), null, () -> random);
		List<ServiceInstance> candidates = Candidates.ofWeights(1, 3);
		int[] counts = Candidates.count(10_000, candidates, () -> Candidates.choose(hash, candidates));
		Candidates.assertDistributed(counts, new int[] { 1, 3 }, seed);
	}

	@ParameterizedTest
	@ValueSource(ints = { 100, 125, 300 })
	void boundHoldsForOneKeyOfAllRequests(int percent) {
		Hash bounded = hash(Percentage.of(percent));
		List<ServiceInstance> candidates = Candidates.ofWeights(1, 2, 1, 4, 2);
		for (int i = 0; i < 500; i++) {
			ServiceInstance chosen = bounded.choose(candidates, Candidates.exchangeOf("ada"));
			chosen.begin();
			double bound = Math.ceil(percent / 100.0 * (i + 1) * chosen.weight() / 10);
			assertThat((double) chosen.inFlight()).isLessThanOrEqualTo(bound);
		}
		assertThat(candidates).allSatisfy((candidate) -> assertThat(candidate.inFlight())
			.isLessThanOrEqualTo((int) Math.ceil(percent / 100.0 * 500 * candidate.weight() / 10)));
	}

	@Test
	void boundLeavesKeysWhereTheyAreAsLongAsItHolds() {
		Hash bounded = hash(Percentage.of(125));
		List<ServiceInstance> candidates = equal(5);
		ServiceInstance home = choose(candidates, "ada");
		assertThat(bounded.choose(candidates, Candidates.exchangeOf("ada"))).isSameAs(home);
		home.begin();
		// One of ceil(1.25 * (1 + 1) / 5) is there already
		ServiceInstance second = bounded.choose(candidates, Candidates.exchangeOf("ada"));
		List<ServiceInstance> others = new ArrayList<>(candidates);
		others.remove(home);
		assertThat(second).isSameAs(choose(List.copyOf(others), "ada"));
	}

	@Test
	void hashStaysTheSameForGood() {
		// Gateways of different versions have to agree
		assertThat(Long.toHexString(Hash.hash(""))).isEqualTo("f52a15e9a9b5e89b");
		assertThat(Long.toHexString(Hash.hash("http://orders-1:8080"))).isEqualTo("66cf1f4b1bbf285");
	}

	@Test
	void everyBitOfTheHashDependsOnEveryCharacter() {
		for (int position = 0; position < 8; position++) {
			int[] flipped = new int[64];
			for (int i = 0; i < 4_000; i++) {
				StringBuilder text = new StringBuilder("user%04d".formatted(i));
				long before = Hash.hash(text.toString());
				text.setCharAt(position, (char) (text.charAt(position) ^ 1));
				long difference = before ^ Hash.hash(text.toString());
				for (int bit = 0; bit < 64; bit++) {
					flipped[bit] += (int) (difference >>> bit & 1);
				}
			}
			assertThat(IntStream.of(flipped)).allMatch((count) -> count > 1_700 && count < 2_300);
		}
	}

	private ServiceInstance choose(List<ServiceInstance> candidates, String user) {
		return this.hash.choose(candidates, Candidates.exchangeOf(user));
	}

	private static Hash hash(@Nullable Percentage bound) {
		return new Hash(Selector.of("header:X-User"), bound, () -> {
			throw new IllegalStateException("nothing is random");
		});
	}

	private static List<ServiceInstance> equal(int size) {
		return Candidates.ofWeights(IntStream.generate(() -> 1).limit(size).toArray());
	}

}
