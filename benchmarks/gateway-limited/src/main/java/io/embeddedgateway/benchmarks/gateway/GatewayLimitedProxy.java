package io.embeddedgateway.benchmarks.gateway;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * This gateway with rate limits in Redis.
 */
@SpringBootApplication
public class GatewayLimitedProxy {

	/**
	 * Start it.
	 * @param args properties of the application
	 */
	public static void main(String[] args) {
		SpringApplication.run(GatewayLimitedProxy.class, args);
	}

}
