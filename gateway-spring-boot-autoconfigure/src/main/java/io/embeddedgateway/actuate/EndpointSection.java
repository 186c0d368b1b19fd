package io.embeddedgateway.actuate;

import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import reactor.core.publisher.Mono;

/**
 * A part of what {@link GatewayEndpoint} tells. Found as a bean.
 */
public interface EndpointSection {

	/**
	 * The name, by which the section is asked for.
	 * @return the name, a segment of a path
	 */
	String name();

	/**
	 * Read the section.
	 * @param query what is asked for
	 * @return the answer; empty for 404
	 */
	Mono<WebEndpointResponse<?>> read(SectionQuery query);

}
