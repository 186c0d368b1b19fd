package io.embeddedgateway.service;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import reactor.core.publisher.Flux;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class InstanceSourceSubscriptionsTests {

	private static final Instance A = Instance.of("http://a:8080");

	private static final Instance B = Instance.of("http://b:8080");

	private final TestPublisher<List<Instance>> publisher = TestPublisher.create();

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final AtomicInteger subscribed = new AtomicInteger();

	private final Services services = new Services(List.of(Service.builder("fixed").instances("http://f:8080").build(),
			Service.builder("orders")
				.instances(
						() -> this.publisher.flux().doOnSubscribe((subscription) -> this.subscribed.incrementAndGet()))
				.build()));

	private final LiveService orders = this.services.get("orders");

	private final InstanceSourceSubscriptions subscriptions = new InstanceSourceSubscriptions(this.services, this.time);

	@AfterEach
	void stop() {
		this.subscriptions.stop();
		this.time.dispose();
	}

	@Test
	void startsBeforeTheWebServer() {
		assertThat(this.subscriptions.getPhase()).isLessThan(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE);
		assertThat(this.subscriptions.isAutoStartup()).isTrue();
	}

	@Test
	void subscribesAtTheStartAndOnlyOnce() {
		this.publisher.assertWasNotSubscribed();
		assertThat(this.subscriptions.isRunning()).isFalse();
		this.subscriptions.start();
		this.subscriptions.start();
		assertThat(this.subscriptions.isRunning()).isTrue();
		assertThat(this.subscribed).hasValue(1);
	}

	@Test
	void eachListReplacesAllInstances() {
		this.subscriptions.start();
		assertThat(this.orders.instances()).isEmpty();
		this.publisher.next(List.of(A));
		assertThat(this.orders.instances()).extracting(ServiceInstance::definition).containsExactly(A);
		this.publisher.next(List.of(B));
		assertThat(this.orders.instances()).extracting(ServiceInstance::definition).containsExactly(B);
		assertThat(this.services.get("fixed").instances()).hasSize(1);
	}

	@Test
	void emptyListIsTakenAtItsWordAndLogged(CapturedOutput output) {
		this.subscriptions.start();
		this.publisher.next(List.of(A)).next(List.of());
		assertThat(this.orders.instances()).isEmpty();
		assertThat(output).contains("The instance source of service 'orders' says that it has no instances");
	}

	@Test
	void listThatCannotBeUsedIsLoggedAndTheNextOneTaken(CapturedOutput output) {
		this.subscriptions.start();
		this.publisher.next(List.of(A));
		this.publisher.next(List.of(B, B));
		this.publisher.next(Arrays.asList(B, null));
		assertThat(this.orders.instances()).extracting(ServiceInstance::definition).containsExactly(A);
		assertThat(output).contains("WARN")
			.contains(
					"The instance source of service 'orders' sent a list that can't be used; the last good list stays")
			.contains("Service 'orders' has the instance http://b:8080 twice")
			.contains("Service 'orders' has an instance that is null");
		this.publisher.next(List.of(B));
		assertThat(this.orders.instances()).extracting(ServiceInstance::definition).containsExactly(B);
	}

	@Test
	void completionKeepsTheLastList() {
		this.subscriptions.start();
		this.publisher.next(List.of(A)).complete();
		this.time.advanceTimeBy(Duration.ofHours(1));
		assertThat(this.orders.instances()).extracting(ServiceInstance::definition).containsExactly(A);
		assertThat(this.subscribed).hasValue(1);
	}

	@Test
	void errorKeepsTheLastListAndSubscribesAgain(CapturedOutput output) {
		this.subscriptions.start();
		this.publisher.next(List.of(A)).error(new IllegalStateException("registry gone"));
		assertThat(this.orders.instances()).extracting(ServiceInstance::definition).containsExactly(A);
		assertThat(output).contains("The instance source of service 'orders' failed; the last good list stays")
			.contains("registry gone");
		this.time.advanceTimeBy(Duration.ofMillis(999));
		assertThat(this.subscribed).hasValue(1);
		this.time.advanceTimeBy(Duration.ofMillis(501));
		assertThat(this.subscribed).hasValue(2);
	}

	@Test
	void pauseBetweenErrorsGrowsToAMinute() {
		failing(() -> Flux.error(new IllegalStateException("registry gone")));
		this.time.advanceTimeBy(Duration.ofMinutes(10));
		int before = this.subscribed.get();
		this.time.advanceTimeBy(Duration.ofMinutes(10));
		// Each pause is a minute, shortened at random by up to a half.
		assertThat(this.subscribed.get() - before).isBetween(9, 21);
	}

	@Test
	void pauseIsShortAgainAfterAGoodList() {
		failing(() -> (this.subscribed.get() == 10)
				? Flux.just(List.of(A)).concatWith(Flux.error(new IllegalStateException("gone again")))
				: Flux.error(new IllegalStateException("registry gone")));
		while (this.subscribed.get() < 10) {
			this.time.advanceTimeBy(Duration.ofSeconds(1));
		}
		this.time.advanceTimeBy(Duration.ofMillis(1500));
		// Without the good list in between, the next would come after half a minute at
		// the earliest. By now it came once, or twice where chance made both pauses
		// short.
		assertThat(this.subscribed.get()).isBetween(11, 12);
	}

	@Test
	void sourceThatThrowsIsTriedAgain() {
		failing(() -> {
			throw new IllegalStateException("no source");
		});
		this.time.advanceTimeBy(Duration.ofMillis(1500));
		assertThat(this.subscribed).hasValue(2);
	}

	@Test
	void stopCancelsAndAStartSubscribesAgain() {
		this.subscriptions.start();
		this.publisher.next(List.of(A));
		this.subscriptions.stop();
		this.publisher.assertCancelled();
		assertThat(this.subscriptions.isRunning()).isFalse();
		assertThat(this.orders.instances()).hasSize(1);
		this.subscriptions.start();
		this.publisher.next(List.of(B));
		assertThat(this.orders.instances()).extracting(ServiceInstance::definition).containsExactly(B);
	}

	@Test
	void stopEndsThePauseAfterAnError() {
		this.subscriptions.start();
		this.publisher.error(new IllegalStateException("registry gone"));
		this.subscriptions.stop();
		this.time.advanceTimeBy(Duration.ofHours(1));
		assertThat(this.subscribed).hasValue(1);
	}

	private void failing(InstanceSource source) {
		Service service = Service.builder("failing").instances(() -> {
			this.subscribed.incrementAndGet();
			return source.instances();
		}).build();
		new InstanceSourceSubscriptions(new Services(List.of(service)), this.time).start();
		assertThat(this.subscribed).hasValue(1);
	}

}
