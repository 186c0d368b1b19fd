package io.embeddedgateway.sample;

import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import io.embeddedgateway.Caller;
import io.embeddedgateway.test.GatewayTester;

/**
 * What the routes of the sample do, without a request being sent.
 */
@SpringBootTest
class RoutesTests {

	private GatewayTester gateway;

	@DynamicPropertySource
	static void freePorts(DynamicPropertyRegistry registry) {
		FreePorts.find().forEach((property, port) -> registry.add(property, () -> port));
	}

	@BeforeEach
	void gatewayOf(@Autowired ApplicationContext context) {
		this.gateway = GatewayTester.of(context);
	}

	@Test
	void ordersAreAskedUnderAnotherPath() {
		this.gateway.get("/api/orders/7")
			.header("Cookie", "session=secret")
			.from("198.51.100.7")
			.goesTo("orders")
			.withPath("/v1/orders/7")
			.withHeader("X-Requested-By", "gateway for 198.51.100.7")
			.withoutHeader("Cookie");
	}

	@Test
	void pricesOfPartnersAreMoreSpecific() {
		this.gateway.get("/api/prices/1").matches("prices").withPath("/prices/1").withoutQuery("partner");
		this.gateway.get("/api/prices/1")
			.header("X-Partner", "acme")
			.matches("partner-prices")
			.withQuery("partner", "acme");
	}

	@Test
	void ownOrdersAreForCallersWithTheScope() {
		this.gateway.get("/api/own-orders/7").isAnsweredWith(401);
		this.gateway.get("/api/own-orders/7").as("bert").isAnsweredWith(403);
		Caller anna = new Caller("main", "anna", null, Set.of("orders.read"), Set.of(), Map.of("plan", "pro"));
		this.gateway.get("/api/own-orders/7")
			.as(anna)
			.goesTo("orders")
			.withHeader("X-User-Id", "anna")
			.withoutHeader("Authorization");
	}

	@Test
	void customersCanOnlyBeRead() {
		this.gateway.get("/api/customers/7").goesTo("customers").withPath("/customers/7");
		this.gateway.post("/api/customers/7").isAnsweredWith(405);
	}

}
