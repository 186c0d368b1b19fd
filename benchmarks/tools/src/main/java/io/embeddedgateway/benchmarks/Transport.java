package io.embeddedgateway.benchmarks;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

/**
 * Epoll where there is one.
 */
final class Transport {

	private static final boolean EPOLL = Epoll.isAvailable();

	private Transport() {
	}

	static EventLoopGroup eventLoops(int threads) {
		IoHandlerFactory factory = EPOLL ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
		return new MultiThreadIoEventLoopGroup(threads, factory);
	}

	static Class<? extends Channel> socket() {
		return EPOLL ? EpollSocketChannel.class : NioSocketChannel.class;
	}

	static Class<? extends ServerChannel> serverSocket() {
		return EPOLL ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
	}

}
