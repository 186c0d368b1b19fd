package io.embeddedgateway.sample;

import java.security.Principal;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The application's own endpoints, beside the routes.
 */
@RestController
class HelloController {

	/**
	 * No route matches this path: the gateway does not touch it.
	 * @return the answer
	 */
	@GetMapping("/hello")
	String hello() {
		return "Hello from the application itself\n";
	}

	/**
	 * The route {@code guarded} runs its filters around this.
	 * @return the answer
	 */
	@GetMapping("/guarded/hello")
	String guardedHello() {
		return "Hello from behind a local route\n";
	}

	/**
	 * The route {@code own} lets in only callers that it knows, and tells who they are.
	 * @param caller who is calling
	 * @return the answer
	 */
	@GetMapping("/own/hello")
	String ownHello(Principal caller) {
		return "Hello " + caller.getName() + "\n";
	}

}
