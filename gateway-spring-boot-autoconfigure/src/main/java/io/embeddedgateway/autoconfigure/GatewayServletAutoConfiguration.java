package io.embeddedgateway.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Import;

/**
 * Stops the start of a servlet application: the gateway would not see a single request of
 * it.
 */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBooleanProperty(name = "gateway.enabled", matchIfMissing = true)
@Import(ReactiveWebApplicationRequirement.class)
public final class GatewayServletAutoConfiguration {

}
