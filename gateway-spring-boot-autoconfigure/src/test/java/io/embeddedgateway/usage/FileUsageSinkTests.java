package io.embeddedgateway.usage;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;
import reactor.test.StepVerifier;
import tools.jackson.databind.json.JsonMapper;

import io.embeddedgateway.testing.ManualClock;

import static org.assertj.core.api.Assertions.assertThat;

class FileUsageSinkTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	private static final Instant TEN = Instant.parse("2026-11-01T10:00:00Z");

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final ManualClock clock = new ManualClock(TEN);

	@TempDir
	private Path directory;

	@Test
	void recordsAreLinesOfJson() throws IOException {
		Path file = this.directory.resolve("not/there/yet/usage.jsonl");
		FileUsageSink sink = sink(UsageFilePolicy.of(file.toString()));
		write(sink,
				new UsageBatch("b-1", TEN, TEN.plusSeconds(10), "node-1",
						List.of(new UsageRecord("keys", "ac\"me\n", "app", "free", "api", "orders", 200, 5, 4, 1, 12,
								100, 2000),
								new UsageRecord(null, null, null, null, null, "open", 0, 1, 0, 0, 0, 0, 0))));
		assertThat(Files.readString(file)).isEqualTo(
				"""
						{"batch":"b-1","seq":0,"from":"2026-11-01T10:00:00Z","to":"2026-11-01T10:00:10Z","gateway":"node-1",\
						"provider":"keys","caller":"ac\\"me\\n","client":"app","tier":"free","policy":"api","route":"orders",\
						"status":200,"requests":5,"granted":4,"refused":1,"cost":12,"requestBytes":100,"responseBytes":2000}
						{"batch":"b-1","seq":1,"from":"2026-11-01T10:00:00Z","to":"2026-11-01T10:00:10Z","gateway":"node-1",\
						"route":"open","status":0,"requests":1,"granted":0,"refused":0,"cost":0,"requestBytes":0,"responseBytes":0}
						""");
	}

	@Test
	void whatWasThereStays() throws IOException {
		write(sink(policy()), batch(1, 2));
		write(sink(policy()), batch(2, 3));
		assertThat(requests(file())).isEqualTo(5);
	}

	@Test
	void incompleteLineOfACrashIsRemoved() throws IOException {
		write(sink(policy()), batch(1, 100));
		String torn = "{\"batch\":\"b-1\",\"caller\":\"" + "x".repeat(10_000);
		Files.writeString(file(), torn, StandardOpenOption.APPEND);
		write(sink(policy()), batch(2, 1));
		assertThat(requests(file())).isEqualTo(101);
		Files.writeString(file(), torn);
		write(sink(policy()), batch(3, 1));
		assertThat(requests(file())).isEqualTo(1);
	}

	@Test
	void batchThatIsWrittenAgainIsNotThereTwice() throws IOException {
		FileUsageSink sink = sink(policy());
		write(sink, batch(1, 2));
		write(sink, batch(1, 2));
		assertThat(requests(file())).isEqualTo(2);
	}

	@Test
	void fileThatCantBeWrittenIsTriedAgain() throws IOException {
		Files.createDirectory(file());
		FileUsageSink sink = sink(policy());
		fail(sink, batch(1, 2));
		Files.delete(file());
		write(sink, batch(1, 2));
		assertThat(requests(file())).isEqualTo(2);
	}

	@Test
	void directoryThatCantBeMadeIsAnError() throws IOException {
		Files.writeString(this.directory.resolve("file"), "");
		fail(sink(UsageFilePolicy.of(this.directory.resolve("file/usage.jsonl").toString())), batch(1, 1));
	}

	@Test
	void fileThatAnotherOneWritesIsLeftAlone() throws IOException {
		FileUsageSink sink = sink(policy());
		try (RandomAccessFile other = new RandomAccessFile(file().toFile(), "rw");
				FileChannel channel = other.getChannel()) {
			assertThat(channel.lock().isValid()).isTrue();
			fail(sink, batch(1, 2));
		}
		write(sink, batch(1, 2));
		assertThat(requests(file())).isEqualTo(2);
	}

	@Test
	void fullFileIsKeptUnderAnotherNameAndTheOldestIsDeleted() throws IOException {
		FileUsageSink sink = sink(new UsageFilePolicy(file().toString(), DataSize.ofKilobytes(1), false, 3));
		for (int i = 1; i <= 6; i++) {
			this.clock.advance(Duration.ofSeconds(1));
			write(sink, batch(i, 4));
		}
		assertThat(names()).containsExactly("usage.jsonl", "usage.jsonl.20261101T100004000Z",
				"usage.jsonl.20261101T100005000Z", "usage.jsonl.20261101T100006000Z");
		assertThat(requests(this.directory.resolve("usage.jsonl.20261101T100004000Z"))).isEqualTo(4);
		assertThat(Files.readString(file())).contains("\"b-6\"").doesNotContain("\"b-5\"");
	}

	@Test
	void eachDayHasAFileOfItsOwnIfWanted() throws IOException {
		FileUsageSink sink = sink(new UsageFilePolicy(file().toString(), DataSize.ofMegabytes(1), true, 3));
		write(sink, batch(1, 1));
		Files.setLastModifiedTime(file(), FileTime.from(TEN));
		write(sink, batch(2, 1));
		assertThat(names()).containsExactly("usage.jsonl");
		Files.setLastModifiedTime(file(), FileTime.from(TEN));
		this.clock.advance(Duration.ofHours(14));
		write(sink, batch(3, 1));
		assertThat(names()).containsExactly("usage.jsonl", "usage.jsonl.20261102T000000000Z");
	}

	private FileUsageSink sink(UsageFilePolicy policy) {
		return new FileUsageSink(policy, this.clock);
	}

	private UsageFilePolicy policy() {
		return UsageFilePolicy.of(file().toString());
	}

	private Path file() {
		return this.directory.resolve("usage.jsonl");
	}

	private List<String> names() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.map((file) -> file.getFileName().toString()).sorted().toList();
		}
	}

	private static void write(FileUsageSink sink, UsageBatch batch) {
		StepVerifier.create(sink.write(batch)).expectComplete().verify(SOON);
	}

	private static void fail(FileUsageSink sink, UsageBatch batch) {
		StepVerifier.create(sink.write(batch)).expectError(IOException.class).verify(SOON);
	}

	private static long requests(Path file) throws IOException {
		return Files.readAllLines(file)
			.stream()
			.mapToLong((line) -> JSON.readTree(line).get("requests").asLong())
			.sum();
	}

	private static UsageBatch batch(int number, int records) {
		return new UsageBatch("b-" + number, TEN, TEN.plusSeconds(10), "node-1", IntStream.range(0, records)
			.mapToObj((i) -> new UsageRecord("keys", "caller-" + i, null, null, null, "orders", 200, 1, 0, 0, 0, 0, 0))
			.toList());
	}

}
