package io.embeddedgateway.upstream;

import java.util.function.Supplier;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;

/**
 * The response of an instance.
 *
 * @param status the status, 101 or 200 and more
 * @param version the version of HTTP that the instance spoke
 * @param headers the headers as they came
 * @param body the body, which can be read once
 * @param trailers the fields behind the body, known when it is complete; {@code null} if
 * there can't be any, or gives {@code null} if there were none
 */
public record UpstreamResponse(int status, HttpVersion version, HttpHeaders headers, Flux<DataBuffer> body,
		@Nullable Supplier<@Nullable HttpHeaders> trailers) {

	/**
	 * Give the response up: its body will not be read.
	 */
	public void discard() {
		if (this.body instanceof ResponseBody own) {
			own.cancel();
		}
		else if (this.body instanceof WholeBody own) {
			own.release();
		}
	}

}
