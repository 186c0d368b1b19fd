package io.embeddedgateway.loadbalancer;

import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.embeddedgateway.testing.GatewayApp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

@ExtendWith(OutputCaptureExtension.class)
class LoadBalancerMistakesTests {

	private final Map<String, String> mistakes = new LinkedHashMap<>();

	@Test
	void everyMistakeSaysWhatToWrite(CapturedOutput output) {
		balancer("hash", "'hash' needs a key: what of a request decides about its instance. Write for example");
		balancer("{algorithm: hash, key: header}", "'header' does not say where to take the value from");
		balancer("{algorithm: hash, key: noSuch}", "'path:name', or the name of a Selector bean.");
		balancer("{algorithm: random, key: client-ip}", "'key' is only for 'hash', and this is 'random'. Remove it");
		balancer("{algorithm: random, bounded-load: 125%}", "'bounded-load' is only for 'hash'");
		balancer("{algorithm: hash, key: client-ip, bounded-load: 90%}", "Write between 100% and 1000%");
		balancer("{algorithm: hash, key: client-ip, bounded-load: 125}", "Write a number with a percent sign");
		balancer("{key: client-ip}", "A load balancer needs an algorithm");
		balancer("lest-time", "Did you mean 'least-time'?");
		slowStart("soon", "'soon' is not a duration. Write a number and a unit");
		slowStart("10ms", "Slow start has a window of 10ms. Write between 1s and 1h");
		slowStart("{window: 30s, min-weight: 0%}", "'min-weight' is 0%. Write between 1% and 100%");
		slowStart("{window: 30s, aggression: 0}", "'aggression' is 0.0. Write between 0.1 and 10");
		slowStart("{min-weight: 10%}", "Slow start needs a window");
		StringBuilder yaml = new StringBuilder("gateway:\n  services:\n");
		this.mistakes.keySet()
			.forEach((line) -> yaml
				.append("    s%d:\n      instances: http://localhost:1\n      %s\n".formatted(yaml.length(), line)));
		assertThatException().isThrownBy(() -> GatewayApp.start(yaml.toString()));
		this.mistakes.forEach((line, message) -> {
			int number = (int) yaml.substring(0, yaml.indexOf(line)).lines().count();
			assertThat(output.toString()).as(line).contains(message);
			assertThat(output.toString()).as(line).contains("(application.yml, line " + number + ")");
		});
		assertThat(output).contains("has " + this.mistakes.size() + " problems");
	}

	private void balancer(String value, String message) {
		this.mistakes.put("load-balancer: " + value, message);
	}

	private void slowStart(String value, String message) {
		this.mistakes.put("slow-start: " + value, message);
	}

}
