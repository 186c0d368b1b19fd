package io.embeddedgateway.benchmarks.scg;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity.CsrfSpec;
import org.springframework.security.web.server.SecurityWebFilterChain;

/**
 * Spring Cloud Gateway as a resource server, set up as its reference documentation has
 * it.
 */
@SpringBootApplication
public class SpringCloudGatewayJwtProxy {

	/**
	 * Start it.
	 * @param args properties of the application
	 */
	public static void main(String[] args) {
		SpringApplication.run(SpringCloudGatewayJwtProxy.class, args);
	}

	@Bean
	SecurityWebFilterChain security(ServerHttpSecurity http) {
		return http
			.authorizeExchange((exchanges) -> exchanges.pathMatchers("/api/open/**")
				.permitAll()
				.anyExchange()
				.hasAuthority("SCOPE_orders.read"))
			.oauth2ResourceServer((resourceServer) -> resourceServer.jwt(Customizer.withDefaults()))
			.csrf(CsrfSpec::disable)
			.build();
	}

}
