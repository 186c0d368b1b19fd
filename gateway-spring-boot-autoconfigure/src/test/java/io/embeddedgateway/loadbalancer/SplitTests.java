package io.embeddedgateway.loadbalancer;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.embeddedgateway.Percentage;
import io.embeddedgateway.service.AdminState;
import io.embeddedgateway.service.AvailabilityPolicy;
import io.embeddedgateway.service.Instance;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.Service;
import io.embeddedgateway.service.ServiceInstance;
import io.embeddedgateway.service.WhenNoneAvailable;

import static org.assertj.core.api.Assertions.assertThat;

class SplitTests {

	private static final Offset<Double> HALF_A_POINT = Offset.offset(0.5);

	@Test
	void plainServiceIsOnePartWithTheCandidatesAsTheyAre() {
		LiveService service = Candidates.service(() -> 0, in("a", 0), in("b", 1), in(null, 2));
		for (String zone : new @Nullable String[] { null, "c" }) {
			Split split = Split.of(service.availability(), zone);
			assertThat(split.parts()).containsExactly(new Split.Part(service.availability().candidates(), 1));
			assertThat(split.draw(() -> {
				throw new IllegalStateException("there is nothing to draw");
			})).isSameAs(service.availability().candidates());
		}
	}

	@ParameterizedTest
	@CsvSource({ "100, 100", "72, 100", "71, 99", "50, 70", "25, 35", "1, 1", "0, 0" })
	void nextLevelGetsWhatTheFirstCannotCarry(int healthy, double first) {
		LiveService service = Candidates.service(() -> 0,
				IntStream.range(0, 200).mapToObj((i) -> on(i / 100, i)).toArray(Instance[]::new));
		suspend(service, healthy, 100);
		Split split = Split.of(service.availability(), null);
		assertThat(percent(split, service, 0, 100)).isCloseTo(first, HALF_A_POINT);
		assertThat(percent(split, service, 100, 200)).isCloseTo(100 - first, HALF_A_POINT);
	}

	@Test
	void levelsThatCannotCarryAllSharePropotionally() {
		LiveService service = Candidates.service(() -> 0,
				IntStream.range(0, 8).mapToObj((i) -> on(i / 4, i)).toArray(Instance[]::new));
		suspend(service, 1, 4);
		suspend(service, 5, 8);
		Split split = Split.of(service.availability(), null);
		assertThat(percent(split, service, 0, 4)).isCloseTo(50, HALF_A_POINT);
		assertThat(percent(split, service, 4, 8)).isCloseTo(50, HALF_A_POINT);
	}

	@Test
	void healthIsAMatterOfWeight() {
		LiveService service = Candidates.service(() -> 0, on(0, 0).withWeight(3), on(0, 1).withWeight(1), on(1, 2));
		suspend(service, 1, 2);
		assertThat(percent(Split.of(service.availability(), null), service, 0, 1)).isEqualTo(100);
		suspend(service, 0, 1);
		service.instances().get(1).condition().resume(this, "again");
		assertThat(percent(Split.of(service.availability(), null), service, 1, 2)).isCloseTo(35, HALF_A_POINT);
	}

	@Test
	void withoutAnyWeightAllCountTheSame() {
		LiveService service = Candidates.service(() -> 0, on(0, 0).withWeight(0), on(0, 1).withWeight(0), on(1, 2));
		suspend(service, 1, 2);
		assertThat(percent(Split.of(service.availability(), null), service, 0, 1)).isCloseTo(70, HALF_A_POINT);
	}

	@Test
	void levelThatIsDrainedGivesItsRequestsToTheNext() {
		LiveService service = Candidates.service(() -> 0, on(3, 0), on(7, 1));
		service.instances().get(0).condition().administer(AdminState.DRAINING, "update");
		assertThat(percent(Split.of(service.availability(), null), service, 1, 2)).isEqualTo(100);
	}

	@Test
	void inPanicTheFirstLevelGetsAll() {
		LiveService service = Candidates.service(() -> 0,
				Service.builder("orders")
					.instances(List.of(on(0, 0), on(0, 1), on(1, 2)))
					.with(new AvailabilityPolicy(WhenNoneAvailable.USE_ALL, Percentage.of(50)))
					.build());
		suspend(service, 0, 2);
		assertThat(service.availability().panic()).isTrue();
		assertThat(percent(Split.of(service.availability(), null), service, 0, 2)).isEqualTo(100);
	}

	@ParameterizedTest
	@CsvSource({ "10, 100", "8, 100", "5, 70", "1, 14", "0, 0" })
	void otherZonesGetWhatTheOwnCannotCarry(int healthy, double own) {
		LiveService service = Candidates.service(() -> 0,
				IntStream.range(0, 20).mapToObj((i) -> in((i < 10) ? "a" : "b", i)).toArray(Instance[]::new));
		suspend(service, healthy, 10);
		Split split = Split.of(service.availability(), "a");
		assertThat(percent(split, service, 0, 10)).isCloseTo(own, HALF_A_POINT);
		assertThat(percent(split, service, 10, 20)).isCloseTo(100 - own, HALF_A_POINT);
	}

	@ParameterizedTest
	@CsvSource({
			// 1.4 * 2 zones * 1/4 of the weight
			"1, 3, 70",
			// 1.4 * 2 zones * 1/10 of the weight
			"1, 9, 28", "2, 2, 100", "3, 1, 100", "1, 1, 100" })
	void smallZoneKeepsNoMoreThanItCanCarryForItsNeighboursSake(int own, int other, double share) {
		LiveService service = Candidates.service(() -> 0,
				IntStream.range(0, own + other).mapToObj((i) -> in((i < own) ? "a" : "b", i)).toArray(Instance[]::new));
		assertThat(percent(Split.of(service.availability(), "a"), service, 0, own)).isCloseTo(share, HALF_A_POINT);
	}

	@Test
	void zoneWithoutInstancesMakesNoDifference() {
		LiveService service = Candidates.service(() -> 0, in("a", 0), in("b", 1));
		assertThat(Split.of(service.availability(), "c").parts()).hasSize(1);
		assertThat(Split.of(service.availability(), null).parts()).hasSize(1);
	}

	@Test
	void zonesAreSplitOnEachLevel() {
		LiveService service = Candidates.service(() -> 0, in("a", 0), in("b", 1), in("a", 2).withPriority(1),
				in("b", 3).withPriority(1));
		suspend(service, 0, 1);
		Split split = Split.of(service.availability(), "a");
		// The first level carries 70 %, all in the other zone
		assertThat(percent(split, service, 0, 1)).isZero();
		assertThat(percent(split, service, 1, 2)).isCloseTo(70, HALF_A_POINT);
		assertThat(percent(split, service, 2, 3)).isCloseTo(30, HALF_A_POINT);
		assertThat(percent(split, service, 3, 4)).isZero();
	}

	@Test
	void partsAreDrawnByTheirShares() {
		LiveService service = Candidates.service(() -> 0, on(0, 0), on(0, 1), on(1, 2));
		suspend(service, 0, 1);
		Split split = Split.of(service.availability(), null);
		long seed = System.nanoTime();
		Random random = new Random(seed);
		int[] counts = new int[2];
		for (int i = 0; i < 100_000; i++) {
			counts[split.draw(() -> random).contains(service.instances().get(1)) ? 0 : 1]++;
		}
		Candidates.assertDistributed(counts, new int[] { 7, 3 }, seed);
	}

	@Test
	void changeIsSeen() {
		LiveService service = Candidates.service(() -> 0, on(0, 0), on(1, 1));
		Split split = Split.of(service.availability(), null);
		assertThat(split.isOf(service.availability())).isTrue();
		suspend(service, 0, 1);
		assertThat(split.isOf(service.availability())).isFalse();
	}

	private void suspend(LiveService service, int from, int to) {
		service.instances().subList(from, to).forEach((instance) -> instance.condition().suspend(this, "test"));
	}

	private static double percent(Split split, LiveService service, int from, int to) {
		List<ServiceInstance> instances = service.instances().subList(from, to);
		return split.parts()
			.stream()
			.filter((part) -> instances.containsAll(part.candidates()))
			.mapToDouble((part) -> 100 * part.share())
			.sum();
	}

	private static Instance in(@Nullable String zone, int index) {
		return Candidates.instance(index).withZone(zone);
	}

	private static Instance on(int level, int index) {
		return Candidates.instance(index).withPriority(level);
	}

}
