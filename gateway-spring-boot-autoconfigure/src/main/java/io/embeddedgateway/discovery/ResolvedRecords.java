package io.embeddedgateway.discovery;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Asks DNS by Netty's resolver, and reads what it answers.
 *
 * @param resolver the resolver
 */
record ResolvedRecords(DnsNameResolver resolver) implements Records {

	@Override
	public Mono<Answer<InetAddress>> addresses(String host, DnsRecordType type) {
		return query(host, type, (record) -> {
			try {
				return InetAddress.getByAddress(ByteBufUtil.getBytes(record.content()));
			}
			catch (UnknownHostException ex) {
				throw new IllegalArgumentException("An address has " + record.content().readableBytes() + " bytes", ex);
			}
		});
	}

	@Override
	public Mono<Answer<SrvRecord>> servers(String name) {
		return query(name, DnsRecordType.SRV, (record) -> {
			ByteBuf content = record.content().duplicate();
			int priority = content.readUnsignedShort();
			int weight = content.readUnsignedShort();
			int port = content.readUnsignedShort();
			return new SrvRecord(priority, weight, port, withoutDot(DefaultDnsRecordDecoder.decodeName(content)));
		});
	}

	private static String withoutDot(String name) {
		String host = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
		return host.toLowerCase(Locale.ROOT);
	}

	private <T> Mono<Answer<T>> query(String name, DnsRecordType type, Decoder<T> decoder) {
		return Mono
			.create((sink) -> this.resolver.resolveAll(new DefaultDnsQuestion(name, type)).addListener((future) -> {
				if (future.isSuccess() && future.getNow() instanceof List<?> records) {
					succeed(sink, records, type, decoder);
				}
				else if (saysThatThereIsNothing(future.cause())) {
					sink.success(Answer.nothing());
				}
				else {
					sink.error(future.cause());
				}
			}));
	}

	private static <T> void succeed(MonoSink<Answer<T>> sink, List<?> records, DnsRecordType type, Decoder<T> decoder) {
		List<T> found = new ArrayList<>(records.size());
		long seconds = Duration.ofDays(1).toSeconds();
		try {
			for (Object each : records) {
				if (each instanceof DnsRawRecord record && record.type().equals(type)) {
					found.add(decoder.decode(record));
					seconds = Math.min(seconds, record.timeToLive());
				}
			}
			sink.success(new Answer<>(found, Duration.ofSeconds(seconds)));
		}
		catch (RuntimeException ex) {
			sink.error(ex);
		}
		finally {
			records.forEach(ReferenceCountUtil::release);
		}
	}

	// Netty has no cause for it where a server answered without such a record
	private static boolean saysThatThereIsNothing(@Nullable Throwable error) {
		if (!(error instanceof UnknownHostException)) {
			return false;
		}
		Throwable cause = error.getCause();
		return cause == null
				|| (cause instanceof DnsErrorCauseException code && DnsResponseCode.NXDOMAIN.equals(code.getCode()));
	}

	@FunctionalInterface
	private interface Decoder<T> {

		T decode(DnsRawRecord record);

	}

}
