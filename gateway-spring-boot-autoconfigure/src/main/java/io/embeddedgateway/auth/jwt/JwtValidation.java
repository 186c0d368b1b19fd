package io.embeddedgateway.auth.jwt;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;

import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;

/**
 * What the claims of a token have to be.
 */
final class JwtValidation {

	private JwtValidation() {
	}

	/**
	 * All claims that a policy speaks of.
	 * @param policy the policy
	 * @param clock says what time it is
	 * @return the validator
	 */
	static OAuth2TokenValidator<Jwt> of(JwtPolicy policy, Clock clock) {
		List<OAuth2TokenValidator<Jwt>> validators = named(policy);
		JwtTimestampValidator times = new JwtTimestampValidator(policy.clockSkew());
		times.setAllowEmptyExpiryClaim(false);
		times.setClock(clock);
		validators.add(times);
		validators.add(new JwtClaimValidator<Instant>(JwtClaimNames.IAT,
				(issuedAt) -> issuedAt == null || !issuedAt.isAfter(clock.instant().plus(policy.clockSkew()))));
		return new DelegatingOAuth2TokenValidator<>(validators);
	}

	/**
	 * Who made a token for whom, as far as a policy speaks of it.
	 * @param policy the policy
	 * @return the validators
	 */
	static List<OAuth2TokenValidator<Jwt>> named(JwtPolicy policy) {
		List<OAuth2TokenValidator<Jwt>> validators = new ArrayList<>();
		String issuer = policy.expectedIssuer();
		if (issuer != null) {
			validators.add(new JwtIssuerValidator(issuer));
		}
		Set<String> audiences = policy.audiences();
		if (!audiences.isEmpty()) {
			validators.add(new JwtClaimValidator<Collection<String>>(JwtClaimNames.AUD,
					(audience) -> audience != null && !Collections.disjoint(audience, audiences)));
		}
		return validators;
	}

}
