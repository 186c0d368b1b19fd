package io.embeddedgateway.observability;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * The counters of one route.
 */
final class RequestCounts implements RequestListener {

	private static final List<Double> BOUNDS = List.of(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0,
			2.5, 5.0, 10.0);

	private static final List<String> CLASSES = List.of("1xx", "2xx", "3xx", "4xx", "5xx");

	private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

	private final LongAdder begun = new LongAdder();

	private final LongAdder ended = new LongAdder();

	private final LongAdder cancelled = new LongAdder();

	private final LongAdder requestBytes = new LongAdder();

	private final LongAdder responseBytes = new LongAdder();

	private final LongAdder nanos = new LongAdder();

	private final List<LongAdder> byStatus = adders(CLASSES.size());

	private final List<LongAdder> byTime = adders(BOUNDS.size() + 1);

	private static List<LongAdder> adders(int count) {
		return Stream.generate(LongAdder::new).limit(count).toList();
	}

	@Override
	public void begun(RequestRecord request) {
		this.begun.increment();
	}

	@Override
	public void ended(RequestRecord request) {
		long nanos = request.totalNanos();
		this.ended.increment();
		this.nanos.add(nanos);
		this.requestBytes.add(request.requestBytes());
		this.responseBytes.add(request.responseBytes());
		this.byTime.get(bucket(nanos / SECOND)).increment();
		int statusClass = request.status() / 100;
		if (statusClass >= 1 && statusClass <= CLASSES.size()) {
			this.byStatus.get(statusClass - 1).increment();
		}
		if (RequestOutcome.of(request.termination()) == RequestOutcome.CLIENT_CANCEL) {
			this.cancelled.increment();
		}
	}

	private static int bucket(double seconds) {
		int bucket = 0;
		while (bucket < BOUNDS.size() && seconds > BOUNDS.get(bucket)) {
			bucket++;
		}
		return bucket;
	}

	Traffic traffic() {
		// Those that ended first, so that never more have ended than begun
		long ended = this.ended.sum();
		Map<String, Long> byStatus = new LinkedHashMap<>();
		for (int i = 0; i < CLASSES.size(); i++) {
			long count = this.byStatus.get(i).sum();
			if (count > 0) {
				byStatus.put(CLASSES.get(i), count);
			}
		}
		List<Long> counts = new ArrayList<>();
		this.byTime.forEach((count) -> counts.add(count.sum()));
		return new Traffic(ended, Math.max(0, this.begun.sum() - ended), this.cancelled.sum(), byStatus,
				this.requestBytes.sum(), this.responseBytes.sum(), this.nanos.sum() / SECOND,
				new Traffic.Latency(BOUNDS, counts));
	}

}
