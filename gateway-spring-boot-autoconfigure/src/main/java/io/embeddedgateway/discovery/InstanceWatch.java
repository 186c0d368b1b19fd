package io.embeddedgateway.discovery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import io.embeddedgateway.service.Instance;
import io.embeddedgateway.service.InstanceSource;

/**
 * Looks up instances again and again, and tells when they change. What was found last
 * stays true as long as a look-up fails or finds nothing: that all instances are gone is
 * less likely than that something is wrong with who says so.
 *
 * @param what what is looked up, for the log
 * @param lookUps makes what looks up, for each subscriber
 * @param policy how often to look
 * @param hints each is a reason to look before it is time
 * @param scheduler where it is waited for the next time
 */
record InstanceWatch(String what, Supplier<Mono<Answer<Instance>>> lookUps, DiscoveryPolicy policy, Flux<?> hints,
		Scheduler scheduler) implements InstanceSource {

	private static final Log logger = LogFactory.getLog(InstanceWatch.class);

	@Override
	public Flux<List<Instance>> instances() {
		return Flux.defer(() -> new Rounds(this.lookUps.get()).lists());
	}

	/**
	 * The look-ups of one subscriber, one after the other.
	 */
	private final class Rounds {

		private final Mono<Answer<Instance>> lookUp;

		private List<Instance> last = List.of();

		private Duration pause = Duration.ZERO;

		private int failures;

		Rounds(Mono<Answer<Instance>> lookUp) {
			this.lookUp = lookUp;
		}

		Flux<List<Instance>> lists() {
			return Mono.defer(this::round).repeatWhen((rounds) -> rounds.concatMap((round) -> pause(), 1));
		}

		private Mono<?> pause() {
			Mono<Object> time = Mono.delay(this.pause, InstanceWatch.this.scheduler).cast(Object.class);
			return Mono.firstWithSignal(time, InstanceWatch.this.hints.cast(Object.class).next());
		}

		private Mono<List<Instance>> round() {
			return this.lookUp.flatMap(this::take).onErrorResume((error) -> {
				fail("could not be looked up: " + error.getMessage());
				logger.debug(InstanceWatch.this.what + " could not be looked up", error);
				return Mono.empty();
			});
		}

		private Mono<List<Instance>> take(Answer<Instance> answer) {
			if (answer.found().isEmpty()) {
				fail("has no instances");
				return Mono.empty();
			}
			if (this.failures > 0) {
				this.failures = 0;
				logger.info(InstanceWatch.this.what + " is found again");
			}
			this.pause = InstanceWatch.this.policy.bounded(answer.good());
			// Whatever the order of the answer, for it changes with each
			Map<String, Instance> byId = new TreeMap<>();
			// Registered twice is there once
			answer.found().forEach((instance) -> byId.putIfAbsent(instance.id(), instance));
			List<Instance> found = List.copyOf(byId.values());
			if (found.equals(this.last)) {
				return Mono.empty();
			}
			logChange(this.last, found);
			this.last = found;
			return Mono.just(found);
		}

		private void fail(String how) {
			Duration doubled = InstanceWatch.this.policy.refreshMin().multipliedBy(1L << Math.min(this.failures, 20));
			this.pause = InstanceWatch.this.policy.bounded(doubled);
			this.failures++;
			String message = InstanceWatch.this.what + " " + how + "; "
					+ (this.last.isEmpty() ? "the service has none until there is an answer"
							: "what was found last stays: " + this.last.stream().map(Instance::id).toList());
			if (this.failures == 1) {
				logger.warn(message);
			}
			else {
				logger.debug(message);
			}
		}

		private void logChange(List<Instance> before, List<Instance> now) {
			List<String> came = ids(now, before);
			List<String> left = ids(before, now);
			if (came.isEmpty() && left.isEmpty()) {
				logger.info(InstanceWatch.this.what + " has the same instances with other weights or values");
			}
			else {
				logger.info(InstanceWatch.this.what + " has instances " + now.stream().map(Instance::id).toList()
						+ (came.isEmpty() ? "" : "; new: " + came) + (left.isEmpty() ? "" : "; gone: " + left));
			}
		}

		private static List<String> ids(List<Instance> in, List<Instance> butNotIn) {
			List<String> ids = new ArrayList<>(in.stream().map(Instance::id).toList());
			ids.removeAll(butNotIn.stream().map(Instance::id).toList());
			return ids;
		}

	}

}
