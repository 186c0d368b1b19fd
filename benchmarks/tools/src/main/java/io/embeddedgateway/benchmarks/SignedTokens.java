package io.embeddedgateway.benchmarks;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Base64.Encoder;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Tokens of callers that all differ, signed in advance with RS256 and 2,048 bits, and kept
 * in a file, because a signature costs more than all that is measured.
 */
final class SignedTokens {

	static final String ISSUER = "https://issuer.example.com";

	static final String SCOPE = "orders.read";

	private static final Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

	private static final String HEADER = encode("{\"alg\":\"RS256\",\"kid\":\"benchmark\",\"typ\":\"JWT\"}");

	private static final int BATCH = 10_000;

	private static final long TEN_YEARS = 10 * 365 * 86_400L;

	private final PrivateKey key;

	private final MappedByteBuffer lines;

	private final int lineLength;

	private final int count;

	private SignedTokens(PrivateKey key, MappedByteBuffer lines, int lineLength) {
		this.key = key;
		this.lines = lines;
		this.lineLength = lineLength;
		this.count = lines.capacity() / lineLength;
	}

	/**
	 * Read the tokens that are there already, and sign the others.
	 * @param directory where they are kept, with their key
	 * @param count how many there have to be at least
	 * @return the tokens
	 * @throws IOException if they can't be read or written
	 */
	static SignedTokens load(Path directory, int count) throws IOException {
		Files.createDirectories(directory);
		PrivateKey key = key(directory);
		int length = sign(key, 0, ISSUER, SCOPE, TEN_YEARS).length() + 1;
		try (FileChannel file = FileChannel.open(directory.resolve("tokens.txt"), StandardOpenOption.CREATE,
				StandardOpenOption.READ, StandardOpenOption.WRITE)) {
			// What a run that was ended has left
			file.truncate(file.size() - file.size() % length).position(file.size());
			for (int next = (int) (file.size() / length); next < count; next += BATCH) {
				System.out.printf("sign tokens %,d of %,d%n", next, count);
				String batch = IntStream.range(next, next + BATCH)
					.parallel()
					.mapToObj((i) -> sign(key, i, ISSUER, SCOPE, TEN_YEARS) + "\n")
					.collect(Collectors.joining());
				file.write(StandardCharsets.US_ASCII.encode(batch));
			}
			return new SignedTokens(key, file.map(MapMode.READ_ONLY, 0, file.size()), length);
		}
	}

	/**
	 * Where the public key is kept, as the backend serves it.
	 * @param directory where tokens are kept
	 * @return the file
	 */
	static Path jwkSet(Path directory) {
		return directory.resolve("jwks.json");
	}

	private static PrivateKey key(Path directory) throws IOException {
		Path file = directory.resolve("key.der");
		try {
			if (!Files.exists(file)) {
				KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
				generator.initialize(2048);
				RSAPrivateCrtKey key = (RSAPrivateCrtKey) generator.generateKeyPair().getPrivate();
				Files.writeString(jwkSet(directory),
						"{\"keys\":[{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\"benchmark\",\"n\":\"%s\",\"e\":\"%s\"}]}"
							.formatted(encode(key.getModulus()), encode(key.getPublicExponent())));
				Files.deleteIfExists(directory.resolve("tokens.txt"));
				Files.write(file, key.getEncoded());
			}
			return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(file)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * How many there are.
	 * @return the number
	 */
	int count() {
		return this.count;
	}

	/**
	 * One of the tokens.
	 * @param index its index
	 * @return the token
	 */
	String get(int index) {
		byte[] token = new byte[this.lineLength - 1];
		this.lines.get(index * this.lineLength, token);
		return new String(token, StandardCharsets.US_ASCII);
	}

	/**
	 * A token of another kind than the others, signed with their key.
	 * @param issuer its issuer
	 * @param scope its scope
	 * @param seconds how long it is valid
	 * @return the token
	 */
	String sign(String issuer, String scope, long seconds) {
		return sign(this.key, 0, issuer, scope, seconds);
	}

	// All of the same length, so that each is found by its index
	private static String sign(PrivateKey key, int index, String issuer, String scope, long seconds) {
		long now = Instant.now().getEpochSecond();
		String claims = """
				{"iss":"%s","sub":"caller-%08d","aud":"orders","client_id":"benchmark","scope":"openid %s",\
				"iat":%010d,"exp":%010d,"jti":"%032x"}"""
			.formatted(issuer, index, scope, now, now + seconds, index);
		String signed = HEADER + "." + encode(claims);
		try {
			Signature signature = Signature.getInstance("SHA256withRSA");
			signature.initSign(key);
			signature.update(signed.getBytes(StandardCharsets.US_ASCII));
			return signed + "." + BASE64.encodeToString(signature.sign());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String encode(String text) {
		return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
	}

	private static String encode(BigInteger number) {
		byte[] bytes = number.toByteArray();
		int sign = (bytes[0] == 0) ? 1 : 0;
		return BASE64.encodeToString(Arrays.copyOfRange(bytes, sign, bytes.length));
	}

}
