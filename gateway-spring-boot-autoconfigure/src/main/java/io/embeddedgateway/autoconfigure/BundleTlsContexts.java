package io.embeddedgateway.autoconfigure;

import java.util.List;
import java.util.Map;
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
 * next connection on.
 */
final class BundleTlsContexts implements TlsContexts {

	private static final Log logger = LogFactory.getLog(BundleTlsContexts.class);

	private final @Nullable SslBundles bundles;

	private final Map<Key, SslContext> contexts = new ConcurrentHashMap<>();

	BundleTlsContexts(@Nullable SslBundles bundles) {
		this.bundles = bundles;
	}

	@Override
	public SslContext context(TlsPolicy policy, Protocol protocol) {
		return this.contexts.computeIfAbsent(new Key(policy, protocol), this::create);
	}

	private SslContext create(Key key) {
		SslContextBuilder builder = SslContextBuilder.forClient();
		String name = key.policy().bundle();
		if (name != null) {
			configure(builder, name);
		}
		if (key.policy().insecure()) {
			builder.trustManager(InsecureTrustManagerFactory.INSTANCE).endpointIdentificationAlgorithm(null);
		}
		negotiate(builder, key.protocol());
		try {
			return builder.build();
		}
		catch (SSLException ex) {
			throw new IllegalArgumentException("TLS can't be set up: " + ex.getMessage(), ex);
		}
	}

	private void configure(SslContextBuilder builder, String name) {
		if (this.bundles == null) {
			throw new IllegalArgumentException("There are no SSL bundles");
		}
		SslBundle bundle = this.bundles.getBundle(name);
		SslOptions options = bundle.getOptions();
		builder.keyManager(bundle.getManagers().getKeyManagerFactory())
			.trustManager(bundle.getManagers().getTrustManagerFactory());
		if (options.getEnabledProtocols() != null) {
			builder.protocols(options.getEnabledProtocols());
		}
		if (options.getCiphers() != null) {
			builder.ciphers(List.of(options.getCiphers()), SupportedCipherSuiteFilter.INSTANCE);
		}
		this.bundles.addBundleUpdateHandler(name, (updated) -> {
			logger.info("SSL bundle '" + name + "' changed: new connections to instances use it");
			this.contexts.keySet().removeIf((key) -> name.equals(key.policy().bundle()));
		});
	}

	private static void negotiate(SslContextBuilder builder, Protocol protocol) {
		List<String> offered = switch (protocol) {
			case HTTP_1_1, H2C -> List.of(ApplicationProtocolNames.HTTP_1_1);
			case H2 -> List.of(ApplicationProtocolNames.HTTP_2);
			case NEGOTIATED -> List.of(ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1);
		};
		if (offered.contains(ApplicationProtocolNames.HTTP_2)) {
			builder.ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE);
		}
		builder.applicationProtocolConfig(new ApplicationProtocolConfig(ApplicationProtocolConfig.Protocol.ALPN,
				ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
				ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT, offered));
	}

	private record Key(TlsPolicy policy, Protocol protocol) {
	}

}
