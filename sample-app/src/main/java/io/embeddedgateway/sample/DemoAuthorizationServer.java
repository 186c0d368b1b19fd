package io.embeddedgateway.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;

/**
 * Spring Authorization Server beside the gateway, on a port of its own, in place of one
 * that would run elsewhere. It is a servlet application, so it has its own context on its
 * own Tomcat.
 */
@Component
class DemoAuthorizationServer implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(DemoAuthorizationServer.class);

	private final int port;

	private @Nullable Tomcat tomcat;

	private @Nullable AnnotationConfigWebApplicationContext context;

	private @Nullable Path directory;

	DemoAuthorizationServer(DemoProperties properties) {
		this.port = properties.authorizationPort();
	}

	@Override
	public void start() {
		try {
			this.directory = Files.createTempDirectory("demo-authorization");
			this.context = context();
			this.tomcat = tomcat(this.directory, this.context);
			this.tomcat.start();
			logger.info("Demo authorization server listens on port " + this.port);
		}
		catch (IOException | LifecycleException ex) {
			stop();
			throw new DemoPortInUseException("authorization server", this.port, ex);
		}
	}

	private AnnotationConfigWebApplicationContext context() {
		AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext();
		// That of the executable jar, which Tomcat does not know
		context.setClassLoader(getClass().getClassLoader());
		context.register(DemoAuthorization.class);
		context.addBeanFactoryPostProcessor((beans) -> beans.registerSingleton("issuer",
				new DemoAuthorization.Issuer("http://127.0.0.1:" + this.port)));
		return context;
	}

	private Tomcat tomcat(Path directory, AnnotationConfigWebApplicationContext context) {
		Tomcat tomcat = new Tomcat();
		tomcat.setBaseDir(directory.toString());
		Connector connector = new Connector();
		connector.setPort(this.port);
		connector.setProperty("address", "127.0.0.1");
		// So that a port in use fails the start
		connector.setThrowOnFailure(true);
		tomcat.setConnector(connector);
		StandardContext root = (StandardContext) tomcat.addContext("", directory.toString());
		root.setParentClassLoader(getClass().getClassLoader());
		// Needs access to the inside of the JDK, and there is nothing to clear
		root.setClearReferencesThreadLocals(false);
		root.setClearReferencesRmiTargets(false);
		root.addServletContainerInitializer((classes, servlets) -> {
			context.setServletContext(servlets);
			context.refresh();
			servlets.addFilter("security", context.getBean("springSecurityFilterChain", Filter.class))
				.addMappingForUrlPatterns(null, false, "/*");
		}, null);
		// Filters run only before a servlet; this one answers 405 to all that gets so far
		Tomcat.addServlet(root, "none", new HttpServlet() {
		});
		root.addServletMappingDecoded("/", "none");
		return tomcat;
	}

	@Override
	public void stop() {
		try {
			if (this.tomcat != null) {
				this.tomcat.stop();
				this.tomcat.destroy();
			}
			if (this.context != null) {
				this.context.close();
			}
			FileSystemUtils.deleteRecursively(this.directory);
		}
		catch (IOException | LifecycleException ex) {
			logger.warn("Demo authorization server did not stop in good order", ex);
		}
		this.tomcat = null;
	}

	@Override
	public boolean isRunning() {
		return this.tomcat != null;
	}

	@Override
	public int getPhase() {
		return DemoServices.PHASE;
	}

}
