package io.embeddedgateway.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LeaksTests {

	@Test
	void bufferThatIsNotReleasedIsFound() {
		leak("found on purpose");
		assertThat(Leaks.take((report) -> report.contains("found on purpose"))).hasSize(1);
		assertThat(Leaks.take((report) -> report.contains("found on purpose"))).isEmpty();
	}

	@Test
	void bufferThatIsReleasedIsNotFound() {
		ByteBufAllocator.DEFAULT.buffer(16).touch("released on purpose").release();
		assertThat(Leaks.take((report) -> report.contains("released on purpose"))).isEmpty();
	}

	@Test
	void leakFailsTheRun() {
		leak("failed on purpose");
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> LeakExtension.Check.failOn((report) -> report.contains("failed on purpose")))
			.withMessageContaining("failed on purpose");
	}

	private static void leak(String hint) {
		ByteBuf buffer = ByteBufAllocator.DEFAULT.buffer(16);
		assertThat(buffer.touch(hint).refCnt()).isOne();
	}

}
