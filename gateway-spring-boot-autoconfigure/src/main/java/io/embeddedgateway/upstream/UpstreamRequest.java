package io.embeddedgateway.upstream;

import java.time.Duration;
import java.util.function.Supplier;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;

/**
 * A request to an instance, with exactly the headers that it gets.
 *
 * @param method the method
 * @param target path and query, as they are to be sent
 * @param headers the headers, with those that say where the body ends; not copied, and
 * not to be changed any more
 * @param body the body, or {@code null} if there is none
 * @param trailers the fields behind the body, asked when it is complete; may give
 * {@code null} for none
 * @param responseTimeout the longest time from the end of the request until the headers
 * of the response
 * @param idleTimeout the longest time in which no byte of a body moves
 */
public record UpstreamRequest(HttpMethod method, String target, HttpHeaders headers, @Nullable Flux<DataBuffer> body,
		Supplier<@Nullable HttpHeaders> trailers, Duration responseTimeout, Duration idleTimeout) {
}
