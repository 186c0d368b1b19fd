package io.embeddedgateway.server;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What clients may take of a connection over HTTP/2. What is counted per 30 s is counted
 * for each connection.
 *
 * @param maxConcurrentStreams the most requests at a time; 1 or more
 * @param maxResets the most requests that a client takes back per 30 s (CVE-2023-44487);
 * 1 or more
 * @param maxControlFrames the most frames per 30 s that carry no part of a request,
 * beyond those that requests and responses call for; 1 or more
 */
public record Http2Policy(@DefaultValue("100") int maxConcurrentStreams, @DefaultValue("200") int maxResets,
		@DefaultValue("1000") int maxControlFrames) {

	/**
	 * The time over which resets and control frames are counted.
	 */
	static final int PERIOD_SECONDS = 30;

	/**
	 * The policy of a server that says nothing else.
	 */
	public static final Http2Policy DEFAULT = new Http2Policy(100, 200, 1000);

	public Http2Policy {
		checkCount("max-concurrent-streams", maxConcurrentStreams, 100);
		checkCount("max-resets", maxResets, 200);
		checkCount("max-control-frames", maxControlFrames, 1000);
	}

	static void checkCount(String name, int count, int example) {
		if (count < 1) {
			throw new IllegalArgumentException(
					"'" + name + "' is " + count + ". Write 1 or more, for example " + example);
		}
	}

}
