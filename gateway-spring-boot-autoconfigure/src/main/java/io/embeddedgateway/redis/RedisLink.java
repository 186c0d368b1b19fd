package io.embeddedgateway.redis;

import java.util.concurrent.CompletableFuture;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.async.RedisScriptingAsyncCommands;

/**
 * A connection to Redis.
 *
 * @param connection the connection
 * @param commands what can be sent over it
 */
record RedisLink(StatefulConnection<byte[], byte[]> connection, RedisScriptingAsyncCommands<byte[], byte[]> commands) {

	void close() {
		CompletableFuture<Void> unused = this.connection.closeAsync();
	}

}
