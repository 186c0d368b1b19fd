package io.embeddedgateway.loadbalancer;

import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.service.AdminState;
import io.embeddedgateway.service.Attempts;
import io.embeddedgateway.service.BoundInstance;
import io.embeddedgateway.service.CheckedHealth;
import io.embeddedgateway.service.Instance;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.Service;
import io.embeddedgateway.service.Services;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which instances a request may go to, and why not to the others.
 */
class InstanceOptionsTests {

	private final LiveService service = service(Candidates.instance(0), Candidates.instance(1), Candidates.instance(2),
			Candidates.instance(3), Candidates.instance(4), Candidates.instance(5).withWeight(0));

	private static LiveService service(Instance... instances) {
		return new Services(List.of(Service.builder("s").instances(List.of(instances)).build())).get("s");
	}

	private List<String> reasons(GatewayExchange exchange) {
		return new LoadBalancers(Map.of(), () -> new Random(1)).forService(this.service)
			.options(exchange)
			.stream()
			.map((option) -> option.eligible() + ": " + option.reason())
			.toList();
	}

	@Test
	void eachSaysItsState() {
		this.service.instances().get(1).condition().suspend(this, "five failures");
		this.service.instances().get(2).condition().checked(CheckedHealth.UNHEALTHY, "500");
		this.service.instances().get(3).condition().administer(AdminState.DRAINING, "update");
		this.service.instances().get(4).condition().administer(AdminState.DISABLED, "broken");
		assertThat(reasons(Candidates.exchangeOf("user"))).containsExactly("true: available",
				"false: ejected: five failures", "false: its health checks fail",
				"false: being emptied by an operator: only clients that are bound to it get there",
				"false: switched off by an operator", "false: its weight is 0");
	}

	@Test
	void clientsThatAreBoundGoThereAlone() {
		GatewayExchange exchange = Candidates.exchangeOf("user");
		new BoundInstance("s", this.service.instances().get(3).id(), false).bind(exchange);
		assertThat(reasons(exchange)).startsWith("false: the client is bound to another one")
			.element(3)
			.isEqualTo("true: the client is bound to it");
		GatewayExchange lost = Candidates.exchangeOf("user");
		new BoundInstance("s", "http://gone:1", true).bind(lost);
		assertThat(reasons(lost)).allMatch((reason) -> reason.startsWith("false: the client is bound to one that"));
	}

	@Test
	void instancesThatWereTriedAreNotTriedAgain() {
		GatewayExchange exchange = Candidates.exchangeOf("user");
		Attempts.keep(exchange).chosen(this.service.instances().get(0));
		assertThat(reasons(exchange)).startsWith("false: the request was sent there before", "true: available");
	}

}
