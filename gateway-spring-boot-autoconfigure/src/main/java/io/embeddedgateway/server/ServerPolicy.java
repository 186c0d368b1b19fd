package io.embeddedgateway.server;

import java.time.Duration;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What clients may take of the server.
 *
 * @param headerTimeout the longest time from the first byte of a request to the end of
 * its headers; 1 ms to 1 day
 * @param minBodyRate the fewest bytes per second of an upload, while the server waits for
 * them; 0 for any
 * @param bodyPeriod the time over which that is measured, again and again until the
 * upload ends; 1 ms to 1 day
 * @param maxConnections the most connections of all clients; 1 or more
 * @param maxConnectionsPerAddress the most connections of one address, or of one /64
 * network with IPv6; 1 or more
 * @param maxPipelined the most requests of an HTTP/1.1 connection that are not answered;
 * 1 or more
 * @param http2 what holds for HTTP/2 alone
 */
public record ServerPolicy(@DefaultValue("10s") Duration headerTimeout, @DefaultValue("240B") DataSize minBodyRate,
		@DefaultValue("10s") Duration bodyPeriod, @DefaultValue("20000") int maxConnections,
		@DefaultValue("1000") int maxConnectionsPerAddress, @DefaultValue("100") int maxPipelined,
		@DefaultValue Http2Policy http2) {

	private static final Duration LONGEST = Duration.ofDays(1);

	/**
	 * The policy of a server that says nothing else.
	 */
	public static final ServerPolicy DEFAULT = new ServerPolicy(Duration.ofSeconds(10), DataSize.ofBytes(240),
			Duration.ofSeconds(10), 20_000, 1000, 100, Http2Policy.DEFAULT);

	public ServerPolicy {
		checkTime("header-timeout", headerTimeout);
		checkTime("body-period", bodyPeriod);
		if (minBodyRate.isNegative()) {
			throw new IllegalArgumentException(
					"'min-body-rate' is " + minBodyRate + ". Write 0 or more, for example '240B'");
		}
		Http2Policy.checkCount("max-connections", maxConnections, 20_000);
		Http2Policy.checkCount("max-connections-per-address", maxConnectionsPerAddress, 1000);
		Http2Policy.checkCount("max-pipelined", maxPipelined, 100);
	}

	private static void checkTime(String name, Duration time) {
		if (time.toMillis() < 1 || time.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException(
					"'" + name + "' is " + time.toMillis() + "ms. Write between 1ms and 1d, for example '10s'");
		}
	}

	/**
	 * The fewest bytes of an upload in each period.
	 * @return the number of bytes, 0 for any
	 */
	long minBodyBytes() {
		return (long) Math.ceil(this.minBodyRate.toBytes() * (this.bodyPeriod.toMillis() / 1000.0));
	}

}
