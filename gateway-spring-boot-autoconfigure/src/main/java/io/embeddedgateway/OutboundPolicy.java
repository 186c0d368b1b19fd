package io.embeddedgateway;

/**
 * A policy about what leaves the gateway. Where a request on a route makes several calls,
 * each of them that leaves has the policy of the route, and none of its own.
 */
public interface OutboundPolicy {

}
