package io.embeddedgateway.autoconfigure.strict;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PropertyPathsTests {

	@Test
	void everyPropertyThatTakesAValueIsListed() {
		assertThat(PropertyPaths.of("gateway", TestProperties.class)).containsExactly("gateway.routes.<id>.path",
				"gateway.routes.<id>.match.methods", "gateway.routes.<id>.match.headers", "gateway.routes.<id>.uri",
				"gateway.routes.<id>.service", "gateway.routes.<id>.rate-limit",
				"gateway.routes.<id>.rate-limit.requests", "gateway.routes.<id>.rate-limit.period",
				"gateway.routes.<id>.rate-limit.key", "gateway.routes.<id>.timeouts.connect",
				"gateway.routes.<id>.timeouts.idle", "gateway.routes.<id>.filters", "gateway.routes.<id>.metadata",
				"gateway.routes.<id>.respond", "gateway.routes.<id>.respond.code", "gateway.services.<id>.instances",
				"gateway.services.<id>.instances[].uri", "gateway.services.<id>.instances[].weight",
				"gateway.services.<id>.instances[].zone", "gateway.services.<id>.load-balancer",
				"gateway.services.<id>.retry-on", "gateway.services.<id>.retry-on[].code",
				"gateway.services.<id>.preserve-host", "gateway.services.<id>.delays", "gateway.timeout",
				"gateway.password");
	}

	@Test
	void recordInsideItselfEnds() {
		assertThat(PropertyPaths.of("tree", Tree.class)).containsExactly("tree.name", "tree.children");
	}

	record Tree(@Nullable String name, List<Tree> children) {

	}

}
