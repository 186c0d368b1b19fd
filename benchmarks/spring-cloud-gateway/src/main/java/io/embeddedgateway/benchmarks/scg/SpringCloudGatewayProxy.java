package io.embeddedgateway.benchmarks.scg;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Profile;

/**
 * Spring Cloud Gateway with its defaults.
 */
@SpringBootApplication
public class SpringCloudGatewayProxy {

	/**
	 * Start it.
	 * @param args properties of the application
	 */
	public static void main(String[] args) {
		SpringApplication.run(SpringCloudGatewayProxy.class, args);
	}

	@Bean
	@Profile("routes")
	RouteLocator manyRoutes(RouteLocatorBuilder builder, @Value("${routes}") int count,
			@Value("${backend}") String backend) {
		RouteLocatorBuilder.Builder routes = builder.routes();
		for (int i = 1; i <= count; i++) {
			String path = "/api/r" + i + "/**";
			routes.route("r" + i, (route) -> route.path(path).uri(backend));
		}
		return routes.build();
	}

}
