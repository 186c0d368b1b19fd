package io.embeddedgateway.usage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The files that were full, called after the time when another one was begun.
 */
final class OldFiles {

	private static final Log logger = LogFactory.getLog(OldFiles.class);

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'")
		.withZone(ZoneOffset.UTC);

	private static final Pattern SUFFIX = Pattern.compile("\\.\\d{8}T\\d{9}Z(-\\d{4})?");

	private final Path file;

	private final boolean daily;

	private final int most;

	private final Clock clock;

	OldFiles(Path file, boolean daily, int most, Clock clock) {
		this.file = file;
		this.daily = daily;
		this.most = most;
		this.clock = clock;
	}

	/**
	 * Whether the file is that of another day.
	 * @return {@code true} if another file is due
	 * @throws IOException if the file can't be looked at
	 */
	boolean isOver() throws IOException {
		return this.daily && day(Files.getLastModifiedTime(this.file).toInstant()).isBefore(day(this.clock.instant()));
	}

	private static LocalDate day(Instant time) {
		return time.atZone(ZoneOffset.UTC).toLocalDate();
	}

	/**
	 * Keep the file under another name, and delete the oldest if there are too many.
	 * @throws IOException if that is not possible
	 */
	void keep() throws IOException {
		String name = this.file.getFileName() + "." + TIME.format(this.clock.instant());
		Path kept = this.file.resolveSibling(name);
		for (int i = 1; Files.exists(kept); i++) {
			kept = this.file.resolveSibling("%s-%04d".formatted(name, i));
		}
		Files.move(this.file, kept);
		List<Path> all = all();
		for (Path oldest : all.subList(0, Math.max(0, all.size() - this.most))) {
			logger.warn("'" + oldest + "' is deleted, because there are more than " + this.most + " files of usage");
			Files.delete(oldest);
		}
	}

	private List<Path> all() throws IOException {
		String name = String.valueOf(this.file.getFileName());
		try (Stream<Path> files = Files.list(this.file.resolveSibling("."))) {
			return files.filter((other) -> {
				String otherName = String.valueOf(other.getFileName());
				return otherName.startsWith(name) && SUFFIX.matcher(otherName.substring(name.length())).matches();
			}).sorted().toList();
		}
	}

}
