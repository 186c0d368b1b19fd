package io.embeddedgateway.loadbalancer;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

import io.embeddedgateway.service.CallOutcome;

/**
 * An instance that works on a few requests at a time, and lets the others wait. How long
 * it works on one is drawn from a log-normal distribution.
 */
final class SimulatedServer {

	private static final int WORKERS = 4;

	private static final double SIGMA = 0.6;

	private static final long FAILURE = TimeUnit.MILLISECONDS.toNanos(1);

	private final Simulation simulation;

	private final Queue<SimulatedCall> waiting = new ArrayDeque<>();

	private int working;

	private double meanMillis = 20;

	private boolean stalled;

	private boolean failing;

	SimulatedServer(Simulation simulation) {
		this.simulation = simulation;
	}

	SimulatedServer takes(double meanMillis) {
		this.meanMillis = meanMillis;
		return this;
	}

	/**
	 * Take requests, but answer none, until told otherwise.
	 */
	SimulatedServer stalled(boolean stalled) {
		this.stalled = stalled;
		return this;
	}

	/**
	 * Answer 500 at once, until told otherwise.
	 */
	SimulatedServer failing(boolean failing) {
		this.failing = failing;
		return this;
	}

	void receive(SimulatedCall call) {
		if (this.stalled) {
			return;
		}
		if (this.failing) {
			this.simulation.in(FAILURE, () -> call.end(500, CallOutcome.ERROR));
		}
		else if (this.working < WORKERS) {
			work(call);
		}
		else {
			this.waiting.add(call);
		}
	}

	private void work(SimulatedCall call) {
		this.working++;
		double normal = this.simulation.random().nextGaussian();
		double factor = StrictMath.exp(SIGMA * normal - SIGMA * SIGMA / 2);
		this.simulation.in((long) (factor * this.meanMillis * 1e6), () -> {
			call.end(200, CallOutcome.SUCCESS);
			this.working--;
			SimulatedCall next = this.waiting.poll();
			if (next != null) {
				work(next);
			}
		});
	}

}
