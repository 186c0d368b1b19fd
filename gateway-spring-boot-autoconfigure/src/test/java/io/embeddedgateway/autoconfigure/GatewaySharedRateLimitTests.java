package io.embeddedgateway.autoconfigure;

import java.time.Duration;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import org.assertj.core.api.ObjectAssert;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableReactiveWebApplicationContext;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

import io.embeddedgateway.ratelimit.RateLimitStore;
import io.embeddedgateway.ratelimit.SharedLimits;
import io.embeddedgateway.ratelimit.redis.RedisRateLimitStore;
import io.embeddedgateway.redis.RedisServers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where the store of shared limits comes from. No Redis is needed until a request is
 * limited.
 */
class GatewaySharedRateLimitTests {

	private final ReactiveWebApplicationContextRunner memory = new ReactiveWebApplicationContextRunner()
		.withPropertyValues("spring.reactor.netty.shutdown-quiet-period=0s")
		.withConfiguration(
				AutoConfigurations.of(GatewayRoutingAutoConfiguration.class, GatewayServiceAutoConfiguration.class,
						GatewayRateLimitAutoConfiguration.class, GatewayRedisRateLimitAutoConfiguration.class,
						DataRedisAutoConfiguration.class, SslAutoConfiguration.class));

	private final ReactiveWebApplicationContextRunner redis = this.memory
		.withPropertyValues("gateway.rate-limit-store=redis");

	@Test
	void limitsAreInMemoryUnlessRedisIsAskedFor() {
		this.memory.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(RateLimitStore.class)
			.doesNotHaveBean(SharedLimits.class));
		this.redis.run((context) -> assertThat(context).hasSingleBean(RedisRateLimitStore.class)
			.hasSingleBean(SharedLimits.class));
		this.memory.withPropertyValues("gateway.rate-limit-store.type=redis", "gateway.rate-limit-store.timeout=50ms")
			.run((context) -> assertThat(context).hasSingleBean(RedisRateLimitStore.class));
	}

	@Test
	void storeOfTheApplicationGoesFirst() {
		this.redis.withUserConfiguration(OwnStore.class)
			.run((context) -> assertThat(context).hasSingleBean(SharedLimits.class)
				.getBean(RateLimitStore.class)
				.isNotInstanceOf(RedisRateLimitStore.class));
		this.memory.withUserConfiguration(OwnStore.class)
			.withPropertyValues("gateway.rate-limits.a.limit=10/1s", "gateway.rate-limits.a.store=shared",
					"gateway.rate-limits.a.sync=100ms")
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(SharedLimits.class));
	}

	@Test
	void whatIsMissingIsSaidAtTheStart() {
		this.redis.withClassLoader(new FilteredClassLoader(RedisClient.class))
			.run((context) -> assertThatItFailed(context, "'redis' needs the Redis client. Add the dependency"));
		this.memory.withPropertyValues("gateway.rate-limits.a.limit=10/1s", "gateway.rate-limits.a.store=shared")
			.run((context) -> assertThatItFailed(context, "'shared' needs a store that gateways share. Write "
					+ "'gateway.rate-limit-store: redis', or declare a RateLimitStore bean"));
		this.memory.withPropertyValues("gateway.rate-limits.a.limit=10/1s", "gateway.rate-limits.a.sync=1s")
			.run((context) -> assertThatItFailed(context, "Needs a store that gateways share"));
		this.redis
			.withPropertyValues("gateway.rate-limits.a.limit=10/1s", "gateway.rate-limits.a.sync=1s",
					"gateway.rate-limits.a.store=local")
			.run((context) -> assertThatItFailed(context, "not for 'store: local'"));
	}

	private static void assertThatItFailed(AssertableReactiveWebApplicationContext context, String message) {
		assertThat(context.getStartupFailure()).rootCause().hasMessageContaining(message);
	}

	@Test
	void settingsAreThoseOfSpringBoot() {
		servers("spring.data.redis.host=one", "spring.data.redis.port=1234", "spring.data.redis.database=3",
				"spring.data.redis.password=secret", "spring.data.redis.connect-timeout=3s")
			.satisfies((servers) -> {
				assertThat(servers.kind()).isEqualTo(RedisServers.Kind.SINGLE);
				RedisURI uri = servers.uris().get(0);
				assertThat(uri.getHost()).isEqualTo("one");
				assertThat(uri.getPort()).isEqualTo(1234);
				assertThat(uri.getDatabase()).isEqualTo(3);
				assertThat(uri.isSsl()).isFalse();
				assertThat(uri.toString()).doesNotContain("secret");
				assertThat(servers.connectTimeout()).hasSeconds(3);
			});
		servers("spring.data.redis.cluster.nodes=one:1,two:2", "spring.data.redis.ssl.enabled=true")
			.satisfies((servers) -> {
				assertThat(servers.kind()).isEqualTo(RedisServers.Kind.CLUSTER);
				assertThat(servers.uris()).extracting(RedisURI::getHost).containsExactly("one", "two");
				assertThat(servers.uris()).allMatch(RedisURI::isSsl);
				assertThat(servers.tls()).isNotNull();
			});
		servers("spring.data.redis.sentinel.master=main", "spring.data.redis.sentinel.nodes=one:1,two:2",
				"spring.data.redis.sentinel.password=secret")
			.satisfies((servers) -> {
				assertThat(servers.kind()).isEqualTo(RedisServers.Kind.SINGLE);
				assertThat(servers.uris().get(0).getSentinelMasterId()).isEqualTo("main");
				assertThat(servers.uris().get(0).getSentinels()).extracting(RedisURI::getPort).containsExactly(1, 2);
			});
	}

	@Test
	void passwordIsNeverSentInClearWhereTheSchemeOfTheUrlAsksForTls() {
		servers("spring.data.redis.url=rediss://user:secret@one:1234/3").satisfies((servers) -> {
			assertThat(servers.uris()).hasSize(1).allMatch(RedisURI::isSsl);
			RedisURI uri = servers.uris().get(0);
			assertThat(uri.getHost()).isEqualTo("one");
			assertThat(uri.getDatabase()).isEqualTo(3);
			assertThat(uri.isVerifyPeer()).isTrue();
		});
		servers("spring.data.redis.url=rediss://user:secret@one:1234", "spring.data.redis.sentinel.master=main",
				"spring.data.redis.sentinel.nodes=one:1,two:2")
			.satisfies((servers) -> {
				assertThat(servers.uris()).allMatch(RedisURI::isSsl);
				assertThat(servers.uris().get(0).getSentinels()).hasSize(2).allMatch(RedisURI::isSsl);
			});
		servers("spring.data.redis.url=redis://user:secret@one:1234")
			.satisfies((servers) -> assertThat(servers.uris()).noneMatch(RedisURI::isSsl));
	}

	private ObjectAssert<RedisServers> servers(String... properties) {
		RedisServers[] servers = new RedisServers[1];
		this.redis.withPropertyValues(properties).run((context) -> {
			assertThat(context).hasNotFailed();
			servers[0] = new RedisConnectionSettings(context.getBean(DataRedisConnectionDetails.class),
					context.getBean(DataRedisProperties.class))
				.servers(Duration.ofSeconds(1));
		});
		return assertThat(servers[0]);
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnStore {

		@Bean
		RateLimitStore ownStore() {
			return (key, expected, replacement, keepFor) -> Mono.just(RateLimitStore.Outcome.ofReplaced());
		}

	}

}
