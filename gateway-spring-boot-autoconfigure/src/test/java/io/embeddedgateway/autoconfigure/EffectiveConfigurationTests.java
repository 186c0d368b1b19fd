package io.embeddedgateway.autoconfigure;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

class EffectiveConfigurationTests {

	@Test
	void defaultsAreResolvedAndWrittenAsInYaml() {
		Map<String, Object> tree = tree(Map.of("gateway.routes.a.path", "/a", "gateway.routes.a.uri", "http://a:1",
				"gateway.server.header-timeout", "90s", "gateway.usage.flush", "250ms"));
		assertThat(tree).containsEntry("enabled", true).containsEntry("startup-report", true).doesNotContainKey("zone");
		assertThat(tree.get("server")).asString().contains("header-timeout=90s", "min-body-rate=240B");
		assertThat(tree.get("usage")).asString().contains("flush=250ms", "max-keys=10000");
		assertThat(tree.get("routes")).asString().contains("path=[/a]", "uri=http://a:1", "order=0");
	}

	@Test
	void secretsAreMaskedByTypeAndByName() {
		Map<String, String> properties = new HashMap<>();
		properties.put("gateway.sticky-key", "s3cret-s3cret-s3cret-s3cret-s3cret");
		properties.put("gateway.token-clients.c.token-uri", "https://id/t?client_secret=s3cret&a=b");
		properties.put("gateway.token-clients.c.client-id", "me");
		properties.put("gateway.token-clients.c.client-secret", "s3cret");
		properties.put("gateway.auth.keys.api-key.keys.app.hash", "sha256:" + "0123456789abcdef".repeat(4));
		properties.put("gateway.auth.people.basic.users.ann.password",
				"{bcrypt}$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy");
		properties.put("gateway.routes.a.path", "/a");
		properties.put("gateway.routes.a.metadata.api-token", "s3cret");
		properties.put("gateway.routes.a.match.cookies.SESSION.any-of", "s3cret");
		properties.put("gateway.routes.a.rate-limit.limit", "10/1s");
		properties.put("gateway.routes.a.rate-limit.key", "principal");
		Map<String, Object> tree = tree(properties);
		assertThat(tree.toString()).doesNotContain("s3cret", "0123456789abcdef", "N9qo8")
			.contains("sticky-key=******", "token-uri=https://id/t?client_secret=******&a=b", "client-secret=******",
					"hash=******", "password=******", "api-token=******", "SESSION=******", "key=[principal]");
	}

	@Test
	void timesAndSizesHaveTheLargestUnitThatFits() {
		assertThat(EffectiveConfiguration.text(Duration.ofMillis(1500))).isEqualTo("1500ms");
		assertThat(EffectiveConfiguration.text(Duration.ofHours(48))).isEqualTo("2d");
		assertThat(EffectiveConfiguration.text(Duration.ZERO)).isEqualTo("0s");
	}

	private static Map<String, Object> tree(Map<String, String> properties) {
		return EffectiveConfiguration.of(new Binder(new MapConfigurationPropertySource(properties))
			.bindOrCreate("gateway", GatewayProperties.class));
	}

}
