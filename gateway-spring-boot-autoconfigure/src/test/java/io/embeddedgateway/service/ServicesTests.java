package io.embeddedgateway.service;

import java.lang.ref.WeakReference;
import java.net.URI;
import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ServicesTests {

	private final Services services = new Services(List.of(service("pricing", null), service("orders", null)));

	@Test
	void findsServicesById() {
		assertThat(this.services.get("orders").id()).isEqualTo("orders");
		assertThat(this.services.contains("orders")).isTrue();
		assertThat(this.services.contains("order")).isFalse();
		assertThat(this.services.all()).extracting(LiveService::id).containsExactly("pricing", "orders");
	}

	@Test
	void unknownServiceIsAnsweredWithTheKnownOnes() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.services.get("order"))
			.withMessage("There is no service 'order'; write one of [orders, pricing]");
	}

	@Test
	void unknownServiceWhereThereIsNoneIsAnsweredWithWhereToDeclareIt() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Services(List.of()).get("orders"))
			.withMessage("There is no service 'orders'; declare it under gateway.services");
	}

	@Test
	void twoServicesWithTheSameIdAreRefusedWithTheirOrigins() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new Services(List.of(service("orders", "application.yml:3"), service("orders", null))))
			.withMessage("Two services have the id 'orders': one from application.yml:3, one from an unknown place; "
					+ "rename or remove one");
	}

	@Test
	void addressHasAServiceWithOneInstance() {
		LiveService service = this.services.forUri(URI.create("http://A"));
		assertThat(service.id()).isEqualTo("http://a:80");
		assertThat(service.instances()).extracting(ServiceInstance::uri).containsExactly(URI.create("http://a"));
		assertThat(this.services.contains("http://a:80")).isFalse();
	}

	@Test
	void sameAddressHasTheSameService() {
		LiveService service = this.services.forUri(URI.create("http://a"));
		assertThat(this.services.forUri(URI.create("http://A:80/"))).isSameAs(service);
		assertThat(this.services.forUri(URI.create("https://a"))).isNotSameAs(service);
	}

	@Test
	void addressThatCannotBeUsedIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.services.forUri(URI.create("localhost:8081")))
			.withMessage("'localhost:8081' has no scheme; write http://localhost:8081");
	}

	@Test
	void serviceOfAnAddressIsForgottenWithItsLastUser() {
		AnonymousServices services = anonymous();
		LiveService held = services.get(Instance.of("http://held"));
		WeakReference<LiveService> dropped = new WeakReference<>(services.get(Instance.of("http://dropped")));
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
			System.gc();
			// Any look-up removes what was forgotten.
			return services.get(Instance.of("http://held")) == held && services.size() == 1;
		});
		assertThat(dropped.get()).isNull();
	}

	@Test
	void forgottenAddressCanComeBack() {
		AnonymousServices services = anonymous();
		WeakReference<LiveService> dropped = new WeakReference<>(services.get(Instance.of("http://a")));
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
			System.gc();
			return dropped.get() == null;
		});
		LiveService back = services.get(Instance.of("http://a"));
		assertThat(services.get(Instance.of("http://a"))).isSameAs(back);
		assertThat(services.size()).isOne();
	}

	private static Service service(String id, String origin) {
		return Service.builder(id).instances("http://a:8080").origin(origin).build();
	}

	private static AnonymousServices anonymous() {
		return new AnonymousServices((definition) -> new LiveService(definition, new ServiceListeners(), () -> 0));
	}

}
