package io.embeddedgateway.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;

import io.embeddedgateway.actuate.GatewayEndpoint;

/**
 * Matches where the page of the actuator is switched on, and the endpoint that shows it
 * available.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@ConditionalOnBooleanProperty("gateway.dashboard.enabled")
@ConditionalOnAvailableEndpoint(GatewayEndpoint.class)
@interface ConditionalOnDashboard {

}
