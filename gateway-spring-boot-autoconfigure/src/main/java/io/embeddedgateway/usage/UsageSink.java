package io.embeddedgateway.usage;

import reactor.core.publisher.Mono;

/**
 * Gets what was used, a batch at a time. Each bean of this type gets all batches, in
 * their order. It is called on a thread of its own, and may block.
 */
@FunctionalInterface
public interface UsageSink {

	/**
	 * Write a batch. What is not done after 10 s is given up and done again.
	 * @param batch the batch
	 * @return completes when it is written for good; after an error the same batch comes
	 * again, so that one that was written nevertheless must be known by its id
	 */
	Mono<Void> write(UsageBatch batch);

}
