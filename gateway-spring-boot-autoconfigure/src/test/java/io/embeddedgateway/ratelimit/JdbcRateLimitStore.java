package io.embeddedgateway.ratelimit;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The store for PostgreSQL that the documentation shows.
 */
class JdbcRateLimitStore implements RateLimitStore {

	private final JdbcClient jdbc;

	private final Scheduler scheduler;

	JdbcRateLimitStore(JdbcClient jdbc, Scheduler scheduler) {
		this.jdbc = jdbc;
		this.scheduler = scheduler;
	}

	@Override
	public Mono<Outcome> replace(String key, byte @Nullable [] expected, byte[] replacement, Duration keepFor) {
		return Mono.fromCallable(() -> replaceNow(key, expected, replacement, keepFor)).subscribeOn(this.scheduler);
	}

	private Outcome replaceNow(String key, byte @Nullable [] expected, byte[] replacement, Duration keepFor) {
		Timestamp until = Timestamp.from(Instant.now().plus(keepFor));
		int rows = (expected != null)
				? this.jdbc.sql("update rate_limit set state = ?, kept_until = ? where id = ? and state = ?")
					.params(replacement, until, key, expected)
					.update()
				: this.jdbc
					.sql("insert into rate_limit (id, state, kept_until) values (?, ?, ?) on conflict do nothing")
					.params(key, replacement, until)
					.update();
		if (rows == 1) {
			return Outcome.ofReplaced();
		}
		return Outcome.ofFound(this.jdbc.sql("select state from rate_limit where id = ?")
			.param(key)
			.query((row, number) -> row.getBytes(1))
			.optional()
			.orElse(null));
	}

}
