package io.embeddedgateway.autoconfigure;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;

import io.embeddedgateway.autoconfigure.strict.PropertyPaths;
import io.embeddedgateway.testing.YamlInitializer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the documentation says is true.
 */
class DocumentedConfigurationTests {

	@ParameterizedTest
	@MethodSource("blocks")
	void everyBlockOfYamlStartsAnApplication(DocumentedYaml block) {
		AllAutoConfigurations.runner()
			.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class))
			.withUserConfiguration(GatewayAutoConfigurationTests.Extensions.class)
			// Nobody outside is asked for the names of examples
			.withPropertyValues("gateway.dns.servers=127.0.0.1:1", "INTROSPECTION_SECRET=secret")
			.withInitializer(new YamlInitializer(block.textAtItsLine()))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	static List<DocumentedYaml> blocks() {
		return DocumentedYaml.in(DocumentedYaml.REPOSITORY)
			.stream()
			.filter((block) -> block.text().contains("gateway:"))
			.toList();
	}

	@Test
	void everyPropertyIsDocumentedAndEveryDocumentedPropertyExists() {
		assertThat(documented())
			.containsExactlyInAnyOrderElementsOf(new TreeSet<>(PropertyPaths.of("gateway", GatewayProperties.class)));
	}

	// The documentation says what the ids of a map are, and names the entries of a map of
	// texts as well
	private static Set<String> documented() {
		Set<String> documented = new TreeSet<>();
		Set<String> known = new TreeSet<>(PropertyPaths.of("gateway", GatewayProperties.class));
		for (String property : DocumentedProperties.in(DocumentedYaml.REPOSITORY.resolve("docs/configuration.md"))
			.keySet()) {
			String path = property.replace("<name>", "<id>");
			String map = path.endsWith(".<id>") ? path.substring(0, path.length() - ".<id>".length()) : path;
			if (path.startsWith("gateway.")) {
				documented.add(known.contains(path) ? path : map);
			}
		}
		return documented;
	}

}
