package io.embeddedgateway.autoconfigure.strict;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A file that is generated, and kept in the sources so that changes of it are seen.
 */
public final class GoldenFile {

	private GoldenFile() {
	}

	/**
	 * Compare a file with what was generated, or write it if the tests run with the
	 * property {@code -Dgateway.schema.update=true}.
	 * @param file the file
	 * @param generated what should stand in it
	 */
	public static void assertUpToDate(Path file, String generated) {
		assertUpToDate(file, generated, Boolean.getBoolean("gateway.schema.update"));
	}

	static void assertUpToDate(Path file, String generated, boolean update) {
		try {
			if (update) {
				Files.createDirectories(file.toAbsolutePath().getParent());
				Files.writeString(file, generated);
			}
			assertThat(file).as("Run the tests with -Dgateway.schema.update=true to write it").exists();
			assertThat(Files.readString(file))
				.as("%s, which the tests write when they run with -Dgateway.schema.update=true", file)
				.isEqualToNormalizingNewlines(generated);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
