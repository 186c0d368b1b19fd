package io.embeddedgateway.health;

/**
 * How an instance is checked.
 */
public enum CheckType {

	/**
	 * By a request, in the protocol of the service.
	 */
	HTTP,

	/**
	 * By a connection, with TLS where the instance has {@code https}.
	 */
	TCP,

	/**
	 * By {@code grpc.health.v1.Health/Check}, the health protocol of gRPC.
	 */
	GRPC

}
