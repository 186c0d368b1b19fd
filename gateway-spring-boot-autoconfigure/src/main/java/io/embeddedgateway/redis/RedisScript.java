package io.embeddedgateway.redis;

import java.nio.charset.StandardCharsets;

import io.lettuce.core.codec.Base16;

/**
 * A script in Lua, which Redis runs as one step.
 *
 * @param source the script
 * @param digest the name by which Redis knows it once it was sent
 */
public record RedisScript(String source, String digest) {

	/**
	 * A script.
	 * @param source the script
	 * @return the script with its name
	 */
	public static RedisScript of(String source) {
		return new RedisScript(source, Base16.digest(source.getBytes(StandardCharsets.UTF_8)));
	}

}
