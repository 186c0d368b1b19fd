package io.embeddedgateway.testing;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;

/**
 * Buffers that nobody released, as Netty's leak detection finds them.
 */
public final class Leaks {

	private static final List<String> reports = new CopyOnWriteArrayList<>();

	private Leaks() {
	}

	/**
	 * Record all leaks from now on. Has to be called before Netty allocates its first
	 * buffer.
	 */
	public static void record() {
		ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new RecordingFactory());
	}

	/**
	 * Find the leaks up to now, and take those of interest off the record.
	 * @param ofInterest which reports are of interest
	 * @return the reports, each with the places where the buffer was touched
	 */
	public static List<String> take(Predicate<String> ofInterest) {
		try {
			collectGarbage();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while looking for leaks", ex);
		}
		// The detector looks for what was collected whenever something is allocated
		for (int i = 0; i < 10; i++) {
			ByteBufAllocator.DEFAULT.directBuffer(16).release();
			ByteBufAllocator.DEFAULT.heapBuffer(16).release();
		}
		List<String> taken = reports.stream().filter(ofInterest).toList();
		reports.removeAll(taken);
		return taken;
	}

	private static void collectGarbage() throws InterruptedException {
		for (int i = 0; i < 2; i++) {
			ReferenceQueue<Object> collected = new ReferenceQueue<>();
			PhantomReference<Object> reference = new PhantomReference<>(new Object(), collected);
			do {
				System.gc();
			}
			while (collected.remove(1000) != reference);
		}
	}

	private static final class RecordingFactory extends ResourceLeakDetectorFactory {

		@Override
		@Deprecated
		@SuppressWarnings("deprecation") // the factory still demands it
		public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> resource, int samplingInterval,
				long maxActive) {
			return new RecordingDetector<>(resource, samplingInterval);
		}

		@Override
		public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> resource, int samplingInterval) {
			return new RecordingDetector<>(resource, samplingInterval);
		}

	}

	private static final class RecordingDetector<T> extends ResourceLeakDetector<T> {

		RecordingDetector(Class<?> resource, int samplingInterval) {
			super(resource, samplingInterval);
		}

		@Override
		protected boolean needReport() {
			return true;
		}

		@Override
		protected void reportTracedLeak(String resourceType, String records) {
			reports.add(resourceType + " was not released before it was garbage-collected." + records);
			super.reportTracedLeak(resourceType, records);
		}

		@Override
		protected void reportUntracedLeak(String resourceType) {
			reports.add(resourceType + " was not released before it was garbage-collected.");
			super.reportUntracedLeak(resourceType);
		}

	}

}
