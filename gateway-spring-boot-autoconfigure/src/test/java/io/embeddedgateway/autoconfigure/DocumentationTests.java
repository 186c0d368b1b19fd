package io.embeddedgateway.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class DocumentationTests {

	@TempDir
	private Path repository;

	@Test
	void everyBlockIsFoundWithItsLine() throws IOException {
		write("README.md", """
				# Gateway

				```yaml
				gateway:
				  timeout: 3s
				```

				* In a list:

				  ```yaml
				  gateway:
				    timeout: 4s
				  ```

				```java
				int a = 1;
				```
				""");
		write("docs/routing.md", "```yml\na: b\n```\n");
		write("docs/notes.txt", "```yaml\nc: d\n```\n");
		assertThat(DocumentedYaml.in(this.repository)).containsExactly(
				new DocumentedYaml("README.md", 4, "gateway:\n  timeout: 3s\n"),
				new DocumentedYaml("README.md", 11, "gateway:\n  timeout: 4s\n"),
				new DocumentedYaml(Path.of("docs/routing.md").toString(), 2, "a: b\n"));
	}

	@Test
	void blockKeepsTheLinesOfItsFile() {
		assertThat(new DocumentedYaml("README.md", 3, "a: b\n").textAtItsLine().lines().toList()).hasSize(3)
			.last()
			.isEqualTo("a: b");
		assertThat(new DocumentedYaml("README.md", 3, "a: b\n")).hasToString("README.md:3");
	}

	@Test
	void blockThatIsNotClosedIsRefused() throws IOException {
		write("CHANGELOG.md", "```yaml\na: b\n");
		assertThatIllegalStateException().isThrownBy(() -> DocumentedYaml.in(this.repository))
			.withMessageContaining("CHANGELOG.md:1");
	}

	@Test
	void repositoryIsWhereTheModulesAre() {
		assertThat(DocumentedYaml.REPOSITORY.resolve("gateway-spring-boot-autoconfigure/pom.xml")).exists();
	}

	@Test
	void tablesGiveADescriptionToEachProperty() throws IOException {
		write("docs/configuration.md", """
				| key | type | default | what it is |
				|---|---|---|---|
				| `gateway.timeout` | duration | `5s` | How long, or `0`. |
				| `gateway.routes.<id>.path` | text | | One of `a\\|b`. |
				""");
		assertThat(DocumentedProperties.in(this.repository.resolve("docs/configuration.md")))
			.containsEntry("gateway.timeout", "How long, or '0'.")
			.containsEntry("gateway.routes.<id>.path", "One of 'a|b'.")
			.hasSize(2);
		assertThat(DocumentedProperties.in(this.repository.resolve("docs/none.md"))).isEmpty();
	}

	private void write(String name, String text) throws IOException {
		Path file = this.repository.resolve(name);
		Files.createDirectories(file.getParent());
		Files.writeString(file, text);
	}

}
