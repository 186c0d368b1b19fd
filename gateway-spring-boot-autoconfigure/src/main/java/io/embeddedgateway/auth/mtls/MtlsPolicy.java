package io.embeddedgateway.auth.mtls;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import javax.security.auth.x500.X500Principal;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.embeddedgateway.text.KebabCase;

/**
 * How the certificate of a connection names the client.
 *
 * @param principal what names it
 * @param issuer the distinguished name (RFC 2253) of the authority whose certificates
 * count, or {@code null} for all that the server trusts
 * @param clients the clients that are known, by their names; all of them if empty; copied
 */
public record MtlsPolicy(@DefaultValue("subject-cn") CertificateName principal, @Nullable String issuer,
		@DefaultValue Map<String, MtlsClient> clients) {

	/**
	 * Check the policy.
	 * @throws IllegalArgumentException if the issuer is no distinguished name
	 */
	public MtlsPolicy {
		clients = Collections.unmodifiableMap(new LinkedHashMap<>(clients));
		name(issuer);
	}

	/**
	 * A policy from its short form.
	 * @param text what names the client
	 * @return the policy
	 * @throws IllegalArgumentException if the text is nothing of the kind
	 */
	public static MtlsPolicy of(String text) {
		for (CertificateName name : CertificateName.values()) {
			if (text.trim().equals(KebabCase.of(name))) {
				return new MtlsPolicy(name, null, Map.of());
			}
		}
		throw new IllegalArgumentException("'" + text
				+ "' names no client. Write one of 'subject-cn', 'subject', 'san-dns', 'san-uri' or 'san-email'");
	}

	/**
	 * The authority whose certificates count.
	 * @return its name, or {@code null} for all that the server trusts
	 */
	@Nullable X500Principal issuerName() {
		return name(this.issuer);
	}

	private static @Nullable X500Principal name(@Nullable String issuer) {
		try {
			return (issuer != null) ? new X500Principal(issuer) : null;
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("'issuer' is '" + issuer
					+ "', which is no distinguished name. Write for example 'CN=Clients,O=Example,C=DE'", ex);
		}
	}

}
