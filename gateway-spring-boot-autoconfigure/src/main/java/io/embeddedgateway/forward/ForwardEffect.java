package io.embeddedgateway.forward;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.embeddedgateway.FilterEffect;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.ServiceUnavailableException;
import io.embeddedgateway.loadbalancer.InstanceOption;
import io.embeddedgateway.masking.Masked;
import io.embeddedgateway.service.Instance;
import io.embeddedgateway.service.ServiceInstance;
import io.embeddedgateway.text.KebabCase;

/**
 * Tells what would be sent to which instances.
 */
final class ForwardEffect {

	private ForwardEffect() {
	}

	/**
	 * The effect of a request. What differs by instance is told of the first one that may
	 * be chosen.
	 * @param exchange the exchange
	 * @param serviceId the id of the service
	 * @param options its instances
	 * @param preserveHost whether instances see the host that the client asked for
	 * @return the effect
	 */
	static FilterEffect of(GatewayExchange exchange, String serviceId, List<InstanceOption> options,
			boolean preserveHost) {
		List<Map<String, Object>> instances = options.stream().map(ForwardEffect::option).toList();
		InstanceOption first = options.stream().filter(InstanceOption::eligible).findFirst().orElse(null);
		if (first == null) {
			return FilterEffect
				.refuses(new ServiceUnavailableException("The service is not available.", serviceId,
						"service '" + serviceId + "' has no instance for the request", null))
				.with("service", serviceId)
				.with("instances", instances);
		}
		GatewayRequest request = exchange.request();
		Instance instance = first.instance().definition();
		List<Map.Entry<String, String>> headers = new ArrayList<>(
				RequestHeaders.of(exchange, instance.uri(), preserveHost).entries());
		return FilterEffect.sends()
			.with("service", serviceId)
			.with("method", request.method().name())
			.with("uri",
					instance.uri() + Masked.uri(request.rawPath(), request.rawQuery(), exchange.rawPathVariables()))
			.with("headers", Masked.headers(headers))
			.with("instances", instances);
	}

	private static Map<String, Object> option(InstanceOption option) {
		ServiceInstance instance = option.instance();
		Map<String, Object> shown = new LinkedHashMap<>();
		shown.put("id", instance.id());
		shown.put("eligible", option.eligible());
		shown.put("reason", option.reason());
		shown.put("state", KebabCase.of(instance.state()));
		shown.put("weight", instance.weight());
		shown.put("priority", instance.priority());
		if (instance.zone() != null) {
			shown.put("zone", instance.zone());
		}
		shown.put("inFlight", instance.inFlight());
		return shown;
	}

}
