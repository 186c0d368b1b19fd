package io.embeddedgateway.loadbalancer;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.embeddedgateway.testing.GatewayApp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

@ExtendWith(OutputCaptureExtension.class)
class LoadBalancerMistakesTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					load-balancer: hash                                                  | 'hash' needs a key
					load-balancer: {algorithm: hash, key: header}                        | .key
					load-balancer: {algorithm: hash, key: header}                        | or the name of a Selector bean
					load-balancer: {algorithm: hash, key: noSuchBean}                    | 'noSuchBean' does not say where to take the value from
					load-balancer: {algorithm: random, key: client-ip}                   | 'key' is only for 'hash', and this is 'random'. Remove it
					load-balancer: {algorithm: random, bounded-load: 125%}               | 'bounded-load' is only for 'hash'
					load-balancer: {algorithm: hash, key: client-ip, bounded-load: 90%}  | 'bounded-load' is 90%. Write between 100% and 1000%
					load-balancer: {algorithm: hash, key: client-ip, bounded-load: 125}  | '125' is not a percentage. Write a number with a percent sign
					load-balancer: {key: client-ip}                                      | A load balancer needs an algorithm
					load-balancer: lest-time                                             | Did you mean 'least-time'?
					slow-start: soon                                                     | 'soon' is not a duration
					slow-start: 10ms                                                     | Write between 1s and 1h
					slow-start: {window: 30s, min-weight: 0%}                            | 'min-weight' is 0%. Write between 1% and 100%
					slow-start: {window: 30s, aggression: 0}                             | 'aggression' is 0.0. Write between 0.1 and 10
					slow-start: {min-weight: 10%}                                        | Slow start needs a window
					""")
	void everyMistakeSaysWhatToWrite(String line, String message, CapturedOutput output) {
		assertThatException().isThrownBy(() -> GatewayApp.start("""
				gateway:
				  services:
				    orders:
				      instances: http://localhost:1
				      LINE
				  routes:
				    orders: {path: /**, service: orders}
				""".replace("LINE", line)));
		assertThat(output).contains("gateway.services.orders." + line.substring(0, line.indexOf(':')))
			.contains("line 5")
			.contains(message);
	}

}
