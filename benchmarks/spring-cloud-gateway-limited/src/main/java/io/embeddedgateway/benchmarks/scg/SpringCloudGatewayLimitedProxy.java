package io.embeddedgateway.benchmarks.scg;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.gateway.filter.ratelimit.KeyResolver;
import org.springframework.context.annotation.Bean;
import reactor.core.publisher.Mono;

/**
 * Spring Cloud Gateway with its rate limiter in Redis, set up as its reference
 * documentation has it.
 */
@SpringBootApplication
public class SpringCloudGatewayLimitedProxy {

	/**
	 * Start it.
	 * @param args properties of the application
	 */
	public static void main(String[] args) {
		SpringApplication.run(SpringCloudGatewayLimitedProxy.class, args);
	}

	@Bean
	KeyResolver client() {
		return (exchange) -> Mono.justOrEmpty(exchange.getRequest().getHeaders().getFirst("X-Client"));
	}

}
