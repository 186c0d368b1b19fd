package io.embeddedgateway.usage.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.embeddedgateway.redis.RedisScript;
import io.embeddedgateway.redis.RedisScripts;
import io.embeddedgateway.redis.RedisServers;
import io.embeddedgateway.usage.UsageBatch;
import io.embeddedgateway.usage.UsageRedisPolicy;
import io.embeddedgateway.usage.UsageSink;

/**
 * Adds what was used to a stream of Redis, from version 6.2 on, alone or as a cluster. A
 * batch is added by one script, which remembers for a day that it was, so nothing is
 * counted twice when a batch is written again of which nobody knows whether it was
 * written.
 */
public final class RedisUsageSink implements UsageSink, AutoCloseable {

	/**
	 * How many entries one script adds; Redis serves nobody else meanwhile.
	 */
	static final int PART = 1000;

	/**
	 * What can't be added is not remembered as written.
	 */
	private static final RedisScript SCRIPT = RedisScript.of("""
			if not redis.call('SET', KEYS[2], '1', 'NX', 'PX', ARGV[2]) then return false end
			local count = 3
			while count <= #ARGV do
				local last = count + tonumber(ARGV[count])
				local added = redis.pcall('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], '*', unpack(ARGV, count + 1, last))
				if type(added) == 'table' and added.err then
					redis.call('SET', KEYS[2], '0', 'PX', 1)
					return added
				end
				count = last + 1
			end
			return false
			""");

	private static final byte[] REMEMBERED = ascii(Duration.ofDays(1).toMillis());

	private final RedisScripts scripts;

	private final byte[] stream;

	private final byte[] maxLength;

	private final String marks;

	/**
	 * Create a sink.
	 * @param servers where Redis is
	 * @param policy the stream
	 */
	public RedisUsageSink(RedisServers servers, UsageRedisPolicy policy) {
		this.scripts = new RedisScripts(servers, 1);
		this.stream = policy.stream().getBytes(StandardCharsets.UTF_8);
		this.maxLength = ascii(policy.maxLength());
		this.marks = marks(policy.stream());
	}

	/**
	 * How the keys start that tell what was written: a cluster wants them in the slot of
	 * the stream.
	 * @param stream the name of the stream
	 * @return the begin of the keys
	 */
	static String marks(String stream) {
		return ((stream.indexOf('{') < 0) ? '{' + stream + '}' : stream) + ":batch:";
	}

	private static byte[] ascii(long number) {
		return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
	}

	@Override
	public Mono<Void> write(UsageBatch batch) {
		int size = batch.records().size();
		if (size <= PART) {
			return write(batch, 0, size);
		}
		return Flux.range(0, (size + PART - 1) / PART)
			.concatMap((part) -> write(batch, part * PART, Math.min(size, (part + 1) * PART)))
			.then();
	}

	private Mono<Void> write(UsageBatch batch, int from, int to) {
		byte[][] keys = { this.stream, (this.marks + batch.id() + ':' + from).getBytes(StandardCharsets.UTF_8) };
		return Mono.fromFuture(() -> {
			StreamEntries entries = new StreamEntries(this.maxLength, REMEMBERED);
			for (int seq = from; seq < to; seq++) {
				entries.add(batch, seq);
			}
			return this.scripts.run(SCRIPT, keys, entries.toArguments());
		}).then();
	}

	@Override
	public void close() {
		this.scripts.close();
	}

}
