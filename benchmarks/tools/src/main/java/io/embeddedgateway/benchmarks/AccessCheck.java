package io.embeddedgateway.benchmarks;

import java.io.IOException;

/**
 * Proves that a proxy lets in whom it has to and nobody else, before it is measured: one
 * that looks at less would be faster.
 */
final class AccessCheck {

	private static final long HOUR = 3600;

	private final RunningProxy proxy;

	private final SignedTokens tokens;

	private AccessCheck(RunningProxy proxy, SignedTokens tokens) {
		this.proxy = proxy;
		this.tokens = tokens;
	}

	/**
	 * Check a proxy.
	 * @param proxy the proxy
	 * @param tokens good tokens
	 * @throws IOException if it does not answer as it has to
	 */
	static void check(RunningProxy proxy, SignedTokens tokens) throws IOException {
		new AccessCheck(proxy, tokens).check();
	}

	private void check() throws IOException {
		String good = this.tokens.sign(SignedTokens.ISSUER, SignedTokens.SCOPE, HOUR);
		int middleOfSignature = good.length() - 100;
		char other = (good.charAt(middleOfSignature) != 'A') ? 'A' : 'B';
		String broken = good.substring(0, middleOfSignature) + other + good.substring(middleOfSignature + 1);
		expect(200, "a good token", good);
		expect(200, "one of those to come", this.tokens.get(0));
		expect(401, "no token", null);
		expect(401, "a broken signature", broken);
		expect(401, "no signature", good.substring(0, good.lastIndexOf('.') + 1));
		expect(401, "a token that has ended", this.tokens.sign(SignedTokens.ISSUER, SignedTokens.SCOPE, -HOUR));
		expect(401, "another issuer", this.tokens.sign("https://other.example.com", SignedTokens.SCOPE, HOUR));
		expect(403, "another scope", this.tokens.sign(SignedTokens.ISSUER, "orders.write", HOUR));
	}

	private void expect(int status, String what, String token) throws IOException {
		int answered = this.proxy.status(Setup.PROTECTED + Payload.SMALL.path(), token);
		if (answered != status) {
			throw new IOException("%s answers %d to %s, and not %d".formatted(this.proxy.proxy().id(), answered, what,
					status));
		}
	}

}
