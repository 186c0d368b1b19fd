package io.embeddedgateway.aggregate;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;

/**
 * A body that is a value already. Callable, as are all bodies that are there at once.
 */
final class ValueBody extends Flux<DataBuffer> implements Callable<DataBuffer> {

	private final JsonNode value;

	ValueBody(JsonNode value) {
		this.value = value;
	}

	JsonNode value() {
		return this.value;
	}

	@Override
	public DataBuffer call() {
		return DefaultDataBufferFactory.sharedInstance.wrap(this.value.toString().getBytes(StandardCharsets.UTF_8));
	}

	@Override
	public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
		Flux.defer(() -> Flux.just(call())).subscribe(actual);
	}

}
