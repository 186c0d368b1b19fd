package io.embeddedgateway.usage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Inserts what was used into a table, a batch in a transaction. Batch and place in it are
 * the primary key, so nothing is counted twice when a batch is written again of which
 * nobody knows whether it was written.
 */
public final class JdbcUsageSink implements UsageSink {

	private static final int ROWS = 500;

	private static final int TIMEOUT_SECONDS = 8;

	private static final int LONGEST_TEXT = 255;

	private final DataSource dataSource;

	private final String insert;

	private final String count;

	private @Nullable String tried;

	/**
	 * Create a sink.
	 * @param dataSource where connections come from
	 * @param table the name of the table
	 */
	public JdbcUsageSink(DataSource dataSource, String table) {
		this.dataSource = dataSource;
		this.insert = "INSERT INTO " + table + " (batch, seq, started, ended, gateway, provider, caller, client, tier, "
				+ "policy, route, status, requests, granted, refused, cost, request_bytes, response_bytes) "
				+ "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
		this.count = "SELECT COUNT(*) FROM " + table + " WHERE batch = ?";
	}

	@Override
	public Mono<Void> write(UsageBatch batch) {
		return Mono.fromCallable(() -> {
			insert(batch);
			return batch;
		}).then();
	}

	private synchronized void insert(UsageBatch batch) throws SQLException {
		try (Connection connection = this.dataSource.getConnection()) {
			boolean autoCommit = connection.getAutoCommit();
			connection.setAutoCommit(false);
			try {
				if (!batch.id().equals(this.tried) || !isWritten(batch, connection)) {
					this.tried = batch.id();
					insert(batch, connection);
				}
				connection.commit();
			}
			catch (SQLException | RuntimeException ex) {
				connection.rollback();
				throw ex;
			}
			finally {
				connection.setAutoCommit(autoCommit);
			}
		}
	}

	private boolean isWritten(UsageBatch batch, Connection connection) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(this.count)) {
			statement.setQueryTimeout(TIMEOUT_SECONDS);
			statement.setString(1, batch.id());
			try (ResultSet result = statement.executeQuery()) {
				return result.next() && result.getLong(1) > 0;
			}
		}
	}

	private void insert(UsageBatch batch, Connection connection) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(this.insert)) {
			statement.setQueryTimeout(TIMEOUT_SECONDS);
			int size = batch.records().size();
			for (int i = 0; i < size; i++) {
				set(statement, batch, i);
				statement.addBatch();
				if (i % ROWS == ROWS - 1 || i == size - 1) {
					statement.executeBatch();
				}
			}
		}
	}

	private static void set(PreparedStatement row, UsageBatch batch, int seq) throws SQLException {
		UsageRecord usage = batch.records().get(seq);
		row.setString(1, batch.id());
		row.setInt(2, seq);
		row.setObject(3, utc(batch.from()));
		row.setObject(4, utc(batch.to()));
		row.setString(5, text(batch.gateway()));
		row.setString(6, text(usage.provider()));
		row.setString(7, text(usage.caller()));
		row.setString(8, text(usage.client()));
		row.setString(9, text(usage.tier()));
		row.setString(10, text(usage.policy()));
		row.setString(11, text(usage.route()));
		row.setInt(12, usage.status());
		row.setLong(13, usage.requests());
		row.setLong(14, usage.granted());
		row.setLong(15, usage.refused());
		row.setLong(16, usage.cost());
		row.setLong(17, usage.requestBytes());
		row.setLong(18, usage.responseBytes());
	}

	private static LocalDateTime utc(Instant time) {
		return LocalDateTime.ofInstant(time, ZoneOffset.UTC);
	}

	// A name that no column takes would be in the way of all others
	private static @Nullable String text(@Nullable String value) {
		if (value == null) {
			return null;
		}
		String text = value.replace('\0', ' ');
		return (text.length() <= LONGEST_TEXT) ? text
				: text.substring(0, LONGEST_TEXT - 9) + '~' + Integer.toHexString(text.hashCode());
	}

}
