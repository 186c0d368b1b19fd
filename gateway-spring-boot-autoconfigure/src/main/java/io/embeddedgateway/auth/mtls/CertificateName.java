package io.embeddedgateway.auth.mtls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import javax.naming.InvalidNameException;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

import org.jspecify.annotations.Nullable;

/**
 * What of a certificate names the client. A certificate that has it more than once names
 * nobody: which one counts would be a guess.
 */
public enum CertificateName {

	/**
	 * The common name of the subject (RFC 4519 §2.3).
	 */
	SUBJECT_CN(0),

	/**
	 * The whole subject, as RFC 2253 writes it.
	 */
	SUBJECT(0),

	/**
	 * The alternative name that is the name of a host (RFC 5280 §4.2.1.6), in lower case.
	 */
	SAN_DNS(2),

	/**
	 * The alternative name that is a URI, such as a SPIFFE id.
	 */
	SAN_URI(6),

	/**
	 * The alternative name that is an email address.
	 */
	SAN_EMAIL(1);

	/**
	 * The tag of the alternative name (RFC 5280 §4.2.1.6), or 0.
	 */
	private final int tag;

	CertificateName(int tag) {
		this.tag = tag;
	}

	/**
	 * The name of a client.
	 * @param certificate the certificate of the client
	 * @return the name, or {@code null} if it has none, or more than one
	 */
	@Nullable String of(X509Certificate certificate) {
		Set<String> names = new HashSet<>();
		try {
			if (this.tag != 0) {
				addAlternativeNames(names, certificate);
			}
			else {
				addSubject(names, certificate.getSubjectX500Principal().getName(X500Principal.RFC2253));
			}
		}
		catch (CertificateParsingException | NamingException ex) {
			return null;
		}
		String name = (names.size() == 1) ? names.iterator().next() : "";
		return (!name.isBlank() && name.chars().noneMatch(Character::isISOControl)) ? name : null;
	}

	private void addAlternativeNames(Set<String> names, X509Certificate certificate)
			throws CertificateParsingException {
		Collection<List<?>> all = certificate.getSubjectAlternativeNames();
		for (List<?> name : (all != null) ? all : List.<List<?>>of()) {
			if (Integer.valueOf(this.tag).equals(name.get(0)) && name.get(1) instanceof String text) {
				names.add((this == SAN_DNS) ? text.toLowerCase(Locale.ROOT) : text);
			}
		}
	}

	private void addSubject(Set<String> names, String subject) throws NamingException {
		if (this == SUBJECT) {
			names.add(subject);
			return;
		}
		for (Rdn part : parts(subject)) {
			NamingEnumeration<? extends Attribute> attributes = part.toAttributes().getAll();
			while (attributes.hasMore()) {
				Attribute attribute = attributes.next();
				for (int i = 0; attribute.getID().equalsIgnoreCase("CN") && i < attribute.size(); i++) {
					// What is no text counts too, and names nobody
					names.add((attribute.get(i) instanceof String text) ? text : "");
				}
			}
		}
	}

	private static List<Rdn> parts(String subject) throws InvalidNameException {
		return new LdapName(subject).getRdns();
	}

}
