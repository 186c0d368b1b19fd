package io.embeddedgateway.service;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * The services of single addresses, each as long as somebody else holds it: routes that
 * change at run time, and their addresses with them, leave nothing behind.
 */
final class AnonymousServices {

	private final ConcurrentMap<String, Remembered> services = new ConcurrentHashMap<>();

	private final ReferenceQueue<LiveService> forgotten = new ReferenceQueue<>();

	private final Function<Service, LiveService> creation;

	AnonymousServices(Function<Service, LiveService> creation) {
		this.creation = creation;
	}

	LiveService get(Instance instance) {
		removeForgotten();
		LiveService created = this.creation.apply(Service.builder(instance.id()).instances(List.of(instance)).build());
		Remembered remembered = new Remembered(created, this.forgotten);
		while (true) {
			Remembered present = this.services.putIfAbsent(remembered.id, remembered);
			if (present == null) {
				return created;
			}
			LiveService service = present.get();
			if (service != null) {
				return service;
			}
			this.services.remove(present.id, present);
		}
	}

	int size() {
		return this.services.size();
	}

	private void removeForgotten() {
		Reference<? extends LiveService> reference = this.forgotten.poll();
		while (reference != null) {
			if (reference instanceof Remembered remembered) {
				this.services.remove(remembered.id, remembered);
			}
			reference = this.forgotten.poll();
		}
	}

	private static final class Remembered extends WeakReference<@Nullable LiveService> {

		private final String id;

		private Remembered(LiveService service, ReferenceQueue<LiveService> queue) {
			super(service, queue);
			this.id = service.id();
		}

	}

}
