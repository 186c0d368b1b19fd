package io.embeddedgateway.ratelimit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

import io.embeddedgateway.Caller;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.Selector;

/**
 * Draws the key of a request: the first of several ways that the request has, each made
 * of one value or of several.
 */
final class LimitKeys {

	/**
	 * The key of a caller that was not told to be drawn from anything else.
	 */
	static final List<String> DEFAULT = List.of("principal", "client-ip");

	/**
	 * What clients send may be a secret, or long; so it is known by its hash.
	 */
	private static final List<String> SENT = List.of("header:", "cookie:", "query:");

	/**
	 * What means something in the names of buckets.
	 */
	private static final String MARKS = "%+|#(";

	private static final int LONGEST = 100;

	private static final String ADDRESS = "client-ip";

	private static final Pattern HASHED = Pattern.compile("#[A-Za-z0-9_-]{43}");

	private final List<List<String>> texts;

	private final List<List<Selector>> ways;

	private final boolean addresses;

	/**
	 * Create keys.
	 * @param texts the ways, with {@code +} between values; empty for the default
	 * @param beans finds a selector by its name
	 */
	LimitKeys(List<String> texts, Function<String, @Nullable Selector> beans) {
		List<String> ways = texts.isEmpty() ? DEFAULT : texts;
		this.texts = ways.stream().map((way) -> parts(way).toList()).toList();
		this.ways = ways.stream().map((way) -> parts(way).map((part) -> selector(part, beans)).toList()).toList();
		this.addresses = ways.stream().allMatch((way) -> parts(way).allMatch("client-ip"::equals));
	}

	/**
	 * The values of which one way is made.
	 * @param way the way
	 * @return the selectors
	 */
	static Stream<String> parts(String way) {
		return Arrays.stream(way.split("\\+")).map(String::strip);
	}

	private static Selector selector(String text, Function<String, @Nullable Selector> beans) {
		if (text.equals("client-ip")) {
			return LimitKeys::address;
		}
		Selector bean = beans.apply(text);
		Selector selector = text.equals("principal") ? LimitKeys::principal
				: ((bean != null) ? bean : Selector.of(text));
		boolean sent = isSent(text);
		return (exchange) -> {
			String value = selector.select(exchange);
			return (value != null && !value.isEmpty()) ? (sent ? hash(value) : escaped(value)) : null;
		};
	}

	private static boolean isSent(String selector) {
		return SENT.stream().anyMatch(selector::startsWith);
	}

	// So that no two requests have the same key by chance, or because somebody wants it
	private static String escaped(String value) {
		for (int i = 0; i < value.length(); i++) {
			if (MARKS.indexOf(value.charAt(i)) >= 0) {
				return escaped(value, i);
			}
		}
		return value;
	}

	private static String escaped(String value, int from) {
		StringBuilder escaped = new StringBuilder(value.length() + 8).append(value, 0, from);
		for (int i = from; i < value.length(); i++) {
			char c = value.charAt(i);
			if (MARKS.indexOf(c) >= 0) {
				escaped.append('%').append(Integer.toHexString(c));
			}
			else {
				escaped.append(c);
			}
		}
		return escaped.toString();
	}

	/**
	 * Whether the addresses of clients are enough to know them.
	 * @return {@code true} if nothing has to be known of the caller
	 */
	boolean isOfAddresses() {
		return this.addresses;
	}

	/**
	 * The key of a request.
	 * @param exchange the exchange
	 * @return the key, or {@code null} if the request has none
	 */
	@Nullable String of(GatewayExchange exchange) {
		for (int i = 0; i < this.ways.size(); i++) {
			List<Selector> way = this.ways.get(i);
			String key = (way.size() == 1) ? way.get(0).select(exchange) : joined(way, exchange);
			if (key != null) {
				return named(key, i);
			}
		}
		return null;
	}

	// What one way draws is never what another draws
	private static String named(String key, int way) {
		String named = (way == 0) ? key : "(" + way + ")" + key;
		return (named.length() > LONGEST) ? '#' + hash(named) : named;
	}

	/**
	 * How a key may be spelled in the names of buckets.
	 * @param key the key as it is drawn, or as clients send it
	 * @return the spellings, in the order in which keys are drawn
	 */
	List<String> spellings(String key) {
		Set<String> spellings = new LinkedHashSet<>();
		for (int n = 0; n < this.texts.size(); n++) {
			List<String> way = this.texts.get(n);
			List<String> values = (way.size() == 1) ? List.of(key) : List.of(key.split("\\+", -1));
			if (values.size() == way.size()) {
				String spelling = IntStream.range(0, way.size())
					.mapToObj((i) -> spelling(way.get(i), values.get(i)))
					.collect(Collectors.joining("+"));
				spellings.add(named(spelling, n));
				if (way.size() == 1 && !way.get(0).equals(ADDRESS) && !isSent(way.get(0))) {
					spellings.add(named(escaped(key), n));
				}
			}
		}
		spellings.add(key);
		return List.copyOf(spellings);
	}

	private static String spelling(String selector, String value) {
		if (selector.equals(ADDRESS) && value.indexOf(':') >= 0 && !value.endsWith("/64")) {
			InetAddress address = NetUtil.createInetAddressFromIpAddressString(value);
			return (address instanceof Inet6Address ip) ? network(ip) : value;
		}
		return (isSent(selector) && !HASHED.matcher(value).matches()) ? hash(value) : value;
	}

	private static @Nullable String joined(List<Selector> way, GatewayExchange exchange) {
		StringBuilder key = new StringBuilder();
		for (Selector selector : way) {
			String value = selector.select(exchange);
			if (value == null) {
				return null;
			}
			key.append(key.isEmpty() ? "" : "+").append(value);
		}
		return key.toString();
	}

	private static @Nullable String principal(GatewayExchange exchange) {
		Caller caller = exchange.caller();
		return (caller != null) ? caller.provider() + ':' + caller.name() : null;
	}

	// One who has an IPv6 address has all of its /64
	private static @Nullable String address(GatewayExchange exchange) {
		InetAddress address = exchange.client().address();
		if (address instanceof Inet6Address ip) {
			return network(ip);
		}
		return (address != null) ? address.getHostAddress() : null;
	}

	private static String network(Inet6Address address) {
		byte[] bytes = address.getAddress();
		StringBuilder network = new StringBuilder(24);
		for (int i = 0; i < 8; i += 2) {
			network.append(Integer.toHexString(((bytes[i] & 0xff) << 8) | (bytes[i + 1] & 0xff))).append(':');
		}
		return network.append(":/64").toString();
	}

	static String hash(String value) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
			return '#' + Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
