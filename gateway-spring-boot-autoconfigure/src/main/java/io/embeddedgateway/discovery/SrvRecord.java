package io.embeddedgateway.discovery;

/**
 * Where a service can be reached (RFC 2782).
 *
 * @param priority the priority; the lowest number is used first
 * @param weight the share among records of the same priority, 0 for hardly anything
 * @param port the port
 * @param target the name of the host, empty if there is no service
 */
record SrvRecord(int priority, int weight, int port, String target) {
}
