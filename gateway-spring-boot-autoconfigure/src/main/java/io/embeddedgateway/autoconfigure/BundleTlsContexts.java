package io.embeddedgateway.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import javax.net.ssl.SSLException;

import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslOptions;

import io.embeddedgateway.upstream.Protocol;
import io.embeddedgateway.upstream.TlsContexts;
import io.embeddedgateway.upstream.TlsPolicy;

/**
 * TLS from the SSL bundles of the application. A bundle that was reloaded counts from the
 * next connection on; if it can't be used, the last good one stays.
 */
final class BundleTlsContexts implements TlsContexts {

	private static final Log logger = LogFactory.getLog(BundleTlsContexts.class);

	private final @Nullable SslBundles bundles;

	private final Map<Key, SslContext> contexts = new ConcurrentHashMap<>();

	private final Set<String> watched = ConcurrentHashMap.newKeySet();

	BundleTlsContexts(@Nullable SslBundles bundles) {
		this.bundles = bundles;
	}

	@Override
	public SslContext context(TlsPolicy policy, Protocol protocol) {
		Key key = new Key(policy, protocol);
		SslContext context = this.contexts.get(key);
		return (context != null) ? context
				: this.contexts.computeIfAbsent(key, (absent) -> create(absent, bundle(policy.bundle())));
	}

	private @Nullable SslBundle bundle(@Nullable String name) {
		if (name == null) {
			return null;
		}
		if (this.bundles == null || !this.bundles.getBundleNames().contains(name)) {
			throw new IllegalArgumentException(
					"there is no SSL bundle '" + name + "'. Declare it under 'spring.ssl.bundle'");
		}
		if (this.watched.add(name)) {
			this.bundles.addBundleUpdateHandler(name, (updated) -> update(name, updated));
		}
		return this.bundles.getBundle(name);
	}

	private void update(String name, SslBundle updated) {
		this.contexts.replaceAll(
				(key, present) -> name.equals(key.policy().bundle()) ? createOrKeep(key, updated, present) : present);
	}

	private static SslContext createOrKeep(Key key, SslBundle updated, SslContext present) {
		try {
			SslContext context = create(key, updated);
			logger.info("SSL bundle '" + key.policy().bundle() + "' changed: new connections to instances use it");
			return context;
		}
		catch (RuntimeException ex) {
			logger.error("SSL bundle '" + key.policy().bundle() + "' changed, but can't be used: connections to "
					+ "instances keep what it was before", ex);
			return present;
		}
	}

	private static SslContext create(Key key, @Nullable SslBundle bundle) {
		SslContextBuilder builder = SslContextBuilder.forClient();
		if (key.protocol() == Protocol.H2) {
			// RFC 9113 §9.2.2
			builder.ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE);
		}
		if (key.policy().insecure()) {
			builder.trustManager(InsecureTrustManagerFactory.INSTANCE).endpointIdentificationAlgorithm(null);
		}
		negotiate(builder, key.protocol());
		try {
			if (bundle != null) {
				configure(builder, bundle);
			}
			return builder.build();
		}
		catch (SSLException | IllegalStateException ex) {
			throw new IllegalArgumentException("TLS can't be set up: " + ex.getMessage(), ex);
		}
	}

	private static void configure(SslContextBuilder builder, SslBundle bundle) {
		SslOptions options = bundle.getOptions();
		builder.keyManager(bundle.getManagers().getKeyManagerFactory())
			.trustManager(bundle.getManagers().getTrustManagerFactory());
		if (options.getEnabledProtocols() != null) {
			builder.protocols(options.getEnabledProtocols());
		}
		if (options.getCiphers() != null) {
			builder.ciphers(List.of(options.getCiphers()));
		}
	}

	private static void negotiate(SslContextBuilder builder, Protocol protocol) {
		List<String> offered = switch (protocol) {
			case HTTP_1_1, H2C -> List.of(ApplicationProtocolNames.HTTP_1_1);
			case H2 -> List.of(ApplicationProtocolNames.HTTP_2);
			case NEGOTIATED -> List.of(ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1);
		};
		builder.applicationProtocolConfig(new ApplicationProtocolConfig(ApplicationProtocolConfig.Protocol.ALPN,
				ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
				ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT, offered));
	}

	private record Key(TlsPolicy policy, Protocol protocol) {
	}

}
