package io.embeddedgateway.server;

import java.util.ArrayList;
import java.util.List;

import io.netty.util.concurrent.EventExecutor;

/**
 * The uploads of a connection, looked at by one timer. Confined to one event loop.
 */
final class Uploads {

	private final List<Upload> open = new ArrayList<>(1);

	private final LazyTimer timer;

	private final long period;

	private final long minBytes;

	Uploads(ServerPolicy policy, EventExecutor executor) {
		this.timer = new LazyTimer(executor, this::check);
		this.period = policy.bodyPeriod().toNanos();
		this.minBytes = policy.minBodyBytes();
	}

	boolean areWatched() {
		return this.minBytes > 0;
	}

	void begin(Upload upload) {
		upload.begin();
		this.open.add(upload);
		if (!this.timer.isSet()) {
			this.timer.set(this.period);
		}
	}

	void end(Upload upload) {
		this.open.remove(upload);
		if (this.open.isEmpty()) {
			this.timer.clear();
		}
	}

	long now() {
		return this.timer.now();
	}

	void close() {
		this.open.clear();
		this.timer.close();
	}

	private void check() {
		long now = now();
		for (Upload upload : List.copyOf(this.open)) {
			if (upload.isTooSlow(this.period, this.minBytes, now)) {
				this.open.remove(upload);
				upload.cutOff();
			}
		}
		if (!this.open.isEmpty()) {
			this.timer.set(this.period);
		}
	}

}
