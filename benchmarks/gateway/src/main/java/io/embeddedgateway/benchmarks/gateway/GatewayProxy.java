package io.embeddedgateway.benchmarks.gateway;

import java.util.ArrayList;
import java.util.List;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Profile;
import reactor.core.publisher.Flux;

import io.embeddedgateway.Route;
import io.embeddedgateway.routing.RouteSource;

/**
 * This gateway with its defaults.
 */
@SpringBootApplication
public class GatewayProxy {

	/**
	 * Start it.
	 * @param args properties of the application
	 */
	public static void main(String[] args) {
		SpringApplication.run(GatewayProxy.class, args);
	}

	@Bean
	@Profile("routes")
	RouteSource manyRoutes(@Value("${routes}") int count, @Value("${backend}") String backend) {
		List<Route> routes = new ArrayList<>();
		for (int i = 1; i <= count; i++) {
			routes.add(Route.builder("r" + i).path("/api/r" + i + "/**").toUri(backend));
		}
		return () -> Flux.just(routes);
	}

}
