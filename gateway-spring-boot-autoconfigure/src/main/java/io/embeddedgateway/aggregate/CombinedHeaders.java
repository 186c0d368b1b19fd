package io.embeddedgateway.aggregate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

import io.embeddedgateway.HeaderNames;

/**
 * What the headers of an answer have to say, by those of its parts.
 */
final class CombinedHeaders {

	private CombinedHeaders() {
	}

	/**
	 * The {@code Cache-Control} that no part objects to (RFC 9111 §5.2.2).
	 * <ul>
	 * <li>What holds for each answer is like what a part says, but says nothing of
	 * freshness.</li>
	 * <li>An answer that lacks a part is never stored: it would go on lacking it.</li>
	 * <li>{@code no-store} of a part beats all, then {@code no-cache} and
	 * {@code private}.</li>
	 * <li>The answer is fresh as long as each part is: the least {@code max-age} or
	 * {@code Expires}, and for shared caches {@code s-maxage}, less the {@code Age}.</li>
	 * <li>If a part says nothing of freshness, the answer can't claim any. It says
	 * {@code no-cache} rather than nothing, because a cache may guess where nothing is
	 * said (§4.2.2), and because it can still be stored and checked by its
	 * {@code ETag}.</li>
	 * <li>{@code public}, {@code s-maxage} and {@code must-revalidate} let a shared cache
	 * store what was answered to credentials (§3.5). They stand there only if each part
	 * has one of them; else {@code must-revalidate} comes with {@code private}.</li>
	 * </ul>
	 * @param parts the headers of the responses of all parts that were called
	 * @param known what holds for each answer
	 * @param complete whether no part has failed
	 * @return the value of the header
	 */
	static String cacheControl(Collection<HttpHeaders> parts, AnswerCaching known, boolean complete) {
		List<CacheDirectives> all = parts.stream().map(CacheDirectives::of).toList();
		Set<String> own = known.directives();
		if (!complete || own.contains("no-store") || any(all, "no-store")) {
			return "no-store";
		}
		List<String> result = new ArrayList<>();
		Long lifetime = least(all, CacheDirectives::lifetime);
		Long shared = least(all, CacheDirectives::sharedLifetime);
		boolean forEverybody = all.stream().allMatch(CacheDirectives::isForEverybody);
		boolean onlyShared = lifetime == null && shared != null && forEverybody;
		boolean checked = own.contains("no-cache") || any(all, "no-cache") || (lifetime == null && !onlyShared);
		boolean revalidated = !checked && any(all, "must-revalidate");
		boolean closed = own.contains("private") || any(all, "private") || (revalidated && !forEverybody);
		if (closed) {
			result.add("private");
		}
		else if (!all.isEmpty() && all.stream().allMatch((part) -> part.has("public"))) {
			result.add("public");
		}
		if (checked) {
			result.add("no-cache");
		}
		else {
			addLifetimes(result, lifetime, closed ? lifetime : shared, forEverybody);
		}
		if (revalidated) {
			result.add("must-revalidate");
		}
		if (!checked && !revalidated && !closed && any(all, "proxy-revalidate")) {
			result.add("proxy-revalidate");
		}
		if (any(all, "no-transform")) {
			result.add("no-transform");
		}
		return String.join(", ", result);
	}

	private static void addLifetimes(List<String> result, @Nullable Long lifetime, @Nullable Long shared,
			boolean forEverybody) {
		long own = (lifetime != null) ? lifetime : 0;
		long others = (shared != null) ? shared : 0;
		if (own == others || !forEverybody) {
			result.add("max-age=" + Math.min(own, others));
		}
		else {
			result.add("max-age=" + own);
			result.add("s-maxage=" + others);
		}
	}

	private static boolean any(List<CacheDirectives> parts, String directive) {
		return parts.stream().anyMatch((part) -> part.has(directive));
	}

	private static @Nullable Long least(List<CacheDirectives> parts,
			Function<CacheDirectives, @Nullable Long> lifetime) {
		Long least = null;
		for (CacheDirectives part : parts) {
			Long seconds = lifetime.apply(part);
			if (seconds == null) {
				return null;
			}
			least = (least != null) ? Long.valueOf(Math.min(least, seconds)) : seconds;
		}
		return least;
	}

	/**
	 * The {@code Vary} of all parts (RFC 9110 §12.5.5).
	 * @param parts the headers of the responses of all parts that were called
	 * @param known what holds for each answer
	 * @return each name once, in the order of the parts, or {@code *} if a part has it or
	 * what is no name; {@code null} if there is none
	 */
	static @Nullable String vary(Collection<HttpHeaders> parts, AnswerCaching known) {
		Map<String, String> names = new LinkedHashMap<>();
		known.vary().forEach((name) -> names.putIfAbsent(name.toLowerCase(Locale.ROOT), name));
		for (HttpHeaders part : parts) {
			for (String line : part.getOrEmpty(HttpHeaders.VARY)) {
				for (String name : line.split(",", -1)) {
					if (!name.isBlank()) {
						names.putIfAbsent(name.strip().toLowerCase(Locale.ROOT), name.strip());
					}
				}
			}
		}
		if (names.containsKey("*") || !names.values().stream().allMatch(HeaderNames::isToken)) {
			return "*";
		}
		return names.isEmpty() ? null : String.join(", ", names.values());
	}

}
