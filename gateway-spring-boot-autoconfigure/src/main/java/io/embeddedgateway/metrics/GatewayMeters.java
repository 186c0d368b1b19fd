package io.embeddedgateway.metrics;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.noop.NoopCounter;
import io.micrometer.core.instrument.noop.NoopTimer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Meters that belong together and go together, such as all of one route. They are made as
 * {@link GatewayMeter} describes them. A registry that fails does nobody any harm: that
 * is logged once.
 */
public final class GatewayMeters implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(GatewayMeters.class);

	private final MeterRegistry registry;

	private final AtomicBoolean failed;

	private final Set<Meter> meters = new HashSet<>();

	private boolean closed;

	/**
	 * Create a group without meters.
	 * @param registry where meters are registered
	 */
	public GatewayMeters(MeterRegistry registry) {
		this(registry, new AtomicBoolean());
	}

	private GatewayMeters(MeterRegistry registry, AtomicBoolean failed) {
		this.registry = registry;
		this.failed = failed;
	}

	/**
	 * Another group of meters in the same registry.
	 * @return the group, which goes by itself
	 */
	public GatewayMeters group() {
		return new GatewayMeters(this.registry, this.failed);
	}

	/**
	 * Register a gauge.
	 * @param <T> the type of what is looked at
	 * @param meter which one
	 * @param state what is looked at, not kept by the meter
	 * @param value its value now
	 * @param tags the values of the tags, in the order of their keys
	 */
	public <T> void gauge(GatewayMeter meter, T state, ToDoubleFunction<T> value, @Nullable String... tags) {
		register(() -> Gauge.builder(meter.meterName(), state, value)
			.description(meter.description())
			.baseUnit(meter.unit())
			.tags(tags(meter, tags))
			.register(this.registry));
	}

	/**
	 * Register a counter of what somebody else counts.
	 * @param <T> the type of who counts
	 * @param meter which one
	 * @param state who counts, not kept by the meter
	 * @param count the count, which never falls
	 * @param tags the values of the tags, in the order of their keys
	 */
	public <T> void counter(GatewayMeter meter, T state, ToDoubleFunction<T> count, @Nullable String... tags) {
		register(() -> FunctionCounter.builder(meter.meterName(), state, count)
			.description(meter.description())
			.baseUnit(meter.unit())
			.tags(tags(meter, tags))
			.register(this.registry));
	}

	/**
	 * Register a timer of what somebody else measures.
	 * @param <T> the type of who measures
	 * @param meter which one
	 * @param state who measures, not kept by the meter
	 * @param count how often, which never falls
	 * @param nanos how long in all, in nanoseconds
	 * @param tags the values of the tags, in the order of their keys
	 */
	public <T> void timer(GatewayMeter meter, T state, ToLongFunction<T> count, ToDoubleFunction<T> nanos,
			@Nullable String... tags) {
		register(() -> FunctionTimer.builder(meter.meterName(), state, count, nanos, TimeUnit.NANOSECONDS)
			.description(meter.description())
			.tags(tags(meter, tags))
			.register(this.registry));
	}

	/**
	 * Register a counter.
	 * @param meter which one
	 * @param tags the values of the tags, in the order of their keys
	 * @return the counter, to be kept; one that does nothing if it can't be registered
	 */
	public Counter counter(GatewayMeter meter, @Nullable String... tags) {
		Counter counter = register(() -> Counter.builder(meter.meterName())
			.description(meter.description())
			.baseUnit(meter.unit())
			.tags(tags(meter, tags))
			.register(this.registry));
		return (counter != null) ? counter : new NoopCounter(id(meter, Meter.Type.COUNTER));
	}

	/**
	 * Register a timer.
	 * @param meter which one
	 * @param tags the values of the tags, in the order of their keys
	 * @return the timer, to be kept; one that does nothing if it can't be registered
	 */
	public Timer timer(GatewayMeter meter, @Nullable String... tags) {
		Timer timer = register(() -> Timer.builder(meter.meterName())
			.description(meter.description())
			.tags(tags(meter, tags))
			.register(this.registry));
		return (timer != null) ? timer : new NoopTimer(id(meter, Meter.Type.TIMER));
	}

	private static Meter.Id id(GatewayMeter meter, Meter.Type type) {
		return new Meter.Id(meter.meterName(), Tags.empty(), null, null, type);
	}

	// What has no value is "none", so that all meters of a name have the same tags
	private static Tags tags(GatewayMeter meter, @Nullable String... values) {
		List<String> keys = meter.tags();
		if (keys.size() != values.length) {
			throw new IllegalArgumentException(meter + " has the tags " + keys);
		}
		String[] tags = new String[values.length * 2];
		for (int i = 0; i < values.length; i++) {
			String value = values[i];
			tags[2 * i] = keys.get(i);
			tags[2 * i + 1] = (value != null) ? value : "none";
		}
		return Tags.of(tags);
	}

	private synchronized <M extends Meter> @Nullable M register(Supplier<M> creation) {
		if (this.closed) {
			return null;
		}
		try {
			M meter = creation.get();
			this.meters.add(meter);
			return meter;
		}
		catch (RuntimeException ex) {
			failed(ex);
			return null;
		}
	}

	/**
	 * A meter, or its registry, failed. Logged in full once.
	 * @param error how
	 */
	public void failed(RuntimeException error) {
		if (this.failed.compareAndSet(false, true)) {
			logger.warn("The registry of meters failed. Requests are not affected; further failures are logged as"
					+ " DEBUG", error);
		}
		else {
			logger.debug("The registry of meters failed", error);
		}
	}

	/**
	 * Remove the meters, and register no more.
	 */
	@Override
	public synchronized void close() {
		this.closed = true;
		for (Meter meter : this.meters) {
			try {
				this.registry.remove(meter);
			}
			catch (RuntimeException ex) {
				failed(ex);
			}
		}
		this.meters.clear();
	}

}
