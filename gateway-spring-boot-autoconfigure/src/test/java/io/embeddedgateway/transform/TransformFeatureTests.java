package io.embeddedgateway.transform;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.HttpMethod;

import io.embeddedgateway.FilterStage;
import io.embeddedgateway.Route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link TransformFeature}.
 */
class TransformFeatureTests {

	private final TransformFeature feature = new TransformFeature();

	@Test
	void runsWhereRequestsAreChanged() {
		assertThat(this.feature.stage()).isEqualTo(FilterStage.TRANSFORM);
	}

	@Test
	void routeThatChangesNothingPaysNothing() {
		assertThat(this.feature.filterFor(Route.builder("orders").path("/orders").toLocal())).isNull();
		assertThat(this.feature.filterFor(TransformRun.route(new TransformPolicy(null, null)))).isNull();
		assertThat(this.feature
			.filterFor(TransformRun.route(TransformPolicy.of(RequestTransform.none(), ResponseTransform.none()))))
			.isNull();
		assertThat(this.feature
			.filterFor(TransformRun.route(TransformPolicy.of(RequestTransform.none().withMethod(HttpMethod.PUT)))))
			.isNotNull();
	}

	@ParameterizedTest
	@MethodSource
	void variableThatThePathLacksRefusesTheRoute(TransformPolicy policy) {
		Route route = Route.builder("orders").path("/orders/{id}").with(policy).toService("orders");
		assertThatIllegalArgumentException().isThrownBy(() -> this.feature.filterFor(route))
			.withMessage("'{nr}' in '/x/{nr}' is not a variable of the path. There is [id]");
	}

	static TransformPolicy[] variableThatThePathLacksRefusesTheRoute() {
		String template = "/x/{nr}";
		RequestTransform request = RequestTransform.none();
		ResponseTransform response = ResponseTransform.none();
		return new TransformPolicy[] { TransformPolicy.of(request.withPath(template)),
				TransformPolicy.of(request.withQuery("x", template)),
				TransformPolicy.of(request.withHeader("X", template)),
				TransformPolicy.of(request.withAddedHeader("X", template)),
				TransformPolicy.of(response.withHeader("X", template)),
				TransformPolicy.of(response.withAddedHeader("X", template)) };
	}

}
