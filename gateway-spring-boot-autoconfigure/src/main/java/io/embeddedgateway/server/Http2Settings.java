package io.embeddedgateway.server;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import reactor.netty.http.Http2SettingsSpec;

/**
 * Carries settings for HTTP/2 over to a new builder: the server forgets its own where
 * some are set later.
 */
public final class Http2Settings {

	private Http2Settings() {
	}

	/**
	 * Set what was set before.
	 * @param present the settings as they are
	 * @param settings where to set them
	 */
	public static void copy(Http2SettingsSpec present, Http2SettingsSpec.Builder settings) {
		set(present.connectProtocolEnabled(), settings::connectProtocolEnabled);
		set(present.headerTableSize(), settings::headerTableSize);
		set(present.initialWindowSize(), settings::initialWindowSize);
		set(present.maxConcurrentStreams(), settings::maxConcurrentStreams);
		set(present.maxFrameSize(), settings::maxFrameSize);
		set(present.maxHeaderListSize(), settings::maxHeaderListSize);
		set(present.maxStreams(), settings::maxStreams);
		set(present.pingAckTimeout(), settings::pingAckTimeout);
		set(present.pingAckDropThreshold(), settings::pingAckDropThreshold);
		if (present.maxDecodedRstFramesPerWindow() != null && present.maxDecodedRstFramesSecondsPerWindow() != null) {
			settings.maxDecodedRstFramesPerWindow(present.maxDecodedRstFramesPerWindow(),
					present.maxDecodedRstFramesSecondsPerWindow());
		}
		if (present.maxEncodedRstFramesPerWindow() != null && present.maxEncodedRstFramesSecondsPerWindow() != null) {
			settings.maxEncodedRstFramesPerWindow(present.maxEncodedRstFramesPerWindow(),
					present.maxEncodedRstFramesSecondsPerWindow());
		}
	}

	private static <T> void set(@Nullable T value, Consumer<T> setter) {
		if (value != null) {
			setter.accept(value);
		}
	}

}
