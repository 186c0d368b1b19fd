package io.embeddedgateway.ratelimit;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Where gateways keep buckets that they share: bytes by key, changed by one gateway at a
 * time. The arithmetic is done by the gateways. A bean of this type replaces Redis.
 */
@FunctionalInterface
public interface RateLimitStore {

	/**
	 * Replace what is stored under a key, unless another gateway was faster: compare and
	 * set, as one step.
	 * @param key the key, up to 300 characters
	 * @param expected what is believed to be stored, or {@code null} for nothing
	 * @param replacement what is to be stored
	 * @param keepFor how long it is needed at least, if nobody asks for it again
	 * @return what became of it; an error if that is not known
	 */
	Mono<Outcome> replace(String key, byte @Nullable [] expected, byte[] replacement, Duration keepFor);

	/**
	 * What became of the attempt to replace something.
	 */
	final class Outcome {

		private static final Outcome REPLACED = new Outcome(true, null);

		private final boolean replaced;

		private final byte @Nullable [] stored;

		private Outcome(boolean replaced, byte @Nullable [] stored) {
			this.replaced = replaced;
			this.stored = stored;
		}

		/**
		 * It was replaced.
		 * @return the outcome
		 */
		public static Outcome ofReplaced() {
			return REPLACED;
		}

		/**
		 * Something else was stored, which was left as it is.
		 * @param stored what, or {@code null} for nothing; not copied
		 * @return the outcome
		 */
		public static Outcome ofFound(byte @Nullable [] stored) {
			return new Outcome(false, stored);
		}

		/**
		 * Whether it was replaced.
		 * @return {@code false} if something else was stored
		 */
		public boolean isReplaced() {
			return this.replaced;
		}

		/**
		 * What was stored instead of what was expected.
		 * @return the bytes, or {@code null} for nothing
		 */
		public byte @Nullable [] stored() {
			return this.stored;
		}

	}

}
