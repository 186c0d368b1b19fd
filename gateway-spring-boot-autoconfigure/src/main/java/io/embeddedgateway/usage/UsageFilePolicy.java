package io.embeddedgateway.usage;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The file that gets what was used, and when another one is begun.
 *
 * @param path the path of the file; directories on the way are created
 * @param maxSize the most bytes of a file before another one is begun, 1 KB or more
 * @param daily whether each day has a file of its own, by UTC
 * @param maxFiles how many old files are kept at most, 1 to 10,000
 */
public record UsageFilePolicy(@DefaultValue("") String path, @DefaultValue("100MB") DataSize maxSize,
		@DefaultValue("false") boolean daily, @DefaultValue("100") int maxFiles) {

	private static final DataSize SMALLEST = DataSize.ofKilobytes(1);

	private static final int MOST_FILES = 10_000;

	/**
	 * Check the policy.
	 * @throws IllegalArgumentException if there is no path, or a number is out of range
	 */
	public UsageFilePolicy {
		if (path.isBlank()) {
			throw new IllegalArgumentException("'path' is missing. Write for example 'path: /var/log/usage.jsonl'");
		}
		if (maxSize.compareTo(SMALLEST) < 0) {
			throw new IllegalArgumentException("'max-size' is " + maxSize + ". Write 1KB or more, for example '100MB'");
		}
		if (maxFiles < 1 || maxFiles > MOST_FILES) {
			throw new IllegalArgumentException(
					"'max-files' is " + maxFiles + ". Write between 1 and " + MOST_FILES + ", for example 100");
		}
	}

	/**
	 * A policy from its short form.
	 * @param path the path of the file
	 * @return the policy
	 */
	public static UsageFilePolicy of(String path) {
		return new UsageFilePolicy(path.strip(), DataSize.ofMegabytes(100), false, 100);
	}

}
