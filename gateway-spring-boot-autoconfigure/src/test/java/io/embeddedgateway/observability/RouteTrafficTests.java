package io.embeddedgateway.observability;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.Route;

import static org.assertj.core.api.Assertions.assertThat;

class RouteTrafficTests {

	private static final Route ROUTE = Route.builder("r").path("/**").toLocal();

	private final RouteTraffic traffic = new RouteTraffic();

	@Test
	void requestsAreCountedByTheirEnd() {
		RequestListener listener = this.traffic.listenerFor(ROUTE);
		end(listener, 200, Termination.COMPLETE);
		end(listener, 204, Termination.COMPLETE);
		end(listener, 404, Termination.COMPLETE);
		end(listener, 0, Termination.CLIENT_CANCEL);
		listener.begun(request());
		Traffic counted = counted();
		assertThat(counted.requests()).isEqualTo(4);
		assertThat(counted.active()).isEqualTo(1);
		assertThat(counted.cancelled()).isEqualTo(1);
		assertThat(counted.byStatus()).isEqualTo(Map.of("2xx", 2L, "4xx", 1L));
		assertThat(counted.latency().counts()).hasSize(counted.latency().bounds().size() + 1);
		assertThat(counted.latency().counts().stream().mapToLong(Long::longValue).sum()).isEqualTo(4);
		assertThat(counted.seconds()).isPositive();
	}

	@Test
	void countsStayWithTheIdOfTheRouteAndLeaveWithIt() {
		end(this.traffic.listenerFor(ROUTE), 200, Termination.COMPLETE);
		end(this.traffic.listenerFor(ROUTE), 200, Termination.COMPLETE);
		this.traffic.retain(List.of(ROUTE));
		assertThat(counted().requests()).isEqualTo(2);
		this.traffic.retain(List.of());
		assertThat(this.traffic.of("r")).isNull();
	}

	private Traffic counted() {
		return Objects.requireNonNull(this.traffic.of("r"));
	}

	private static RequestRecord request() {
		return new RequestRecord(GatewayExchange.of(ROUTE, GatewayRequest.of(HttpMethod.GET, "/")), System.nanoTime());
	}

	private static void end(RequestListener listener, int status, Termination termination) {
		RequestRecord request = request();
		listener.begun(request);
		request.ended(status, termination);
		listener.ended(request);
	}

}
