package io.embeddedgateway.server;

import java.net.InetAddress;
import java.net.UnknownHostException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConnectionCountTests {

	private final ConnectionCount count = new ConnectionCount(5, 2, InetAddress::isSiteLocalAddress);

	@Test
	void addressHasNoMoreThanItsShare() throws Exception {
		Runnable first = enter("203.0.113.1");
		assertThat(first).isNotNull();
		assertThat(enter("203.0.113.1")).isNotNull();
		assertThat(enter("203.0.113.1")).isNull();
		assertThat(enter("203.0.113.2")).isNotNull();
		first.run();
		assertThat(enter("203.0.113.1")).isNotNull();
		assertThat(enter("203.0.113.1")).isNull();
	}

	@Test
	void networkOfIpv6CountsAsOneAddress() throws Exception {
		assertThat(enter("2001:db8::1")).isNotNull();
		assertThat(enter("2001:db8::ffff:2")).isNotNull();
		assertThat(enter("2001:db8::3")).isNull();
		assertThat(enter("2001:db8:0:1::3")).isNotNull();
	}

	@Test
	void proxyAndUnknownAddressHaveAllThereIs() throws Exception {
		for (int i = 0; i < 4; i++) {
			assertThat(enter("10.0.0.1")).isNotNull();
		}
		assertThat(this.count.enter(null)).isNotNull();
		assertThat(enter("10.0.0.1")).isNull();
		assertThat(this.count.enter(null)).isNull();
	}

	@Test
	void nothingIsKeptOfAddressesThatLeft() throws Exception {
		Runnable leave = enter("203.0.113.1");
		assertThat(leave).isNotNull();
		assertThat(this.count.addresses()).isEqualTo(1);
		leave.run();
		assertThat(this.count.addresses()).isZero();
		assertThat(this.count.all()).isZero();
	}

	private @Nullable Runnable enter(String address) throws UnknownHostException {
		return this.count.enter(InetAddress.getByName(address));
	}

}
