package io.embeddedgateway.discovery;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.NoopDnsCnameCache;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.resources.LoopResources;

import io.embeddedgateway.service.Instance;
import io.embeddedgateway.service.InstanceSource;

/**
 * Finds instances by DNS, on an event loop of the server.
 */
public final class DnsDiscovery implements SmartLifecycle {

	/**
	 * After the event loops are there, and before sources of instances are asked.
	 */
	private static final int PHASE = Integer.MAX_VALUE - 5120;

	private final Supplier<LoopResources> resources;

	private final Consumer<DnsNameResolverBuilder> settings;

	private final Scheduler scheduler;

	private volatile @Nullable DnsNameResolver resolver;

	/**
	 * Create the discovery; it asks nobody before the start.
	 * @param resources the event loops of the server, asked at each start
	 * @param settings changes how DNS is asked
	 * @param scheduler where it is waited for the next time
	 */
	public DnsDiscovery(Supplier<LoopResources> resources, Consumer<DnsNameResolverBuilder> settings,
			Scheduler scheduler) {
		this.resources = resources;
		this.settings = settings;
		this.scheduler = scheduler;
	}

	/**
	 * The addresses of a host (A and AAAA records), each as an instance. All have the
	 * host name as their own, also towards TLS.
	 * @param instance what the instances have in common, with the host name
	 * @param policy how often to ask
	 * @return where the instances come from
	 */
	public InstanceSource addresses(Instance instance, DiscoveryPolicy policy) {
		List<DnsRecordType> types = NetUtil.isIpV4StackPreferred() ? List.of(DnsRecordType.A)
				: List.of(DnsRecordType.A, DnsRecordType.AAAA);
		return new InstanceWatch("dns:" + instance.uri(), () -> {
			AddressLookUp lookUp = new AddressLookUp(records(), instance, types);
			return Mono.defer(lookUp::lookUp);
		}, policy, Flux.never(), this.scheduler);
	}

	/**
	 * The hosts and ports that SRV records name, with their priorities and weights.
	 * @param name the name of the records
	 * @param policy how often to ask
	 * @return where the instances come from
	 */
	public InstanceSource servers(SrvName name, DiscoveryPolicy policy) {
		return new InstanceWatch(name.toString(),
				() -> Mono.defer(() -> records().servers(name.name()))
					.map((answer) -> new Answer<>(SrvInstances.of(name.scheme(), answer.found()), answer.good())),
				policy, Flux.never(), this.scheduler);
	}

	private Records records() {
		DnsNameResolver resolver = this.resolver;
		if (resolver == null) {
			throw new IllegalStateException("The application does not run");
		}
		return new ResolvedRecords(resolver);
	}

	@Override
	public void start() {
		LoopResources resources = this.resources.get();
		EventLoopGroup loops = resources.onClient(LoopResources.DEFAULT_NATIVE);
		EventLoop loop = loops.next();
		DnsNameResolverBuilder builder = new DnsNameResolverBuilder(loop)
			.datagramChannelType(resources.onChannelClass(DatagramChannel.class, loops))
			// For answers that are too long for a datagram
			.socketChannelType(resources.onChannelClass(SocketChannel.class, loops))
			.cnameCache(NoopDnsCnameCache.INSTANCE);
		this.settings.accept(builder);
		this.resolver = builder.build();
	}

	@Override
	public void stop() {
		DnsNameResolver resolver = this.resolver;
		this.resolver = null;
		if (resolver != null) {
			resolver.close();
		}
	}

	@Override
	public boolean isRunning() {
		return this.resolver != null;
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
