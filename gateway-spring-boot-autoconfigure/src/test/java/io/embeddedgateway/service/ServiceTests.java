package io.embeddedgateway.service;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ServiceTests {

	@Test
	void hasTheInstancesItWasGiven() {
		Service service = Service.builder("orders").instances("http://a:8080", "http://b:8080").build();
		assertThat(service.id()).isEqualTo("orders");
		assertThat(service.instances()).containsExactly(Instance.of("http://a:8080"), Instance.of("http://b:8080"));
		assertThat(service.instanceSource()).isNull();
		assertThat(service.origin()).isNull();
		assertThat(service).hasToString("service 'orders'");
	}

	@Test
	void instancesAreCopied() {
		List<Instance> instances = new ArrayList<>(List.of(Instance.of("http://a:8080")));
		Service service = Service.builder("orders").instances(instances).build();
		instances.clear();
		assertThat(service.instances()).hasSize(1);
	}

	@Test
	void sourceStandsForTheInstances() {
		InstanceSource source = () -> Flux.never();
		Service service = Service.builder("orders").instances(source).origin("application.yml:3").build();
		assertThat(service.instances()).isEmpty();
		assertThat(service.instanceSource()).isSameAs(source);
		assertThat(service).hasToString("service 'orders' (application.yml:3)");
	}

	@Test
	void policyIsFoundByItsTypeAndSetOnce() {
		Service service = Service.builder("orders").instances("http://a").with("x").with(2).build();
		assertThat(service.policy(Integer.class)).isEqualTo(2);
		assertThat(service.policy(String.class)).isEqualTo("x");
		assertThat(service.policy(Long.class)).isNull();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Service.builder("orders").instances("http://a").with(1).with(2))
			.withMessage("Service 'orders' has more than one Integer");
	}

	@Test
	void blankIdIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Service.builder(" "))
			.withMessage("A service needs an id");
	}

	@Test
	void noInstancesAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Service.builder("orders").instances(List.of()))
			.withMessage("Service 'orders' has no instances");
		assertThatIllegalArgumentException().isThrownBy(() -> Service.builder("orders").instances(new String[0]))
			.withMessage("Service 'orders' has no instances");
	}

	@Test
	void sameInstanceTwiceIsRefusedHoweverItIsWritten() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Service.builder("orders").instances("http://a", "http://b", "HTTP://A:80/"))
			.withMessage("Service 'orders' has the instance http://a:80 twice; remove one, and set 'weight' on the "
					+ "other if it is to get more requests");
	}

	@Test
	void instanceThatIsNullIsRefused() {
		List<Instance> instances = Arrays.asList(Instance.of("http://a"), null);
		assertThatIllegalArgumentException().isThrownBy(() -> Service.builder("orders").instances(instances))
			.withMessage("Service 'orders' has an instance that is null");
	}

}
