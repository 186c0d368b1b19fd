package io.embeddedgateway.observability.accesslog;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.read.ListAppender;
import ch.qos.logback.core.recovery.ResilientFileOutputStream;
import ch.qos.logback.core.status.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The part of a Logback configuration that writes the access log to a file.
 */
@ExtendWith(OutputCaptureExtension.class)
class LogbackIncludeTests {

	private static final String LINE = "{\"path\":\"" + "x".repeat(1000) + "\"}";

	@TempDir
	private Path directory;

	private final LoggerContext context = new LoggerContext();

	@BeforeEach
	void start() {
		this.context.setMDCAdapter(new LogbackMDCAdapter());
	}

	@AfterEach
	void stop() {
		this.context.stop();
	}

	@Test
	void linesArriveInTheFileAndNowhereElse() {
		configure(Map.of());
		ListAppender<?> root = (ListAppender<?>) this.context.getLogger("ROOT").getAppender("ALL");
		this.context.getLogger(AccessLogObserver.LOGGER).info("{\"path\":\"/%d{}\"}");
		this.context.getLogger("io.embeddedgateway.routing").info("other");
		await().until(() -> read("access.log").equals("{\"path\":\"/%d{}\"}\n"));
		assertThat(root.list).extracting(Object::toString).allMatch((line) -> line.contains("other"));
		assertThat(errors()).isEmpty();
	}

	@Test
	void queueIsWrittenWhenTheApplicationStops() {
		configure(Map.of());
		log(500);
		this.context.stop();
		assertThat(read("access.log").lines()).hasSize(500);
	}

	@Test
	void fileIsRolledByItsSizeAndOldOnesGo() {
		// Logback looks at the size once in a while
		configure(Map.of("ACCESS_LOG_MAX_FILE_SIZE", "10KB", "ACCESS_LOG_ROLLED_FILE",
				file("old-%d{yyyy-MM-dd}.%i.log"), "ACCESS_LOG_TOTAL_SIZE_CAP", "60KB"));
		await().untilAsserted(() -> {
			log(200);
			assertThat(names()).filteredOn((name) -> name.startsWith("old-")).hasSizeGreaterThan(1);
			assertThat(names()).noneMatch((name) -> name.endsWith(".0.log"));
		});
	}

	@Test
	void queueThatIsFullHoldsNobodyUpAndWhatIsLostIsTold(CapturedOutput output) {
		configure(Map.of("ACCESS_LOG_QUEUE_SIZE", "16"));
		StuckDisk disk = new StuckDisk();
		appender().setOutputStream(disk);
		log(1);
		await().until(disk::isWritten);
		log(1000);
		assertThat(output).doesNotContain("has lost");
		disk.release();
		await().untilAsserted(() -> assertThat(output).contains("The access log has lost 984 lines"));
	}

	@Test
	void diskThatIsStuckDoesNotHoldUpTheEnd() {
		configure(Map.of());
		AccessLogAppender appender = appender();
		appender.setMaxFlushTime(ch.qos.logback.core.util.Duration.buildByMilliseconds(50));
		StuckDisk disk = new StuckDisk();
		appender.setOutputStream(disk);
		log(1);
		await().until(disk::isWritten);
		assertThat(CompletableFuture.runAsync(this.context::stop)).succeedsWithin(Duration.ofSeconds(10));
		assertThat(warnings()).anyMatch((warning) -> warning.contains("Not all lines could be written"));
		log(1);
		disk.release();
	}

	@Test
	void linesOfManyThreadsAreAllWrittenAndWhole() throws InterruptedException {
		configure(Map.of("ACCESS_LOG_FLUSH_INTERVAL", "1 milliseconds"));
		List<Thread> threads = IntStream.range(0, 4).mapToObj((i) -> new Thread(() -> log(1000))).toList();
		threads.forEach(Thread::start);
		for (Thread thread : threads) {
			thread.join();
		}
		this.context.stop();
		assertThat(read("access.log").lines()).hasSize(4000).allMatch(LINE::equals);
	}

	@Test
	void queueWithoutRoomIsRefused() {
		configure(Map.of("ACCESS_LOG_QUEUE_SIZE", "0"));
		assertThat(errors()).anyMatch((error) -> error.contains("The queue size is 0, but has to be 1 or more"));
		log(1);
	}

	@Test
	void whatHasGatheredIsWrittenAtTheEnd() {
		configure(Map.of("ACCESS_LOG_FLUSH_INTERVAL", "1 hour"));
		log(1);
		assertThat(read("access.log")).isEmpty();
		this.context.stop();
		assertThat(read("access.log")).isEqualTo(LINE + "\n");
	}

	// Only a stream is opened there: a file that is rolled is renamed, also if it is a
	// device
	@Test
	void diskThatIsFullHarmsNobody() throws IOException {
		File full = new File("/dev/full");
		Assumptions.assumeTrue(full.exists() && !full.isFile(), "There is no /dev/full");
		configure(Map.of());
		ResilientFileOutputStream stream = new ResilientFileOutputStream(full, true, 8192);
		stream.setContext(this.context);
		AccessLogAppender file = appender();
		file.setOutputStream(stream);
		log(1000);
		await().until(() -> errors().stream().anyMatch((error) -> error.contains("/dev/full")));
		assertThat(file.isStarted()).isTrue();
		log(1000);
	}

	@Test
	void directoryThatCannotBeWrittenHarmsNobody() throws IOException {
		Path file = Files.createFile(this.directory.resolve("file"));
		configure(Map.of("ACCESS_LOG_FILE", file.resolve("access.log").toString()));
		assertThat(errors()).isNotEmpty();
		log(1000);
	}

	private void configure(Map<String, String> properties) {
		Map<String, String> all = new TreeMap<>(Map.of("ACCESS_LOG_FILE", file("access.log")));
		all.putAll(properties);
		String declared = all.entrySet()
			.stream()
			.map((entry) -> "<property name=\"%s\" value=\"%s\"/>".formatted(entry.getKey(), entry.getValue()))
			.collect(Collectors.joining());
		String xml = """
				<configuration>
				  %s
				  <include resource="io/embeddedgateway/logback/access-log.xml"/>
				  <appender name="ALL" class="ch.qos.logback.core.read.ListAppender"/>
				  <root level="INFO"><appender-ref ref="ALL"/></root>
				</configuration>
				""".formatted(declared);
		JoranConfigurator configurator = new JoranConfigurator();
		configurator.setContext(this.context);
		try {
			configurator.doConfigure(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
		}
		catch (JoranException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void log(int count) {
		for (int i = 0; i < count; i++) {
			logger().info(LINE);
		}
	}

	private AccessLogAppender appender() {
		return (AccessLogAppender) logger().getAppender("GATEWAY_ACCESS");
	}

	private Logger logger() {
		return this.context.getLogger(AccessLogObserver.LOGGER);
	}

	private List<String> errors() {
		return statuses(Status.ERROR);
	}

	private List<String> warnings() {
		return statuses(Status.WARN);
	}

	private List<String> statuses(int level) {
		return this.context.getStatusManager()
			.getCopyOfStatusList()
			.stream()
			.filter((status) -> status.getLevel() == level)
			.map(Status::getMessage)
			.toList();
	}

	private String file(String name) {
		return this.directory.resolve(name).toString();
	}

	private String read(String name) {
		try {
			return Files.readString(this.directory.resolve(name));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private List<String> names() {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.map((file) -> file.getFileName().toString()).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
