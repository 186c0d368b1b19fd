package io.embeddedgateway.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A block of YAML in the documentation.
 *
 * @param file the file, relative to the root of the repository
 * @param line the line of the file that the block starts at, counted from 1
 * @param text what stands in the block
 */
record DocumentedYaml(String file, int line, String text) {

	/**
	 * The root of the repository, seen from the directory that the tests run in.
	 */
	static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

	/**
	 * The blocks of the README, the change log and all pages.
	 */
	static List<DocumentedYaml> in(Path repository) {
		List<DocumentedYaml> blocks = new ArrayList<>();
		for (Path file : files(repository)) {
			blocks.addAll(blocks(repository.relativize(file).toString(), read(file)));
		}
		return blocks;
	}

	/**
	 * The block behind as many empty lines as there are before it in its file, so that
	 * the lines in messages are those of the file.
	 */
	String textAtItsLine() {
		return "\n".repeat(this.line - 1) + this.text;
	}

	@Override
	public String toString() {
		return this.file + ":" + this.line;
	}

	private static List<Path> files(Path repository) {
		List<Path> files = new ArrayList<>(
				List.of(repository.resolve("README.md"), repository.resolve("CHANGELOG.md")));
		Path docs = repository.resolve("docs");
		if (Files.isDirectory(docs)) {
			try (Stream<Path> pages = Files.list(docs)) {
				pages.filter((page) -> page.toString().endsWith(".md")).sorted().forEach(files::add);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
		return files.stream().filter(Files::exists).toList();
	}

	private static List<String> read(Path file) {
		try {
			return Files.readAllLines(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<DocumentedYaml> blocks(String file, List<String> lines) {
		List<DocumentedYaml> blocks = new ArrayList<>();
		int start = -1;
		for (int i = 0; i < lines.size(); i++) {
			String line = lines.get(i).strip();
			if (start < 0 && line.matches("```ya?ml\\b.*")) {
				start = i + 1;
			}
			else if (start >= 0 && line.equals("```")) {
				String text = String.join("\n", lines.subList(start, i)).stripIndent() + "\n";
				blocks.add(new DocumentedYaml(file, start + 1, text));
				start = -1;
			}
		}
		if (start >= 0) {
			throw new IllegalStateException(file + ":" + start + ": the block is not closed");
		}
		return blocks;
	}

}
