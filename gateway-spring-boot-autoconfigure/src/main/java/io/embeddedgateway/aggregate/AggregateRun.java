package io.embeddedgateway.aggregate;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;
import tools.jackson.databind.JsonNode;

import io.embeddedgateway.GatewayException;
import io.embeddedgateway.MethodRules;

/**
 * All calls for one answer: each part as soon as the parts that it needs are over.
 */
final class AggregateRun implements Subscription {

	private final PartGraph graph;

	private final CoreSubscriber<? super PartOutcomes> actual;

	private final PartOutcomes outcomes;

	private final KnownValues values;

	private final PartCalls calls;

	private final List<PartRun> active = new ArrayList<>();

	private final EventQueue events = new EventQueue(this::fail);

	private final BitSet begun = new BitSet();

	private int left;

	private int made;

	private int underWay;

	private boolean started;

	private boolean over;

	AggregateRun(PartGraph graph, PartReader reader, PartObservations observations, RequestView request,
			CoreSubscriber<? super PartOutcomes> actual) {
		this.graph = graph;
		this.actual = actual;
		this.outcomes = new PartOutcomes(graph);
		this.values = new KnownValues(graph, request, this.outcomes);
		this.calls = new PartCalls(new PartRequests(request.exchange(), reader), reader, observations);
		this.left = graph.parts().size();
	}

	void start() {
		this.actual.onSubscribe(this);
	}

	@Override
	public void request(long count) {
		if (Operators.validate(count)) {
			this.events.add(this::begin);
		}
	}

	@Override
	public void cancel() {
		this.events.add(this::stop);
	}

	Context context() {
		return this.actual.currentContext();
	}

	private void begin() {
		if (!this.started && !this.over) {
			this.started = true;
			this.graph.parts().stream().filter((part) -> part.needs().isEmpty()).forEach(this::ready);
			pump();
		}
	}

	private void ready(PlannedPart part) {
		if (this.over || this.begun.get(part.index())) {
			return;
		}
		this.begun.set(part.index());
		try {
			Condition when = part.part().flow().when();
			PartOutcome without = this.values.without(part);
			if (when != null && !when.holds(this.values.with(null))) {
				end(part, PartOutcome.SKIPPED);
			}
			else if (without != null) {
				end(part, without);
			}
			else {
				begin(part);
			}
		}
		catch (GatewayException ex) {
			// What the client sent can't be read
			fail(ex);
		}
		catch (RuntimeException ex) {
			end(part, PartOutcome.failed(PartFailure.of(ex)));
		}
	}

	private void begin(PlannedPart part) {
		Reference forEach = part.part().flow().forEach();
		JsonNode array = (forEach != null) ? this.values.with(null).of(forEach) : null;
		if (forEach != null && array != null && !array.isNull() && !array.isArray()) {
			end(part, PartOutcome
				.failed(PartFailure.of(PartFailure.Type.UNSUITABLE_VALUE, "'{" + forEach.text() + "}' is no array")));
			return;
		}
		int elements = (array != null) ? array.size() : 0;
		int more = (forEach != null) ? elements : 1;
		int most = this.graph.policy().limits().calls();
		if (more > most - this.made) {
			end(part, PartOutcome.failed(PartFailure.of(PartFailure.Type.TOO_MANY_CALLS,
					"there would be " + (this.made + (long) more) + " calls, and " + most + " is the most")));
			return;
		}
		this.made += more;
		List<JsonNode> items = (array != null) ? List.copyOf(array.values()) : List.of();
		PartRun run = new PartRun(part, (forEach != null) ? items : null);
		if (run.isOver()) {
			end(part, run.outcome());
		}
		else {
			this.active.add(run);
		}
	}

	private void pump() {
		int most = this.graph.policy().limits().concurrent();
		for (int i = 0; i < this.active.size() && this.underWay < most; i++) {
			PartRun run = this.active.get(i);
			while (!this.over && this.underWay < most && run.mayBegin()) {
				this.underWay++;
				call(run, run.begin());
			}
		}
	}

	private void call(PartRun run, int element) {
		PlannedPart part = run.part();
		try {
			PartCallSubscriber call = this.calls.call(this, part, this.values.with(run.element(element)),
					(outcome) -> this.events.add(() -> ended(run, element, outcome)));
			if (call != null) {
				run.started(element, call);
				call.begin();
				return;
			}
			later(run, element, PartFailure.of(PartFailure.Type.MISSING_VALUE,
					"its path '" + part.part().call().path() + "' lacks a value"));
		}
		catch (GatewayException ex) {
			fail(ex);
		}
		catch (RuntimeException ex) {
			later(run, element, PartFailure.of(ex));
		}
	}

	// Not at once, since many may fail one after the other
	private void later(PartRun run, int element, PartFailure failure) {
		this.events.add(() -> ended(run, element, PartOutcome.failed(failure)));
	}

	private void ended(PartRun run, int element, PartOutcome outcome) {
		if (this.over || run.isClosed()) {
			PartCalls.giveUp(outcome);
			return;
		}
		this.underWay--;
		PartFailure failure = outcome.failure();
		run.ended(element, outcome);
		if (failure != null && run.isEach()) {
			if (!run.part().part().flow().optional()) {
				end(run.part(), outcome);
				return;
			}
			this.outcomes.failed(run.part(), element, failure);
		}
		if (run.isOver()) {
			this.active.remove(run);
			end(run.part(), run.outcome());
		}
		pump();
	}

	private void end(PlannedPart part, PartOutcome outcome) {
		if (this.over || this.outcomes.of(part) != null) {
			return;
		}
		this.begun.set(part.index());
		PartFailure failure = outcome.failure();
		PartOutcome known = outcome;
		if (failure != null) {
			if (!part.part().flow().optional()) {
				fail(new PartFailedException(part.name(), failure, this.graph.policy().answer().passStatus()));
				return;
			}
			this.outcomes.failed(part, -1, failure);
			known = outcome.orElse(part.part().result().fallback());
		}
		this.outcomes.set(part, known);
		this.left--;
		BitSet dependents = part.dependents();
		for (int i = dependents.nextSetBit(0); i >= 0; i = dependents.nextSetBit(i + 1)) {
			next(this.graph.parts().get(i));
		}
		endUseless(part);
		if (this.left == 0 && !this.over) {
			this.over = true;
			this.actual.onNext(this.outcomes);
			this.actual.onComplete();
		}
	}

	private void next(PlannedPart dependent) {
		if (areOver(dependent.needs())) {
			ready(dependent);
		}
		else if (dependent.part().flow().when() == null) {
			// What it can't do without will never be there: no need to wait for the rest
			PartOutcome without = this.values.without(dependent);
			if (without != null) {
				end(dependent, without);
			}
		}
	}

	private boolean areOver(BitSet parts) {
		return parts.stream().allMatch((index) -> this.outcomes.of(this.graph.parts().get(index)) != null);
	}

	// What nobody waits for any more, because those who would have are over
	private void endUseless(PlannedPart ended) {
		for (PartRun run : List.copyOf(this.active)) {
			PlannedPart part = run.part();
			if (part != ended && !part.isAnswered() && !part.dependents().isEmpty() && areOver(part.dependents())
					&& MethodRules.isSafe(part.part().call().method())) {
				this.active.remove(run);
				this.underWay -= run.close();
				end(part, PartOutcome.SKIPPED);
			}
		}
	}

	private void fail(Throwable error) {
		if (!this.over) {
			stop();
			this.actual.onError(error);
		}
	}

	private void stop() {
		if (!this.over) {
			this.over = true;
			this.active.forEach(PartRun::close);
			this.outcomes.all()
				.forEach((outcome) -> PartCalls.giveUp((outcome != null) ? outcome : PartOutcome.SKIPPED));
		}
	}

}
