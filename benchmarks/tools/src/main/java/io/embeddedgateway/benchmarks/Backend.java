package io.embeddedgateway.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * What the proxies stand in front of. The last segment of the path names the
 * {@link Payload} of the response; a request body has to be {@link Payload#MEDIUM}. With
 * {@code edited} in the path, the header edits must have been made; with {@code delay-20},
 * the response comes 20 ms later. Responses are encoded
 * in advance, so that it takes little from the machine that it shares. It also serves the
 * keys of the issuer of tokens.
 */
public final class Backend extends SimpleChannelInboundHandler<HttpObject> {

	private static final Map<Payload, ByteBuf> RESPONSES = new EnumMap<>(Payload.class);

	/**
	 * How much {@code /stream} answers with: 1 GiB.
	 */
	static final long STREAM_LENGTH = 1L << 30;

	private static final ByteBuf STREAM_PART = Unpooled
		.unreleasableBuffer(Unpooled.directBuffer(64 * 1024).writeZero(64 * 1024))
		.asReadOnly();

	private static final ByteBuf BAD_REQUEST = encode("400 Bad Request", new byte[0]);

	private static final String JWK_SET = "/jwks";

	private static final String DELAY = "/delay-";

	static {
		for (Payload payload : Payload.values()) {
			RESPONSES.put(payload, encode("200 OK", payload.content()));
		}
	}

	private final ByteBuf jwkSet;

	private boolean keys;

	private boolean endless;

	private long toStream;

	private final CRC32 checksum = new CRC32();

	private int length;

	private boolean correct;

	private long delay;

	private Payload answer = Payload.SMALL;

	private HttpMethod method = HttpMethod.GET;

	private Backend(ByteBuf jwkSet) {
		this.jwkSet = jwkSet;
	}

	/**
	 * Start it.
	 * @param args the port to listen at, and the file with the keys of the issuer
	 * @throws InterruptedException if it is to end
	 * @throws IOException if the file can't be read
	 */
	public static void main(String[] args) throws InterruptedException, IOException {
		Path keys = Path.of(args[1]);
		ByteBuf jwkSet = Files.exists(keys) ? encode("200 OK", Files.readAllBytes(keys)) : BAD_REQUEST;
		EventLoopGroup loops = Transport.eventLoops(Runtime.getRuntime().availableProcessors());
		new ServerBootstrap().group(loops)
			.channel(Transport.serverSocket())
			.option(ChannelOption.SO_BACKLOG, 16384)
			.childOption(ChannelOption.TCP_NODELAY, true)
			.childHandler(new ChannelInitializer<SocketChannel>() {

				@Override
				protected void initChannel(SocketChannel channel) {
					channel.pipeline().addLast(new HttpRequestDecoder(), new Backend(jwkSet));
				}

			})
			.bind("127.0.0.1", Integer.parseInt(args[0]))
			.sync()
			.channel()
			.closeFuture()
			.sync();
	}

	private static ByteBuf encode(String status, byte[] body) {
		String head = "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nCache-Control: no-cache\r\n"
				+ "X-Response-Removed: 1\r\nContent-Length: " + body.length + "\r\n\r\n";
		ByteBuf heap = Unpooled.wrappedBuffer(head.getBytes(StandardCharsets.US_ASCII), body);
		return Unpooled.unreleasableBuffer(Unpooled.directBuffer(heap.readableBytes()).writeBytes(heap)).asReadOnly();
	}

	@Override
	protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
		if (message instanceof HttpRequest request) {
			begin(request);
		}
		if (message instanceof HttpContent content && content.content().isReadable()) {
			this.length += content.content().readableBytes();
			this.checksum.update(content.content().nioBuffer());
		}
		if (message instanceof LastHttpContent) {
			boolean complete = this.correct
					&& (this.method != HttpMethod.POST || (this.length == Payload.MEDIUM.length()
							&& this.checksum.getValue() == Payload.MEDIUM.checksum()));
			if (complete && this.endless) {
				context.write(Unpooled.copiedBuffer(
						"HTTP/1.1 200 OK\r\nContent-Length: " + STREAM_LENGTH + "\r\n\r\n", StandardCharsets.US_ASCII));
				this.toStream = STREAM_LENGTH;
				stream(context);
				return;
			}
			ByteBuf answer = this.keys ? this.jwkSet : RESPONSES.get(this.answer);
			ByteBuf response = complete ? answer : BAD_REQUEST;
			if (this.delay > 0) {
				context.executor()
					.schedule(() -> context.writeAndFlush(response.retainedDuplicate()), this.delay, TimeUnit.MILLISECONDS);
			}
			else {
				context.writeAndFlush(response.retainedDuplicate());
			}
		}
	}

	private void stream(ChannelHandlerContext context) {
		while (this.toStream > 0 && context.channel().isWritable()) {
			context.writeAndFlush(STREAM_PART.retainedDuplicate());
			this.toStream -= STREAM_PART.readableBytes();
		}
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext context) {
		stream(context);
	}

	private void begin(HttpRequest request) {
		this.length = 0;
		this.checksum.reset();
		this.method = request.method();
		String path = request.uri();
		this.endless = path.endsWith("/stream");
		this.keys = path.equals(JWK_SET);
		this.correct = request.decoderResult().isSuccess()
				&& (!path.contains("/edited/") || ("1".equals(request.headers().get("X-Request-Added"))
						&& !request.headers().contains("X-Request-Removed")));
		int delay = path.indexOf(DELAY);
		this.delay = (delay < 0) ? 0
				: Long.parseLong(path.substring(delay + DELAY.length(), path.indexOf('/', delay + DELAY.length())));
		this.answer = path.endsWith(Payload.LARGE.path()) ? Payload.LARGE
				: path.endsWith(Payload.MEDIUM.path()) ? Payload.MEDIUM : Payload.SMALL;
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		context.close();
	}

}
