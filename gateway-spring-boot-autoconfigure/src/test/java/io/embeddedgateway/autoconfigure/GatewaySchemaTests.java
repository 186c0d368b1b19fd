package io.embeddedgateway.autoconfigure;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.embeddedgateway.autoconfigure.strict.GoldenFile;
import io.embeddedgateway.autoconfigure.strict.JsonSchemaGenerator;

class GatewaySchemaTests {

	private static final Path SCHEMA = Path.of("src/main/resources/META-INF/gateway.schema.json");

	private static final Path DESCRIPTIONS = DocumentedYaml.REPOSITORY.resolve("docs/configuration.md");

	@ParameterizedTest(allowZeroInvocations = true)
	@MethodSource("roots")
	void packagedSchemaIsTheOneOfTheTypes(Class<?> root) {
		JsonSchemaGenerator generator = new JsonSchemaGenerator(DocumentedProperties.in(DESCRIPTIONS));
		GoldenFile.assertUpToDate(SCHEMA, generator.generate("gateway", root, Map.of("enabled", boolean.class)));
	}

	static Stream<Class<?>> roots() {
		return Stream.of();
	}

}
