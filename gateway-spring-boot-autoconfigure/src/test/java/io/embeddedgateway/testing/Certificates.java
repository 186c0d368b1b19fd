package io.embeddedgateway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;

/**
 * Certificates, signed by an authority of their own.
 */
public final class Certificates {

	private final X509Bundle authority;

	/**
	 * Create an authority.
	 */
	public Certificates() {
		this.authority = build(new CertificateBuilder().subject("CN=authority").setIsCertificateAuthority(true), null);
	}

	private static X509Bundle build(CertificateBuilder builder, X509Bundle issuer) {
		try {
			CertificateBuilder keyed = builder.ecp256();
			return (issuer != null) ? keyed.buildIssuedBy(issuer) : keyed.buildSelfSigned();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A certificate for a host, and for the loopback address if that is the host.
	 * @param host the name of the host
	 * @return the certificate with its key
	 */
	public X509Bundle of(String host) {
		return build(named(host), this.authority);
	}

	/**
	 * A certificate for a host that expired yesterday.
	 * @param host the name of the host
	 * @return the certificate with its key
	 */
	public X509Bundle expired(String host) {
		Instant now = Instant.now();
		return build(named(host).notBefore(now.minus(Duration.ofDays(10))).notAfter(now.minus(Duration.ofDays(1))),
				this.authority);
	}

	private static CertificateBuilder named(String host) {
		CertificateBuilder builder = new CertificateBuilder().subject("CN=" + host);
		return host.startsWith("127.") ? builder.addSanIpAddress(host) : builder.addSanDnsName(host);
	}

	/**
	 * Write what a bundle is made of into files.
	 * @param directory where to
	 * @param name how the files begin
	 * @param bundle the certificate with its key
	 */
	public void write(Path directory, String name, X509Bundle bundle) {
		try {
			Files.writeString(directory.resolve(name + ".crt"), bundle.getCertificatePathPEM());
			Files.writeString(directory.resolve(name + ".key"), bundle.getPrivateKeyPEM());
			Files.writeString(directory.resolve(name + ".ca"), this.authority.getCertificatePEM());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The authority.
	 * @return its certificate with its key
	 */
	public X509Bundle authority() {
		return this.authority;
	}

}
