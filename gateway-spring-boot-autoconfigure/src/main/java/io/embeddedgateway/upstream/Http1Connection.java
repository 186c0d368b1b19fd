package io.embeddedgateway.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http2.Http2Error;

/**
 * A connection of HTTP/1.1, on which one request is in flight at a time.
 */
final class Http1Connection implements UpstreamConnection, StreamOwner {

	private final Channel channel;

	private final InstancePool pool;

	private final ResponseDecoder decoder;

	private final HttpRequestEncoder encoder = new HttpRequestEncoder();

	private final HttpStream stream;

	private final Lifetime lifetime;

	private boolean busy;

	Http1Connection(Channel channel, InstancePool pool, ConnectionPolicy policy) {
		this.channel = channel;
		this.pool = pool;
		this.decoder = new ResponseDecoder(policy.maxHeaderSize());
		this.stream = new HttpStream(channel, this, false);
		this.lifetime = new Lifetime(policy.maxLifetime(), pool.counts());
		ChannelPipeline pipeline = channel.pipeline();
		pipeline.addLast(this.encoder, this.decoder, this.stream);
	}

	@Override
	public boolean isOpen() {
		return this.channel.isActive() && !this.lifetime.isOver();
	}

	@Override
	public int capacity() {
		return this.busy ? 0 : 1;
	}

	@Override
	public void begin(Exchange exchange) {
		this.busy = true;
		this.lifetime.busy();
		this.stream.begin(exchange);
	}

	@Override
	public boolean isIdle() {
		return !this.busy;
	}

	@Override
	public long idleSince() {
		return this.lifetime.idleSince();
	}

	@Override
	public void close() {
		ChannelFuture unused = this.channel.close();
	}

	@Override
	public void beginning(UpstreamRequest request) {
		this.decoder.expectResponseTo(request.method());
	}

	// What an instance says beyond its response must not become the next response
	@Override
	public void freed(HttpStream stream) {
		this.busy = false;
		if (this.decoder.hasMore() || !this.channel.isActive()) {
			ChannelFuture unused = this.channel.close();
		}
		else {
			this.lifetime.idle();
			this.pool.available(this);
		}
	}

	@Override
	public void closing(Http2Error error) {
		ChannelFuture unused = this.channel.close();
	}

	@Override
	public void closed() {
		this.lifetime.idle();
		this.pool.closed(this);
	}

	@Override
	public void switchToBytes() {
		ChannelPipeline pipeline = this.channel.pipeline();
		pipeline.remove(this.encoder);
		pipeline.remove(this.decoder);
	}

}
