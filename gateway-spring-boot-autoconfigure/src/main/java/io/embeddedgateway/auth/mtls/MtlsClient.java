package io.embeddedgateway.auth.mtls;

import java.util.Map;
import java.util.Set;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

import io.embeddedgateway.auth.Grants;

/**
 * What a client with a certificate may do.
 *
 * @param scopes what the client is granted; copied
 * @param roles what the client is; copied
 * @param attributes what else is known about it, which become its claims
 */
public record MtlsClient(@DefaultValue Set<String> scopes, @DefaultValue Set<String> roles,
		@DefaultValue Map<String, Object> attributes) {

	/**
	 * Check the client.
	 * @throws IllegalArgumentException if a scope could be none
	 */
	public MtlsClient {
		Grants grants = new Grants(scopes, roles, attributes);
		scopes = grants.scopes();
		roles = grants.roles();
	}

	/**
	 * A client from its short form.
	 * @param text its scopes with commas between them, or nothing
	 * @return the client
	 */
	public static MtlsClient of(String text) {
		Set<String> scopes = Set.of(StringUtils.tokenizeToStringArray(text, ","));
		return new MtlsClient(scopes, Set.of(), Map.of());
	}

}
