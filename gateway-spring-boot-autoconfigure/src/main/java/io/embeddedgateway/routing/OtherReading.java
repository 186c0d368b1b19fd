package io.embeddedgateway.routing;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.UriUtils;

/**
 * How a server may read a path in another way than the gateway does: without empty
 * segments, without the slash at its end, whatever the case of its letters. A request
 * must not come by another rule that way.
 */
final class OtherReading {

	private OtherReading() {
	}

	/**
	 * Whether a route must not take a request, because a server could read its path as
	 * one of another route, which asks who is calling in another way.
	 * @param arrival the request
	 * @param match the route
	 * @return whether it must not
	 */
	static boolean isGuarded(Arrival arrival, RouteMatch match) {
		RouteTable table = arrival.table();
		if (!table.isGuarded()) {
			return false;
		}
		PathContainer other = of(arrival.path());
		RouteMatch guarded = (other != null) ? table.find(arrival.request(), arrival.client(), other) : null;
		return guarded != null && guarded.entry().compiled().guard() != null
				&& !Objects.equals(guarded.entry().compiled().guard(), match.entry().compiled().guard());
	}

	/**
	 * The other reading of a path.
	 * @param path the path
	 * @return the reading, or {@code null} if there is no other
	 */
	static @Nullable PathContainer of(PathContainer path) {
		String value = path.value();
		return isSimple(value) ? null : simple(path);
	}

	// The usual case, seen at a glance
	private static boolean isSimple(String path) {
		int last = path.length() - 1;
		for (int i = 0; i <= last; i++) {
			char current = path.charAt(i);
			boolean slash = current == '/';
			if ((slash && i > 0 && (i == last || path.charAt(i - 1) == '/')) || (current >= 'A' && current <= 'Z')
					|| current == '%') {
				return false;
			}
		}
		return true;
	}

	private static @Nullable PathContainer simple(PathContainer path) {
		StringBuilder simple = new StringBuilder(path.value().length());
		for (PathContainer.Element element : path.elements()) {
			if (element instanceof PathContainer.PathSegment segment && !segment.valueToMatch().isEmpty()) {
				simple.append('/')
					.append(UriUtils.encodePathSegment(segment.valueToMatch().toLowerCase(Locale.ROOT),
							StandardCharsets.UTF_8));
			}
		}
		String text = simple.isEmpty() ? "/" : simple.toString();
		return text.equals(path.value()) ? null : PathContainer.parsePath(text);
	}

}
