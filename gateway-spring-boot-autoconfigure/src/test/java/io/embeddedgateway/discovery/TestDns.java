package io.embeddedgateway.discovery;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.DefaultThreadFactory;

/**
 * A real server of DNS on a free port, whose answers can be changed at any time.
 */
final class TestDns implements AutoCloseable {

	private static final EventLoopGroup LOOPS = new MultiThreadIoEventLoopGroup(1,
			new DefaultThreadFactory("dns", true), NioIoHandler.newFactory());

	private final Map<String, Reply> replies = new ConcurrentHashMap<>();

	private final AtomicInteger queries = new AtomicInteger();

	private final Channel channel;

	TestDns() {
		this.channel = new Bootstrap().group(LOOPS)
			.channel(NioDatagramChannel.class)
			.handler(new ChannelInitializer<>() {

				@Override
				protected void initChannel(Channel channel) {
					channel.pipeline()
						.addLast(new DatagramDnsQueryDecoder(), new DatagramDnsResponseEncoder(), answering());
				}

			})
			.bind("127.0.0.1", 0)
			.syncUninterruptibly()
			.channel();
	}

	/**
	 * Answer with addresses; none means that the name has no such records.
	 */
	void addresses(String name, int ttl, String... addresses) {
		reply(name, DnsRecordType.A,
				new Reply(DnsResponseCode.NOERROR, ttl,
						Arrays.stream(addresses)
							.filter((address) -> !address.contains(":"))
							.map(NetUtil::createByteArrayFromIpAddressString)
							.toList()));
		reply(name, DnsRecordType.AAAA,
				new Reply(DnsResponseCode.NOERROR, ttl,
						Arrays.stream(addresses)
							.filter((address) -> address.contains(":"))
							.map(NetUtil::createByteArrayFromIpAddressString)
							.toList()));
	}

	/**
	 * Answer with servers.
	 */
	void servers(String name, int ttl, SrvRecord... records) {
		reply(name, DnsRecordType.SRV,
				new Reply(DnsResponseCode.NOERROR, ttl, Arrays.stream(records).map(TestDns::encode).toList()));
	}

	/**
	 * Answer with a code alone, whatever the type.
	 */
	void code(String name, DnsResponseCode code) {
		for (DnsRecordType type : List.of(DnsRecordType.A, DnsRecordType.AAAA, DnsRecordType.SRV)) {
			reply(name, type, new Reply(code, 0, List.of()));
		}
	}

	private void reply(String name, DnsRecordType type, Reply reply) {
		this.replies.put(name + " " + type.name(), reply);
	}

	private static byte[] encode(SrvRecord record) {
		ByteBuf buffer = Unpooled.buffer();
		buffer.writeShort(record.priority()).writeShort(record.weight()).writeShort(record.port());
		for (String label : record.target().split("\\.")) {
			byte[] bytes = label.getBytes(StandardCharsets.US_ASCII);
			if (bytes.length > 0) {
				buffer.writeByte(bytes.length).writeBytes(bytes);
			}
		}
		buffer.writeByte(0);
		byte[] bytes = new byte[buffer.readableBytes()];
		buffer.readBytes(bytes);
		return bytes;
	}

	private ChannelHandler answering() {
		return new SimpleChannelInboundHandler<DatagramDnsQuery>() {

			@Override
			protected void channelRead0(ChannelHandlerContext context, DatagramDnsQuery query) {
				TestDns.this.queries.incrementAndGet();
				DnsQuestion question = query.recordAt(DnsSection.QUESTION);
				String name = question.name().substring(0, question.name().length() - 1);
				Reply reply = TestDns.this.replies.getOrDefault(name + " " + question.type().name(),
						new Reply(DnsResponseCode.NXDOMAIN, 0, List.of()));
				DatagramDnsResponse response = new DatagramDnsResponse(query.recipient(), query.sender(), query.id());
				response.setCode(reply.code());
				response.addRecord(DnsSection.QUESTION, new DefaultDnsQuestion(question.name(), question.type()));
				reply.records()
					.forEach((bytes) -> response.addRecord(DnsSection.ANSWER, new DefaultDnsRawRecord(question.name(),
							question.type(), reply.ttl(), Unpooled.wrappedBuffer(bytes))));
				context.writeAndFlush(response);
			}

		};
	}

	/**
	 * How often it was asked.
	 */
	int queries() {
		return this.queries.get();
	}

	/**
	 * The address, as the configuration wants it.
	 */
	String address() {
		return "127.0.0.1:" + ((InetSocketAddress) this.channel.localAddress()).getPort();
	}

	@Override
	public void close() {
		ChannelFuture unused = this.channel.close().syncUninterruptibly();
	}

	private record Reply(DnsResponseCode code, int ttl, List<byte[]> records) {

	}

}
