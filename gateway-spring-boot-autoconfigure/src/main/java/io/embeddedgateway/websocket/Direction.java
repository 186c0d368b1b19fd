package io.embeddedgateway.websocket;

/**
 * Which way frames go.
 */
enum Direction {

	/**
	 * From the instance to the client.
	 */
	TO_CLIENT,

	/**
	 * From the client to the instance.
	 */
	TO_INSTANCE;

	/**
	 * The code of a Close frame of the gateway (RFC 6455 §7.4.1).
	 */
	static final int GOING_AWAY = 1001;

	/**
	 * A Close frame with the code 1001, "going away" (RFC 6455 §7.4.1). Frames to an
	 * instance are masked (RFC 6455 §5.3); the mask may be zeros where nobody else chose
	 * what is in the frame.
	 * @return the bytes
	 */
	byte[] closeFrame() {
		return (this != TO_CLIENT) ? new byte[] { (byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 0x03, (byte) 0xe9 }
				: new byte[] { (byte) 0x88, 2, 0x03, (byte) 0xe9 };
	}

	/**
	 * A ping without content, as servers send it.
	 * @return the bytes
	 */
	static byte[] pingFrame() {
		return new byte[] { (byte) 0x89, 0 };
	}

	/**
	 * Whether this direction just ends when the other side fails. An instance has to see
	 * that the client broke off; to a client that can't be told with a status any more.
	 * @return {@code true} if it ends
	 */
	boolean endsInPeace() {
		return this == TO_CLIENT;
	}

}
