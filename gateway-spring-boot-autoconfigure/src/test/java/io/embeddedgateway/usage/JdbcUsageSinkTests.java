package io.embeddedgateway.usage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The table, on H2, as the documentation has it.
 */
class JdbcUsageSinkTests {

	private static final Duration SOON = Duration.ofSeconds(20);

	private static final List<String> SQL = documentedSql();

	private final JdbcDataSource database = new JdbcDataSource();

	private Connection connection;

	@BeforeEach
	void createTable() throws SQLException {
		this.database.setURL("jdbc:h2:mem:" + UUID.randomUUID());
		this.connection = this.database.getConnection();
		for (String statement : SQL.get(0).split(";")) {
			if (!statement.isBlank()) {
				this.connection.createStatement().execute(statement);
			}
		}
	}

	@AfterEach
	void close() throws SQLException {
		this.connection.close();
	}

	@Test
	void billOfAMonthIsOneQuery() throws SQLException {
		JdbcUsageSink sink = new JdbcUsageSink(this.database, "gateway_usage");
		write(sink, batch("oct", "2026-10-31T23:59:59.999Z", usage("partners", "acme", "free", 200, 7)));
		write(sink, batch("nov-1", "2026-11-01T00:00:00Z", usage("partners", "acme", "free", 200, 5),
				usage("partners", "acme", "free", 500, 1), usage("main", "alice", null, 200, 9)));
		write(sink,
				batch("nov-2", "2026-11-30T23:59:59.999Z", usage("partners", "acme", "pro", 200, 10),
						usage("partners", "bolt", "free", 200, 2),
						new UsageRecord("partners", "bolt", null, "free", "api", "orders", 429, 3, 0, 3, 0, 0, 0)));
		write(sink, batch("dec", "2026-12-01T00:00:00Z", usage("partners", "acme", "free", 200, 7)));
		assertThat(rows(SQL.get(1))).containsExactly("acme|free|6|12|0|600", "acme|pro|10|20|0|1000",
				"bolt|free|2|4|3|200");
	}

	@Test
	void everyColumnIsFilled() throws SQLException {
		write(new JdbcUsageSink(this.database, "PUBLIC.gateway_usage"),
				batch("b", "2026-11-01T10:00:00.5Z",
						new UsageRecord("keys", "acme", "app", "free", "api", "orders", 200, 1, 2, 3, 4, 5, 6),
						new UsageRecord(null, null, null, null, null, "open", 0, 1, 0, 0, 0, 0, 0)));
		assertThat(rows("SELECT * FROM gateway_usage ORDER BY seq")).containsExactly(
				"b|0|2026-11-01 10:00:00.5|2026-11-01 10:00:10.5|node-1|keys|acme|app|free|api|orders|200|1|2|3|4|5|6",
				"b|1|2026-11-01 10:00:00.5|2026-11-01 10:00:10.5|node-1|null|null|null|null|null|open|0|1|0|0|0|0|0");
	}

	@Test
	void batchOfWhichNobodyKnowsIsNotThereTwice() throws SQLException {
		Faults faults = new Faults(this.database, "commit", true);
		JdbcUsageSink sink = new JdbcUsageSink(faults, "gateway_usage");
		UsageBatch batch = batch("b", "2026-11-01T10:00:00Z", usage("partners", "acme", "free", 200, 5));
		StepVerifier.create(sink.write(batch)).expectError(SQLException.class).verify(SOON);
		faults.method = "none";
		write(sink, batch);
		write(sink, batch);
		assertThat(rows("SELECT SUM(requests) FROM gateway_usage")).containsExactly("5");
	}

	@Test
	void batchThatFailsIsNotThereInPart() throws SQLException {
		Faults faults = new Faults(this.database, "commit", false);
		JdbcUsageSink sink = new JdbcUsageSink(faults, "gateway_usage");
		UsageBatch batch = new UsageBatch("b", Instant.EPOCH, Instant.EPOCH, "node-1",
				IntStream.range(0, 1234).mapToObj((i) -> usage("partners", "caller-" + i, null, 200, 1)).toList());
		StepVerifier.create(sink.write(batch)).expectError(SQLException.class).verify(SOON);
		assertThat(rows("SELECT COUNT(*) FROM gateway_usage")).containsExactly("0");
		faults.method = "none";
		write(sink, batch);
		assertThat(rows("SELECT COUNT(*) FROM gateway_usage")).containsExactly("1234");
	}

	@Test
	void namesThatNoColumnTakesAreNotInTheWay() throws SQLException {
		write(new JdbcUsageSink(this.database, "gateway_usage"),
				batch("b", "2026-11-01T10:00:00Z", usage("p", "x".repeat(300) + "1", null, 200, 1),
						usage("p", "x".repeat(300) + "2", null, 200, 1), usage("p", "nul\0", null, 200, 1)));
		assertThat(rows("SELECT COUNT(DISTINCT caller) FROM gateway_usage WHERE LENGTH(caller) <= 255"))
			.containsExactly("3");
	}

	private static List<String> documentedSql() {
		try {
			Matcher blocks = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL)
				.matcher(Files.readString(Path.of("../docs/usage.md")));
			List<String> sql = new ArrayList<>();
			while (blocks.find()) {
				sql.add(blocks.group(1));
			}
			return sql;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private List<String> rows(String query) throws SQLException {
		List<String> rows = new ArrayList<>();
		try (ResultSet result = this.connection.createStatement().executeQuery(query)) {
			int columns = result.getMetaData().getColumnCount();
			while (result.next()) {
				List<String> row = new ArrayList<>();
				for (int i = 1; i <= columns; i++) {
					row.add(result.getString(i));
				}
				rows.add(String.join("|", row));
			}
		}
		return rows;
	}

	private static void write(JdbcUsageSink sink, UsageBatch batch) {
		StepVerifier.create(sink.write(batch)).expectComplete().verify(SOON);
	}

	private static UsageBatch batch(String id, String from, UsageRecord... records) {
		Instant start = Instant.parse(from);
		return new UsageBatch(id, start, start.plusSeconds(10), "node-1", List.of(records));
	}

	private static UsageRecord usage(String provider, String caller, String tier, int status, long requests) {
		return new UsageRecord(provider, caller, null, tier, "api", "orders", status, requests, requests, 0,
				2 * requests, 0, 100 * requests);
	}

	/**
	 * A database whose connections fail at one method.
	 */
	private static final class Faults extends DelegatingDataSource {

		private final boolean afterwards;

		private volatile String method;

		Faults(DataSource dataSource, String method, boolean afterwards) {
			super(dataSource);
			this.method = method;
			this.afterwards = afterwards;
		}

		@Override
		public Connection getConnection() throws SQLException {
			Connection connection = super.getConnection();
			return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Connection.class },
					(proxy, called, arguments) -> {
						boolean fails = called.getName().equals(this.method);
						if (fails && !this.afterwards) {
							throw new SQLException("the connection is gone");
						}
						try {
							Object result = called.invoke(connection, arguments);
							if (fails) {
								throw new SQLException("the connection is gone");
							}
							return result;
						}
						catch (InvocationTargetException ex) {
							throw ex.getCause();
						}
					});
		}

	}

}
