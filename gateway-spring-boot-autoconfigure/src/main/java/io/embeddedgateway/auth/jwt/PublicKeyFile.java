package io.embeddedgateway.auth.jwt;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.core.io.Resource;

/**
 * Reads public keys from a PEM file (RFC 7468 §5, §13).
 */
final class PublicKeyFile {

	private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

	private static final int LARGEST = 256 * 1024;

	private final Resource file;

	PublicKeyFile(Resource file) {
		this.file = file;
	}

	/**
	 * Read the keys.
	 * @param algorithms the signatures that count; all if empty
	 * @return the keys, at least one
	 * @throws IllegalArgumentException if the file can't be read, or has something else
	 */
	VerificationKeys keys(Set<String> algorithms) {
		List<VerificationKey> keys = new ArrayList<>();
		Matcher blocks = BLOCK.matcher(text());
		while (blocks.find()) {
			VerificationKey key = VerificationKey.of(null, null, key(blocks.group(1), blocks.group(2)), algorithms);
			if (key == null) {
				throw problem("has a key that verifies no such signatures. Use RSA of at least 2048 bits, or P-256, "
						+ "P-384 or P-521, and look at 'algorithms'");
			}
			keys.add(key);
		}
		if (keys.isEmpty()) {
			throw problem("has no public key. Write one in PEM, with '-----BEGIN PUBLIC KEY-----' or "
					+ "'-----BEGIN CERTIFICATE-----'");
		}
		return new VerificationKeys(keys);
	}

	private String text() {
		try (var stream = this.file.getInputStream()) {
			return new String(stream.readNBytes(LARGEST), StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			throw problem("can't be read. Write 'classpath:…' or 'file:…' and the path of a file");
		}
	}

	private PublicKey key(String label, String text) {
		if (!label.equals("PUBLIC KEY") && !label.equals("CERTIFICATE")) {
			throw problem("has a " + label + ", which is no public key" + (label.contains("PRIVATE")
					? ". A private key has no place at the gateway: write the public one" : ""));
		}
		try {
			byte[] bytes = Base64.getMimeDecoder().decode(text);
			return label.equals("CERTIFICATE") ? CertificateFactory.getInstance("X.509")
				.generateCertificate(new ByteArrayInputStream(bytes))
				.getPublicKey() : key(bytes);
		}
		catch (GeneralSecurityException | IllegalArgumentException ex) {
			throw problem("has a " + label + " that can't be read");
		}
	}

	private static PublicKey key(byte[] bytes) throws GeneralSecurityException {
		X509EncodedKeySpec encoded = new X509EncodedKeySpec(bytes);
		try {
			return KeyFactory.getInstance("RSA").generatePublic(encoded);
		}
		catch (GeneralSecurityException ex) {
			return KeyFactory.getInstance("EC").generatePublic(encoded);
		}
	}

	private IllegalArgumentException problem(String what) {
		return new IllegalArgumentException(this.file.getDescription() + " " + what);
	}

}
