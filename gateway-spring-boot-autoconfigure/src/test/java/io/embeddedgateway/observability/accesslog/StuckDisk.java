package io.embeddedgateway.observability.accesslog;

import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;

/**
 * A disk that takes no byte until it is released.
 */
final class StuckDisk extends OutputStream {

	private final CountDownLatch written = new CountDownLatch(1);

	private final CountDownLatch released = new CountDownLatch(1);

	@Override
	public void write(int b) throws InterruptedIOException {
		this.written.countDown();
		try {
			this.released.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException();
		}
	}

	/**
	 * Whether somebody has written, and so waits until {@link #release()}.
	 */
	boolean isWritten() {
		return this.written.getCount() == 0;
	}

	void release() {
		this.released.countDown();
	}

}
