package io.embeddedgateway.loadbalancer;

import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.assertj.core.data.Offset;
import org.springframework.http.HttpMethod;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.Route;
import io.embeddedgateway.service.Instance;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.Service;
import io.embeddedgateway.service.ServiceInstance;
import io.embeddedgateway.service.Services;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Instances to choose from, and what came of it.
 */
final class Candidates {

	private static final GatewayExchange EXCHANGE = GatewayExchange
		.of(Route.builder("orders").path("/**").toService("orders"), GatewayRequest.of(HttpMethod.GET, "/"));

	private Candidates() {
	}

	static List<ServiceInstance> ofWeights(int... weights) {
		return IntStream.range(0, weights.length)
			.mapToObj((index) -> Instance.of("http://" + name(index) + ":8080").withWeight(weights[index]))
			.map(ServiceInstance::new)
			.toList();
	}

	static LiveService service(LongSupplier ticker, Instance... instances) {
		return service(ticker, Service.builder("orders").instances(List.of(instances)).build());
	}

	static LiveService service(LongSupplier ticker, Service definition) {
		return new Services(List.of(definition), ticker).get(definition.id());
	}

	static Instance instance(int index) {
		return Instance.of("http://" + name(index) + ":8080");
	}

	static GatewayExchange exchange() {
		return GatewayExchange.of(EXCHANGE.route(), EXCHANGE.request());
	}

	static GatewayExchange exchangeOf(String user) {
		return GatewayExchange.of(EXCHANGE.route(),
				EXCHANGE.request().withHeaders((headers) -> headers.set("X-User", user)));
	}

	static ServiceInstance choose(LoadBalancer loadBalancer, List<ServiceInstance> candidates) {
		return loadBalancer.choose(candidates, EXCHANGE);
	}

	static int[] count(int choices, List<ServiceInstance> candidates, Supplier<ServiceInstance> choice) {
		int[] counts = new int[candidates.size()];
		for (int i = 0; i < choices; i++) {
			counts[candidates.indexOf(choice.get())]++;
		}
		return counts;
	}

	/**
	 * Fails with a probability of less than one to a million for each share if the counts
	 * are distributed as they should be.
	 * @param counts how often each was chosen
	 * @param weights how often each should have been chosen, in proportion
	 * @param seed the seed of the randomness, for the message
	 */
	static void assertDistributed(int[] counts, int[] weights, long seed) {
		double total = IntStream.of(weights).sum();
		int choices = IntStream.of(counts).sum();
		for (int i = 0; i < counts.length; i++) {
			double share = weights[i] / total;
			double deviation = Math.sqrt(choices * share * (1 - share));
			assertThat((double) counts[i]).as("choices of instance %d with seed %d", i, seed)
				.isCloseTo(choices * share, Offset.offset(5 * deviation));
		}
	}

	private static String name(int index) {
		return "i" + index;
	}

}
