package io.embeddedgateway.auth;

/**
 * What a caller has shown to prove who it is: a secret, which its text never tells.
 *
 * @param kind what it is
 * @param header the name of the header that carried it, or empty if none did
 * @param secret the secret as it was sent, without the scheme
 */
public record Credential(CredentialKind kind, String header, String secret) {

	@Override
	public String toString() {
		return this.kind + " (not shown)";
	}

}
