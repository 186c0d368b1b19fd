package io.embeddedgateway.auth.mtls;

import java.security.cert.X509Certificate;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.embeddedgateway.testing.Certificates;

import static org.assertj.core.api.Assertions.assertThat;

class CertificateNameTests {

	private static final X509Bundle AUTHORITY = new Certificates().authority();

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "CN=orders|orders", "CN=orders,O=Example|orders", "O=Example,cn=orders|orders",
					"CN=Müller\\, Söhne \\+ Co|Müller, Söhne + Co", "OU=a+CN=orders,O=Example|orders", "CN=a,CN=b|",
					"CN=a+CN=b|", "O=Example|", "CN=orders,CN=orders|orders", "CN=\\20|" })
	void commonNameIsTheOnlyOneOfTheSubject(String subject, String expected) throws Exception {
		assertThat(CertificateName.SUBJECT_CN.of(certificate(new CertificateBuilder().subject(subject))))
			.isEqualTo(expected);
	}

	@Test
	void commonNameWithControlCharactersNamesNobody() throws Exception {
		assertThat(CertificateName.SUBJECT_CN.of(certificate(new CertificateBuilder().subject("CN=admin\\00.example"))))
			.isNull();
	}

	@Test
	void subjectIsWrittenInOneWay() throws Exception {
		assertThat(CertificateName.SUBJECT.of(certificate(new CertificateBuilder().subject("cn=orders, o=Example"))))
			.isEqualTo("CN=orders,O=Example");
	}

	@Test
	void alternativeNameIsTheOnlyOneOfItsKind() throws Exception {
		CertificateBuilder builder = new CertificateBuilder().subject("CN=ignored")
			.addSanDnsName("Orders.Example.com")
			.addSanUriName("spiffe://example.com/orders")
			.addSanRfc822Name("orders@example.com")
			.addSanIpAddress("127.0.0.1");
		assertThat(CertificateName.SAN_DNS.of(certificate(builder))).isEqualTo("orders.example.com");
		assertThat(CertificateName.SAN_URI.of(certificate(builder))).isEqualTo("spiffe://example.com/orders");
		assertThat(CertificateName.SAN_EMAIL.of(certificate(builder))).isEqualTo("orders@example.com");
		builder.addSanDnsName("other.example.com");
		assertThat(CertificateName.SAN_DNS.of(certificate(builder))).isNull();
		assertThat(CertificateName.SAN_DNS.of(certificate(new CertificateBuilder().subject("CN=ignored")))).isNull();
	}

	private static X509Certificate certificate(CertificateBuilder builder) throws Exception {
		return builder.copy().ecp256().buildIssuedBy(AUTHORITY).getCertificate();
	}

}
