package io.embeddedgateway.aggregate;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Gzip}.
 */
class GzipTests {

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 8191, 8192, 8193, 100_000 })
	void bodyIsUnpacked(int size) throws IOException {
		byte[] body = new byte[size];
		new Random(size).nextBytes(body);
		assertThat(unpack(gzip(body), size)).isEqualTo(body);
	}

	@Test
	void onlyTheLengthOfTheBodyIsRead() throws IOException {
		byte[] packed = gzip(text("hello"));
		assertThat(Gzip.unpack(Arrays.copyOf(packed, packed.length + 100), packed.length, 5)).isEqualTo(text("hello"));
	}

	@Test
	void membersAreJoined() throws IOException {
		assertThat(unpack(join(gzip(text("a")), gzip(text("")), gzip(text("bc"))), 3)).isEqualTo(text("abc"));
	}

	@Test
	void optionalFieldsAreSkipped() throws IOException {
		byte[] plain = gzip(text("hello"));
		byte[] header = Arrays.copyOf(plain, 10);
		header[3] = 1 | 2 | 4 | 8 | 16;
		byte[] fields = { 3, 0, 'x', 'y', 'z', 'n', 'a', 0, 'c', 0, 1, 2 };
		assertThat(unpack(join(header, fields, Arrays.copyOfRange(plain, 10, plain.length)), 5))
			.isEqualTo(text("hello"));
	}

	@Test
	void largerBodyIsRefused() throws IOException {
		byte[] packed = gzip(new byte[1001]);
		assertThat(unpack(packed, 1001)).hasSize(1001);
		assertThatExceptionOfType(BodyTooLargeException.class).isThrownBy(() -> unpack(packed, 1000))
			.withMessageStartingWith("the body has more than 1000 bytes");
	}

	@Test
	void bombIsRefusedBeforeItIsUnpacked() {
		byte[] bomb = gzipOfZeros(1L << 30);
		assertThat(bomb).hasSizeLessThan(2_000_000);
		assertThatExceptionOfType(BodyTooLargeException.class).isThrownBy(() -> unpack(bomb, 1_000_000));
	}

	@Test
	void membersCountTogether() throws IOException {
		byte[] member = gzip(new byte[600]);
		assertThatExceptionOfType(BodyTooLargeException.class).isThrownBy(() -> unpack(join(member, member), 1000));
	}

	@Test
	void manyEmptyMembersDoNotOverflowTheStack() throws IOException {
		byte[] empty = gzip(new byte[0]);
		byte[][] members = new byte[50_000][];
		Arrays.fill(members, empty);
		assertThat(unpack(join(members), 10)).isEmpty();
	}

	@Test
	void everyTruncationIsRefused() throws IOException {
		byte[] packed = gzip(text("hello hello hello"));
		for (int length = 0; length < packed.length; length++) {
			byte[] part = Arrays.copyOf(packed, length);
			assertThatExceptionOfType(InvalidBodyException.class).isThrownBy(() -> unpack(part, 1000));
		}
	}

	@Test
	void everyDamageIsRefused() throws IOException {
		byte[] body = text("hello hello hello, how are you");
		byte[] packed = gzip(body);
		for (int bit = 0; bit < packed.length * 8; bit++) {
			byte[] damaged = packed.clone();
			damaged[bit / 8] ^= (byte) (1 << (bit % 8));
			try {
				// Time, level, operating system and padding change nothing
				assertThat(unpack(damaged, 1000)).isEqualTo(body);
			}
			catch (InvalidBodyException | BodyTooLargeException ex) {
				assertThat(ex.getMessage()).startsWith("the body ");
			}
		}
	}

	@Test
	void garbageIsRefused() {
		Random random = new Random(1);
		for (int i = 0; i < 2000; i++) {
			byte[] garbage = new byte[random.nextInt(200)];
			random.nextBytes(garbage);
			if (garbage.length > 3 && (i & 1) == 0) {
				garbage[0] = 0x1f;
				garbage[1] = (byte) 0x8b;
				garbage[2] = 8;
			}
			assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> unpack(garbage, 1000))
				.isInstanceOfAny(InvalidBodyException.class, BodyTooLargeException.class);
		}
	}

	private static byte[] unpack(byte[] packed, int most) {
		return Gzip.unpack(packed, packed.length, most);
	}

	private static byte[] text(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	private static byte[] gzip(byte[] body) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
			gzip.write(body);
		}
		return out.toByteArray();
	}

	private static byte[] gzipOfZeros(long size) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.writeBytes(new byte[] { 0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0 });
		Deflater deflater = new Deflater(1, true);
		byte[] zeros = new byte[1 << 16];
		byte[] buffer = new byte[1 << 16];
		for (long done = 0; done < size; done += zeros.length) {
			deflater.setInput(zeros);
			for (int count = deflater.deflate(buffer); count > 0; count = deflater.deflate(buffer)) {
				out.write(buffer, 0, count);
			}
			if (out.size() > 1_000_000) {
				break;
			}
		}
		deflater.end();
		return out.toByteArray();
	}

	private static byte[] join(byte[]... parts) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		for (byte[] part : parts) {
			out.writeBytes(part);
		}
		return out.toByteArray();
	}

}
