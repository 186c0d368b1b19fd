package io.embeddedgateway.actuate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.core.io.ClassPathResource;
import org.springframework.util.MimeType;
import org.springframework.util.StringUtils;
import reactor.core.publisher.Mono;

/**
 * The page that shows in a browser what the other sections tell. It is the section
 * without an item; its scripts and styles are the items. There is nothing else to be had.
 */
public final class DashboardSection implements EndpointSection {

	/**
	 * The name of the section.
	 */
	static final String NAME = "dashboard";

	private static final String PAGE = "index.html";

	private static final List<String> ASSETS = List.of("app.js", "chart.js", "charts.js", "dom.js", "explain.js",
			"gateway.js", "history.js", "icon.svg", "limits.js", "routes.js", "services.js", "style.css", "table.js",
			"text.js");

	private static final Map<String, MimeType> TYPES = Map.of("html", utf8("text", "html"), "js",
			utf8("text", "javascript"), "css", utf8("text", "css"), "svg", utf8("image", "svg+xml"));

	private final Map<String, WebEndpointResponse<?>> answers = new HashMap<>();

	/**
	 * Read page and assets, which are kept.
	 */
	public DashboardSection() {
		this.answers.put(PAGE, answer(PAGE));
		ASSETS.forEach((asset) -> this.answers.put(asset, answer(asset)));
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public Mono<WebEndpointResponse<?>> read(SectionQuery query) {
		String item = query.item();
		return Mono.justOrEmpty(this.answers.get((item != null) ? item : PAGE));
	}

	private static WebEndpointResponse<?> answer(String file) {
		try {
			String content = new ClassPathResource("dashboard/" + file, DashboardSection.class)
				.getContentAsString(StandardCharsets.UTF_8);
			String extension = Objects.requireNonNull(StringUtils.getFilenameExtension(file));
			return new WebEndpointResponse<>(content, Objects.requireNonNull(TYPES.get(extension)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static MimeType utf8(String type, String subtype) {
		return new MimeType(type, subtype, StandardCharsets.UTF_8);
	}

}
