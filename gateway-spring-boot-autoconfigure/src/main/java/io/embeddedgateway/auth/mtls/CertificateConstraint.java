package io.embeddedgateway.auth.mtls;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;

import io.embeddedgateway.auth.Credentials;
import io.embeddedgateway.auth.InvalidCredentialsException;
import io.embeddedgateway.auth.SenderConstraint;
import io.embeddedgateway.auth.Sha256;
import io.embeddedgateway.auth.TokenBinding;

/**
 * Lets only those use a token who have the certificate that it is bound to (RFC 8705 §3).
 */
public final class CertificateConstraint implements SenderConstraint {

	@Override
	public String confirmation() {
		return TokenBinding.CERTIFICATE_MEMBER;
	}

	@Override
	public void check(Credentials credentials, String expected) {
		X509Certificate certificate = PeerCertificate.of(credentials.exchange().client());
		if (certificate == null) {
			throw new InvalidCredentialsException("a token that is bound to a certificate, without one");
		}
		if (!MessageDigest.isEqual(thumbprint(certificate), expected.getBytes(StandardCharsets.UTF_8))) {
			throw new InvalidCredentialsException("a token that is bound to another certificate");
		}
	}

	private static byte[] thumbprint(X509Certificate certificate) {
		try {
			return Sha256.base64Url(Sha256.of(certificate.getEncoded())).getBytes(StandardCharsets.UTF_8);
		}
		catch (CertificateEncodingException ex) {
			throw new InvalidCredentialsException("a certificate that can't be encoded");
		}
	}

}
