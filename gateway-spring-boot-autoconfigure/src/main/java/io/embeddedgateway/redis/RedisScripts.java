package io.embeddedgateway.redis;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisScriptingAsyncCommands;
import org.jspecify.annotations.Nullable;

/**
 * Runs scripts in Redis, from version 6.2 on, alone or as a cluster. It is connected when
 * the first one is run, and again whenever the connection was lost.
 */
public final class RedisScripts implements AutoCloseable {

	private final RedisConnector connector;

	private final int mostTimeouts;

	private final AtomicReference<@Nullable CompletableFuture<RedisLink>> link = new AtomicReference<>();

	private final AtomicInteger timeouts = new AtomicInteger();

	/**
	 * Nothing is connected yet.
	 * @param servers where Redis is
	 * @param mostTimeouts so many in a row, and the other end of the connection is
	 * believed to be gone
	 */
	public RedisScripts(RedisServers servers, int mostTimeouts) {
		this.connector = new RedisConnector(servers);
		this.mostTimeouts = mostTimeouts;
	}

	/**
	 * Run a script, once at most.
	 * @param script the script
	 * @param keys the keys that it uses, all in one slot
	 * @param values its further arguments
	 * @return what it returns, {@code null} for nothing
	 */
	public CompletableFuture<byte @Nullable []> run(RedisScript script, byte[][] keys, byte[][] values) {
		return link().thenCompose((connected) -> run(connected, script, keys, values));
	}

	private CompletionStage<byte @Nullable []> run(RedisLink connected, RedisScript script, byte[][] keys,
			byte[][] values) {
		RedisScriptingAsyncCommands<byte[], byte[]> commands = connected.commands();
		CompletionStage<byte[]> answer = commands.evalsha(script.digest(), ScriptOutputType.VALUE, keys, values);
		return answer
			.exceptionallyCompose((ex) -> (cause(ex) instanceof RedisNoScriptException)
					? commands.<byte[]>eval(script.source(), ScriptOutputType.VALUE, keys, values)
					: CompletableFuture.failedFuture(ex))
			.handle((returned, ex) -> answered(connected, returned, ex));
	}

	private byte @Nullable [] answered(RedisLink connected, byte @Nullable [] returned, @Nullable Throwable failure) {
		if (failure != null) {
			Throwable cause = cause(failure);
			if (cause instanceof RedisCommandTimeoutException && this.timeouts.incrementAndGet() == this.mostTimeouts) {
				leave(connected);
			}
			throw new CompletionException(cause);
		}
		if (this.timeouts.get() != 0) {
			this.timeouts.set(0);
		}
		return returned;
	}

	private static Throwable cause(Throwable ex) {
		return (ex instanceof CompletionException && ex.getCause() != null) ? ex.getCause() : ex;
	}

	private CompletableFuture<RedisLink> link() {
		CompletableFuture<RedisLink> current = this.link.get();
		if (current != null && !current.isCompletedExceptionally()) {
			return current;
		}
		CompletableFuture<RedisLink> created = new CompletableFuture<>();
		if (!this.link.compareAndSet(current, created)) {
			return link();
		}
		connect().whenComplete((connected, ex) -> {
			if (ex != null) {
				created.completeExceptionally(cause(ex));
			}
			else {
				created.complete(connected);
			}
		});
		return created;
	}

	private CompletionStage<RedisLink> connect() {
		try {
			return this.connector.connect();
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	// The system itself would believe in it for a quarter of an hour
	private void leave(RedisLink connected) {
		this.timeouts.set(0);
		CompletableFuture<RedisLink> current = this.link.get();
		if (current != null && connected.equals(current.getNow(null)) && this.link.compareAndSet(current, null)) {
			connected.close();
		}
	}

	@Override
	public void close() {
		this.connector.close();
	}

}
