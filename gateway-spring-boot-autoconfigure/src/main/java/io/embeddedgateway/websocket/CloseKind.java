package io.embeddedgateway.websocket;

/**
 * How a WebSocket ended, by the code of its Close frame (RFC 6455 §7.4).
 */
enum CloseKind {

	/**
	 * 1000: all was said.
	 */
	NORMAL,

	/**
	 * 1001: one side goes away, such as a server that stops or a page that is left.
	 */
	GOING_AWAY,

	/**
	 * 1002, 1003, 1007 to 1010: one side could not do with what the other one sent.
	 */
	REJECTED,

	/**
	 * 1011 to 1014: the server, or one behind it, failed or is overloaded.
	 */
	SERVER_ERROR,

	/**
	 * 3000 to 4999: whatever the application means by it.
	 */
	APPLICATION,

	/**
	 * Any other code, none of which may be sent.
	 */
	OTHER,

	/**
	 * There was no Close frame with a code: as a rule the connection was lost.
	 */
	NONE;

	static CloseKind of(int code) {
		if (code >= 3000) {
			return (code < 5000) ? APPLICATION : OTHER;
		}
		return switch (code) {
			case 0 -> NONE;
			case 1000 -> NORMAL;
			case Direction.GOING_AWAY -> GOING_AWAY;
			case 1002, 1003, 1007, 1008, 1009, 1010 -> REJECTED;
			case 1011, 1012, 1013, 1014 -> SERVER_ERROR;
			default -> OTHER;
		};
	}

}
