package io.embeddedgateway;

import java.net.InetAddress;
import java.net.UnknownHostException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class AddressRangeTests {

	@ParameterizedTest
	@CsvSource({ "10.0.0.0/8, 10.255.0.1", "10.1.2.3, 10.1.2.3", "192.168.4.0/22, 192.168.7.255", "0.0.0.0/0, 8.8.8.8",
			"::1, ::1", "fd00::/8, fdff::1", "2001:db8::/33, 2001:db8:7fff::1", "10.0.0.0/8, ::ffff:10.1.1.1" })
	void addressWithinIsContained(String range, String address) throws UnknownHostException {
		assertThat(AddressRange.of(range).contains(InetAddress.getByName(address))).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "10.0.0.0/8, 11.0.0.1", "10.1.2.3, 10.1.2.4", "192.168.4.0/22, 192.168.8.0", "::1, ::2",
			"2001:db8::/33, 2001:db8:8000::1", "0.0.0.0/0, ::1", "::/0, 10.0.0.1" })
	void addressOutsideIsNot(String range, String address) throws UnknownHostException {
		assertThat(AddressRange.of(range).contains(InetAddress.getByName(address))).isFalse();
	}

	@Test
	void mappedRangeIsTheRangeOfIpv4() throws UnknownHostException {
		assertThat(AddressRange.of("::ffff:10.0.0.0/104").contains(InetAddress.getByName("10.1.2.3"))).isTrue();
		assertThat(AddressRange.of("::ffff:10.0.0.0/104").contains(InetAddress.getByName("11.1.2.3"))).isFalse();
		assertThat(AddressRange.of("::/0").contains(InetAddress.getByName("::1"))).isTrue();
	}

	@Test
	void unknownAddressIsInNoRange() {
		assertThat(AddressRange.of("0.0.0.0/0").contains(null)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", "localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "::1/129", "10.0.0", "10.0.0.0/" })
	void whatIsNoRangeIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> AddressRange.of(text))
			.withMessageStartingWith("'" + text + "' is not an IP address or a range of them. Write for example");
	}

	@Test
	void rangesAreEqualByAddressAndPrefix() {
		assertThat(AddressRange.of("10.0.0.0/8")).isEqualTo(AddressRange.of("10.0.0.0/8"))
			.hasSameHashCodeAs(AddressRange.of("10.0.0.0/8"))
			.isNotEqualTo(AddressRange.of("10.0.0.0/9"))
			.hasToString("10.0.0.0/8");
	}

}
