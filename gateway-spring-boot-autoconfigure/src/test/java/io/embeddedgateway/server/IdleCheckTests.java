package io.embeddedgateway.server;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connections on which nothing happens.
 */
class IdleCheckTests {

	private final EmbeddedChannel channel = new EmbeddedChannel();

	@Test
	void silentConnectionIsClosedAfterTheTimeout() {
		guard(Duration.ofSeconds(60));
		advance(59);
		assertThat(this.channel.isActive()).isTrue();
		advance(1);
		assertThat(this.channel.isActive()).isFalse();
	}

	@Test
	void whatHappenedCountsFromTheNextLookOn() {
		guard(Duration.ofSeconds(60));
		IdleCheck check = new IdleCheck(this.channel, Duration.ofSeconds(30));
		advance(25);
		check.touch();
		advance(34);
		assertThat(this.channel.isActive()).isTrue();
		advance(1);
		assertThat(this.channel.isActive()).isFalse();
	}

	@Test
	void clientThatTakesNothingOfItsResponseIsGivenUp() {
		this.channel.freezeTime();
		IdleCheck check = new IdleCheck(this.channel, Duration.ofSeconds(30));
		ChannelFuture unused = this.channel.write(Unpooled.wrappedBuffer(new byte[128 * 1024]));
		check.touch();
		advance(39);
		assertThat(this.channel.isActive()).isTrue();
		advance(1);
		assertThat(this.channel.isActive()).isFalse();
	}

	@Test
	void connectionThatSomebodyElseLooksAfterStays() {
		guard(null);
		advance(1000);
		assertThat(this.channel.isActive()).isTrue();
	}

	private void guard(Duration idleTimeout) {
		this.channel.freezeTime();
		this.channel.pipeline().addLast(new ConnectionGuard(ServerPolicy.DEFAULT, this.channel, idleTimeout));
	}

	private void advance(int seconds) {
		for (int i = 0; i < seconds; i++) {
			this.channel.advanceTimeBy(1, TimeUnit.SECONDS);
			this.channel.runScheduledPendingTasks();
		}
	}

}
