package io.embeddedgateway.autoconfigure;

import org.springframework.util.ClassUtils;

/**
 * What has to be there for anything that is kept in Redis.
 */
final class RedisRequirement {

	private static final String CLIENT = "io.lettuce.core.RedisClient";

	private static final String SETTINGS = "org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails";

	private RedisRequirement() {
	}

	/**
	 * Whether the client is there, and what Spring Boot knows of Redis.
	 * @return whether the classes are there
	 */
	static boolean isPresent() {
		return ClassUtils.isPresent(CLIENT, null) && ClassUtils.isPresent(SETTINGS, null);
	}

	/**
	 * Why there is nothing that uses Redis.
	 * @param otherwise what can be done without Redis
	 * @return the mistake and its remedy
	 */
	static String mistake(String otherwise) {
		return isPresent()
				? "'redis' needs Spring Boot's settings of Redis. Do not exclude its DataRedisAutoConfiguration, or "
						+ "declare a DataRedisConnectionDetails bean"
				: "'redis' needs the Redis client. Add the dependency "
						+ "'org.springframework.boot:spring-boot-starter-data-redis-reactive', or " + otherwise;
	}

}
