package io.embeddedgateway.usage;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The table that gets what was used.
 *
 * @param table the name of the table, with that of its schema if it is needed
 * @param dataSource the name of the {@code DataSource} bean, or {@code null} for the only
 * one
 */
public record UsageJdbcPolicy(@DefaultValue("gateway_usage") String table, @Nullable String dataSource) {

	private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*){0,2}");

	/**
	 * Check the policy.
	 * @throws IllegalArgumentException if that is no name of a table
	 */
	public UsageJdbcPolicy {
		if (!NAME.matcher(table).matches()) {
			throw new IllegalArgumentException("'" + table
					+ "' is no name of a table. Write letters, digits and '_', for example 'gateway_usage'");
		}
	}

	/**
	 * A policy from its short form.
	 * @param table the name of the table
	 * @return the policy
	 * @throws IllegalArgumentException if that is no name of a table
	 */
	public static UsageJdbcPolicy of(String table) {
		return new UsageJdbcPolicy(table.strip(), null);
	}

}
