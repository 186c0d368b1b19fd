package io.embeddedgateway.loadbalancer;

import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.service.CallOutcome;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.Service;
import io.embeddedgateway.service.ServiceInstance;

/**
 * Requests that arrive at random at a gateway, and instances that work on them, in a time
 * of its own. The gateway is the real one: its services, their observers, the choice of
 * an instance. The same seed gives the same requests and the same result.
 */
final class Simulation {

	private static final long TIMEOUT = Duration.ofSeconds(2).toNanos();

	private static final int USERS = 1_000;

	private final Random random;

	/**
	 * Apart, so that the requests are the same for all load balancers.
	 */
	private final Random arrivals;

	private final Queue<Event> events = new PriorityQueue<>(
			Comparator.comparingLong(Event::time).thenComparingLong(Event::number));

	private final Map<String, SimulatedServer> servers = new HashMap<>();

	private final List<GatewayExchange> exchanges = IntStream.range(0, USERS)
		.mapToObj((user) -> Candidates.exchangeOf("user" + user))
		.toList();

	private final LiveService service;

	private final InstanceChoice choice;

	private SimulationResult result = new SimulationResult();

	private long number;

	private long now;

	Simulation(long seed, Service definition, String zone) {
		this.random = new Random(seed);
		this.arrivals = new Random(seed + 1);
		this.service = Candidates.service(this::now, definition);
		this.choice = new LoadBalancers(Map.of(), Map.of(), zone, () -> this.random, this::now)
			.forService(this.service);
	}

	/**
	 * Equal instances, with some policies.
	 */
	static Simulation of(int instances, Object... policies) {
		Service.Builder service = Service.builder("orders")
			.instances(IntStream.range(0, instances).mapToObj(Candidates::instance).toList());
		Arrays.stream(policies).forEach(service::with);
		return new Simulation(42, service.build(), "");
	}

	long now() {
		return this.now;
	}

	Random random() {
		return this.random;
	}

	LiveService service() {
		return this.service;
	}

	SimulatedServer server(int index) {
		return server(Candidates.instance(index).id());
	}

	private SimulatedServer server(String id) {
		return this.servers.computeIfAbsent(id, (key) -> new SimulatedServer(this));
	}

	void in(long nanos, Runnable action) {
		this.events.add(new Event(this.now + nanos, this.number++, action));
	}

	/**
	 * Do something after some seconds of the simulated time.
	 */
	Simulation at(double seconds, Consumer<Simulation> action) {
		this.events.add(new Event((long) (seconds * 1e9), this.number++, () -> action.accept(this)));
		return this;
	}

	/**
	 * Let requests arrive for a while, and wait for the last response.
	 * @param perSecond how many arrive in a second on average
	 * @param seconds how long
	 * @return what became of those that arrived after the first two seconds
	 */
	SimulationResult run(double perSecond, int seconds) {
		at(2, (simulation) -> simulation.result = new SimulationResult());
		arrive(perSecond, seconds * 1_000_000_000L);
		Event event = this.events.poll();
		while (event != null) {
			this.now = event.time();
			event.action().run();
			event = this.events.poll();
		}
		return this.result;
	}

	private void arrive(double perSecond, long until) {
		long pause = (long) (-StrictMath.log(1 - this.arrivals.nextDouble()) / perSecond * 1e9);
		if (this.now + pause < until) {
			in(pause, () -> {
				call();
				arrive(perSecond, until);
			});
		}
	}

	private void call() {
		GatewayExchange exchange = this.exchanges.get(this.arrivals.nextInt(USERS));
		ServiceInstance instance = this.choice.choose(exchange);
		SimulatedCall call = new SimulatedCall(this, instance);
		this.result.chosen(instance.id(), (int) (this.now / 1_000_000_000L));
		server(instance.id()).receive(call);
		in(TIMEOUT, () -> call.end(0, CallOutcome.TIMEOUT));
	}

	void ended(CallOutcome outcome, long nanos) {
		this.result.ended(outcome, nanos);
	}

	private record Event(long time, long number, Runnable action) {

	}

}
