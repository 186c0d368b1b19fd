package io.embeddedgateway.server;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Counts the connections of clients, in all and for each address. Holds one entry for
 * each address that has a connection.
 */
final class ConnectionCount {

	private final int max;

	private final int maxPerAddress;

	private final Predicate<InetAddress> shared;

	private final AtomicInteger all = new AtomicInteger();

	private final ConcurrentMap<Long, Integer> byAddress = new ConcurrentHashMap<>();

	/**
	 * Create a count.
	 * @param max the most connections in all
	 * @param maxPerAddress the most connections of one address
	 * @param shared addresses of proxies, behind which there are many clients; only the
	 * count of all holds for them
	 */
	ConnectionCount(int max, int maxPerAddress, Predicate<InetAddress> shared) {
		this.max = max;
		this.maxPerAddress = maxPerAddress;
		this.shared = shared;
	}

	/**
	 * Count a connection in.
	 * @param address the address of the client, or {@code null} if it has none
	 * @return counts the connection out again, to be run once; {@code null} if there are
	 * too many
	 */
	@Nullable Runnable enter(@Nullable InetAddress address) {
		if (this.all.incrementAndGet() > this.max) {
			this.all.decrementAndGet();
			return null;
		}
		if (address == null || this.shared.test(address)) {
			return this.all::decrementAndGet;
		}
		long network = network(address);
		if (this.byAddress.merge(network, 1, Integer::sum) > this.maxPerAddress) {
			leave(network);
			return null;
		}
		return () -> leave(network);
	}

	private void leave(long network) {
		this.byAddress.computeIfPresent(network, (key, count) -> (count > 1) ? count - 1 : null);
		this.all.decrementAndGet();
	}

	int all() {
		return this.all.get();
	}

	int addresses() {
		return this.byAddress.size();
	}

	// What one client has for itself: an IPv4 address, or a /64 network (RFC 4291
	// §2.5.4). Networks that begin with 32 zero bits are not assigned, so the two can't
	// meet
	private static long network(InetAddress address) {
		ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
		return (bytes.remaining() < Long.BYTES) ? bytes.getInt() & 0xffff_ffffL : bytes.getLong();
	}

}
