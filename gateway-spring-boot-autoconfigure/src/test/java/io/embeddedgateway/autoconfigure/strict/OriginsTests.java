package io.embeddedgateway.autoconfigure.strict;

import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginTrackedResource;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.SystemEnvironmentOrigin;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.boot.origin.TextResourceOrigin.Location;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.FileSystemResource;

import static org.assertj.core.api.Assertions.assertThat;

class OriginsTests {

	private static final Map<String, Object> NONE = Map.of();

	@Test
	void fileIsNamedWithItsLine() {
		Origin origin = new TextResourceOrigin(new ClassPathResource("config/application.yml"), new Location(11, 4));
		assertThat(Origins.describe(origin)).isEqualTo("config/application.yml, line 12");
	}

	@Test
	void fileOnDiskIsNamedWithItsPath() {
		Origin origin = new TextResourceOrigin(OriginTrackedResource.of(new FileSystemResource("/etc/gateway.yml"),
				new TextResourceOrigin(null, null)), new Location(0, 0));
		assertThat(Origins.describe(origin)).isEqualTo("/etc/gateway.yml, line 1");
	}

	@Test
	void whatIsNoFileIsDescribed() {
		assertThat(Origins.describe(new TextResourceOrigin(new ByteArrayResource(new byte[0], "vault"), null)))
			.contains("vault");
		assertThat(Origins.describe(new TextResourceOrigin(null, null))).isEqualTo("an unknown file");
		assertThat(Origins.describe(null)).isNull();
	}

	@Test
	void variablesAndArgumentsAreNamed() {
		assertThat(Origins.describe(new SystemEnvironmentOrigin("GATEWAY_A")))
			.isEqualTo("environment variable GATEWAY_A");
		assertThat(Origins.describe(
				new PropertySourceOrigin(new SystemEnvironmentPropertySource("systemEnvironment", NONE), "GATEWAY_A")))
			.isEqualTo("environment variable GATEWAY_A");
		assertThat(Origins.describe(new PropertySourceOrigin(new MapPropertySource("systemProperties", NONE), "a")))
			.isEqualTo("system property a");
		assertThat(Origins.describe(new PropertySourceOrigin(new MapPropertySource("commandLineArgs", NONE), "a")))
			.isEqualTo("command line argument --a");
		assertThat(Origins.describe(new PropertySourceOrigin(new MapPropertySource("vault", NONE), "a")))
			.isEqualTo("a in vault");
	}

	@Test
	void filesComeFirstLineByLineAndTheUnknownLast() {
		Origin second = new TextResourceOrigin(new ClassPathResource("a.yml"), new Location(1, 0));
		Origin tenth = new TextResourceOrigin(new ClassPathResource("a.yml"), new Location(9, 0));
		Origin other = new TextResourceOrigin(new ClassPathResource("b.yml"), new Location(0, 0));
		Origin variable = new SystemEnvironmentOrigin("A");
		assertThat(Stream.of(variable, other, tenth, second).sorted(Origins.ORDER)).containsExactly(second, tenth,
				other, variable);
		assertThat(Origins.ORDER.compare(null, variable)).isPositive();
	}

}
