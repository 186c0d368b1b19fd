package io.embeddedgateway.autoconfigure.strict;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JsonSchemaGeneratorTests {

	private final String json = new JsonSchemaGenerator(
			Map.of("gateway.timeout", "How long.", "gateway.routes.<id>.rate-limit", "How often."))
		.generate("gateway", TestProperties.class, Map.of("enabled", boolean.class));

	private final JsonNode schema = JsonMapper.shared().readTree(this.json);

	@Test
	void rootRefersToTheRecord() {
		assertThat(this.schema.at("/properties/gateway/$ref").asString()).isEqualTo("#/definitions/TestProperties");
		assertThat(this.schema.at("/additionalProperties").isMissingNode()).isTrue();
	}

	@Test
	void recordsRefuseOtherKeys() {
		JsonNode root = definition("TestProperties");
		assertThat(root.at("/additionalProperties").asBoolean(true)).isFalse();
		assertThat(root.at("/properties").propertyNames()).containsExactly("routes", "services", "timeout", "password",
				"enabled");
		assertThat(definition("TestProperties.Route").at("/properties").propertyNames()).contains("rate-limit");
	}

	@Test
	void mapsDescribeTheirEntries() {
		assertThat(definition("TestProperties").at("/properties/routes/additionalProperties/$ref").asString())
			.isEqualTo("#/definitions/TestProperties.Route");
	}

	@Test
	void shortAndFullFormsAreAlternatives() {
		JsonNode limit = definition("TestProperties.Route").at("/properties/rate-limit");
		assertThat(limit.at("/anyOf/0/type/0").asString()).isEqualTo("string");
		assertThat(limit.at("/anyOf/1/$ref").asString()).isEqualTo("#/definitions/TestProperties.Limit");
		assertThat(limit.at("/description").asString()).isEqualTo("How often.");
	}

	@Test
	void durationsHaveAPatternADescriptionAndADefault() {
		JsonNode timeout = definition("TestProperties").at("/properties/timeout");
		assertThat("5s").matches(timeout.at("/pattern").asString());
		assertThat("soon").doesNotContainPattern(timeout.at("/pattern").asString());
		assertThat("${TIMEOUT}").containsPattern(timeout.at("/pattern").asString());
		assertThat(timeout.at("/description").asString()).isEqualTo("How long.");
		assertThat(timeout.at("/default").asString()).isEqualTo("5s");
	}

	@Test
	void enumsAreListedInLowerCase() {
		JsonNode balancer = definition("TestProperties.Service").at("/properties/load-balancer");
		assertThat(balancer.at("/anyOf/0/enum").valueStream().map(JsonNode::asString)).containsExactly("least-requests",
				"round-robin");
		assertThat(balancer.at("/anyOf/1/$ref").asString()).isEqualTo("#/definitions/placeholder");
		assertThat(balancer.at("/default").asString()).isEqualTo("least-requests");
	}

	@Test
	void numbersAndBooleansKeepTheirTypesInDefaults() {
		assertThat(definition("TestProperties.Instance").at("/properties/weight/default").isIntegralNumber()).isTrue();
		assertThat(definition("TestProperties.Service").at("/properties/preserve-host/default").isBoolean()).isTrue();
	}

	@Test
	void listsCanBeWrittenAsOneValue() {
		JsonNode instances = definition("TestProperties.Service").at("/properties/instances");
		assertThat(instances.at("/anyOf/0/items/anyOf/1/$ref").asString())
			.isEqualTo("#/definitions/TestProperties.Instance");
		assertThat(instances.at("/anyOf/1/type/0").asString()).isEqualTo("string");
	}

	@Test
	void goldenFileIsWrittenOnRequestAndComparedOtherwise(@TempDir Path directory) {
		Path file = directory.resolve("META-INF/gateway.schema.json");
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> GoldenFile.assertUpToDate(file, this.json, false))
			.withMessageContaining("-Dgateway.schema.update=true");
		GoldenFile.assertUpToDate(file, this.json, true);
		GoldenFile.assertUpToDate(file, this.json, false);
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> GoldenFile.assertUpToDate(file, "{}", false))
			.withMessageContaining("-Dgateway.schema.update=true");
	}

	private JsonNode definition(String name) {
		return this.schema.at("/definitions/" + name);
	}

}
