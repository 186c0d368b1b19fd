package io.embeddedgateway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.text.ParseException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.JSONObjectUtils;
import jakarta.servlet.http.HttpServlet;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.filter.DelegatingFilterProxy;

/**
 * A real Spring Authorization Server on a free port, one for all tests. Its clients and
 * keys are those of {@link AuthorizationServerConfiguration}.
 */
public final class AuthorizationServer {

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	private final AuthorizationServerConfiguration.Keys keys;

	private final int port;

	private AuthorizationServer() {
		AnnotationConfigWebApplicationContext beans = new AnnotationConfigWebApplicationContext();
		beans.register(AuthorizationServerConfiguration.class);
		this.port = start(beans);
		this.keys = beans.getBean(AuthorizationServerConfiguration.Keys.class);
	}

	/**
	 * The server, which runs until all tests are over.
	 * @return the server
	 */
	public static AuthorizationServer get() {
		return Running.SERVER;
	}

	private static int start(AnnotationConfigWebApplicationContext beans) {
		try {
			Tomcat tomcat = new Tomcat();
			tomcat.setBaseDir(Files.createTempDirectory("authorization-server").toString());
			Connector connector = new Connector();
			connector.setPort(0);
			connector.setProperty("address", "127.0.0.1");
			tomcat.setConnector(connector);
			Context context = tomcat.addContext("", null);
			context.addServletContainerInitializer((types, servlets) -> {
				beans.setServletContext(servlets);
				beans.refresh();
			}, null);
			Tomcat.addServlet(context, "nothing", new HttpServlet() {
			});
			context.addServletMappingDecoded("/", "nothing");
			filter(context, new DelegatingFilterProxy("springSecurityFilterChain", beans));
			tomcat.start();
			return connector.getLocalPort();
		}
		catch (IOException | LifecycleException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void filter(Context context, DelegatingFilterProxy filter) {
		FilterDef definition = new FilterDef();
		definition.setFilterName("security");
		definition.setFilter(filter);
		context.addFilterDef(definition);
		FilterMap mapping = new FilterMap();
		mapping.setFilterName("security");
		mapping.addURLPattern("/*");
		context.addFilterMap(mapping);
	}

	/**
	 * Its name as an issuer.
	 * @return the URI
	 */
	public String issuer() {
		return "http://127.0.0.1:" + this.port;
	}

	/**
	 * Get a token.
	 * @param client the id of the client
	 * @param scopes the scopes, with spaces between them
	 * @return the token
	 */
	public String token(String client, String scopes) {
		return (String) post("/oauth2/token", client, Map.of("grant_type", "client_credentials", "scope", scopes))
			.get("access_token");
	}

	/**
	 * Exchange a token (RFC 8693).
	 * @param client the id of the client that exchanges it
	 * @param token the token
	 * @param audience for whom the new one is
	 * @return what the server answers
	 */
	public Map<String, Object> exchange(String client, String token, String audience) {
		return post("/oauth2/token", client,
				Map.of("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange", "subject_token", token,
						"subject_token_type", "urn:ietf:params:oauth:token-type:access_token", "audience", audience));
	}

	/**
	 * Revoke a token.
	 * @param client the id of the client that has it
	 * @param token the token
	 */
	public void revoke(String client, String token) {
		post("/oauth2/revoke", client, Map.of("token", token));
	}

	/**
	 * Sign with a new key from now on.
	 * @param keepOld whether the old keys are published as well
	 */
	public void rotate(boolean keepOld) {
		this.keys.rotate(keepOld);
	}

	/**
	 * The keys that are published.
	 * @return the keys, with their private parts
	 */
	public List<JWK> keys() {
		return this.keys.all();
	}

	private Map<String, Object> post(String path, String client, Map<String, String> form) {
		String body = new LinkedHashMap<>(form).entrySet()
			.stream()
			.map((field) -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
			.collect(Collectors.joining("&"));
		String credentials = client + ":" + client + AuthorizationServerConfiguration.SECRET;
		HttpRequest request = HttpRequest.newBuilder(URI.create(issuer() + path))
			.header("Content-Type", "application/x-www-form-urlencoded")
			.header("Authorization",
					"Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
			.POST(HttpRequest.BodyPublishers.ofString(body))
			.build();
		try {
			HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
			if (response.statusCode() != 200) {
				throw new IllegalStateException(response.statusCode() + " " + response.body());
			}
			return response.body().isEmpty() ? Map.of() : JSONObjectUtils.parse(response.body());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException | ParseException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Starts it when it is asked for.
	 */
	private static final class Running {

		private static final AuthorizationServer SERVER = new AuthorizationServer();

	}

}
