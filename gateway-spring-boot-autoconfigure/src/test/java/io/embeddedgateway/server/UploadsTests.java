package io.embeddedgateway.server;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

class UploadsTests {

	private final EmbeddedChannel channel = new EmbeddedChannel();

	private final ServerPolicy policy = new ServerPolicy(Duration.ofSeconds(10), DataSize.ofBytes(100),
			Duration.ofSeconds(10), 1, 1, 1, Http2Policy.DEFAULT);

	private final Uploads uploads = new Uploads(this.policy, this.channel.eventLoop());

	private boolean cutOff;

	private final Upload upload = new Upload(this.channel, () -> this.cutOff = true);

	@BeforeEach
	void begin() {
		this.channel.freezeTime();
		this.uploads.begin(this.upload);
	}

	@AfterEach
	void close() {
		this.uploads.close();
		this.channel.finishAndReleaseAll();
	}

	@Test
	void uploadThatStandsStillIsCutOffAfterThePeriod() {
		this.upload.awaited(this.uploads.now());
		after(9);
		assertThat(this.cutOff).isFalse();
		after(1);
		assertThat(this.cutOff).isTrue();
	}

	@Test
	void uploadAtThePaceGoesOn() {
		for (int i = 0; i < 100; i++) {
			this.upload.awaited(this.uploads.now());
			after(1);
			this.upload.received(150, this.uploads.now());
		}
		assertThat(this.cutOff).isFalse();
	}

	@Test
	void paceIsMeasuredOverTheTimeThatItTookToLook() {
		after(1);
		for (int i = 0; i < 19; i++) {
			this.upload.awaited(this.uploads.now());
			after(1);
			this.upload.received(60, this.uploads.now());
		}
		this.upload.awaited(this.uploads.now());
		assertThat(this.cutOff).isTrue();
	}

	@Test
	void whatCameBeforeDoesNotHelpLater() {
		this.upload.received(1_000_000, this.uploads.now());
		this.upload.awaited(this.uploads.now());
		after(10);
		assertThat(this.cutOff).isFalse();
		after(10);
		assertThat(this.cutOff).isTrue();
	}

	@Test
	void timeInWhichNothingIsAwaitedDoesNotCount() {
		after(100);
		assertThat(this.cutOff).isFalse();
		this.upload.awaited(this.uploads.now());
		this.channel.config().setAutoRead(false);
		after(100);
		assertThat(this.cutOff).isFalse();
		this.channel.config().setAutoRead(true);
		after(20);
		assertThat(this.cutOff).isTrue();
	}

	@Test
	void uploadThatEndedIsLeftAlone() {
		this.upload.awaited(this.uploads.now());
		this.uploads.end(this.upload);
		after(100);
		assertThat(this.cutOff).isFalse();
		assertThat(this.channel.runScheduledPendingTasks()).isEqualTo(-1);
	}

	private void after(int seconds) {
		for (int i = 0; i < seconds; i++) {
			this.channel.advanceTimeBy(1, TimeUnit.SECONDS);
			this.channel.runScheduledPendingTasks();
		}
	}

}
