package io.embeddedgateway.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Configurations of nginx and HAProxy: one worker or thread, connections to the backend
 * kept alive, no access log.
 */
final class NativeConfiguration {

	private NativeConfiguration() {
	}

	static Path nginx(Setup setup, int port, int backendPort, Path directory) throws IOException {
		StringBuilder locations = new StringBuilder();
		for (int i = 1; i < setup.routes(); i++) {
			locations.append("location /api/r%d/ { proxy_pass http://backend; }\n".formatted(i));
		}
		String edits = (setup == Setup.HEADERS) ? """
				proxy_set_header X-Request-Added 1;
				proxy_set_header X-Request-Removed "";
				proxy_hide_header X-Response-Removed;
				add_header X-Response-Added 1;
				""" : "";
		String text = """
				worker_processes 1;
				daemon off;
				pid nginx-%3$d.pid;
				events { worker_connections 16384; }
				http {
				access_log off;
				keepalive_requests 100000000;
				client_body_temp_path temp;
				proxy_temp_path temp;
				fastcgi_temp_path temp;
				uwsgi_temp_path temp;
				scgi_temp_path temp;
				upstream backend {
				server 127.0.0.1:%1$d;
				keepalive 256;
				keepalive_requests 100000000;
				}
				server {
				listen 127.0.0.1:%3$d backlog=16384;
				proxy_http_version 1.1;
				proxy_max_temp_file_size 0;
				proxy_set_header Connection "";
				proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
				%4$s%2$slocation %5$s { proxy_pass http://backend; }
				}
				}
				""".formatted(backendPort, locations, port, edits, setup.prefix());
		return Files.writeString(directory.resolve("nginx-" + port + ".conf"), text);
	}

	static Path haproxy(Setup setup, int port, int backendPort, Path directory) throws IOException {
		StringBuilder map = new StringBuilder();
		for (int i = 1; i <= setup.routes(); i++) {
			map.append("/api/r%d/ backend\n".formatted(i));
		}
		Path mapFile = Files.writeString(directory.resolve("haproxy-" + port + ".map"), map);
		String choice = (setup.routes() > 0) ? "use_backend %[path,map_beg(" + mapFile + ")]"
				: "default_backend backend";
		String edits = (setup == Setup.HEADERS) ? """
				http-request set-header X-Request-Added 1
				http-request del-header X-Request-Removed
				http-response set-header X-Response-Added 1
				http-response del-header X-Response-Removed
				""" : "";
		String text = """
				global
				nbthread 1
				maxconn 8192
				defaults
				mode http
				timeout connect 5s
				timeout client 60s
				timeout server 60s
				option forwardfor
				option http-keep-alive
				http-reuse always
				frontend front
				bind 127.0.0.1:%d
				%s%s
				backend backend
				server backend 127.0.0.1:%d
				""".formatted(port, edits, choice, backendPort);
		return Files.writeString(directory.resolve("haproxy-" + port + ".cfg"), text);
	}

}
