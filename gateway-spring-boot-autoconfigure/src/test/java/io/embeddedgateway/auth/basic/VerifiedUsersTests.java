package io.embeddedgateway.auth.basic;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import io.embeddedgateway.Caller;
import io.embeddedgateway.ServiceUnavailableException;
import io.embeddedgateway.testing.ManualClock;

import static org.assertj.core.api.Assertions.assertThat;

class VerifiedUsersTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	private static final KnownUser DEPLOY = new KnownUser(Caller.named("deploy"), null);

	private final PasswordThreads threads = PasswordThreads.create();

	private final ManualClock clock = new ManualClock(Instant.EPOCH);

	private final Fingerprints fingerprints = new Fingerprints(new Random(1));

	private final AtomicInteger checks = new AtomicInteger();

	@AfterEach
	void close() {
		this.threads.close();
	}

	@Test
	void passwordThatWasRightIsNotCheckedAgainForAWhile() {
		VerifiedUsers users = users((credentials) -> Mono.fromSupplier(() -> {
			this.checks.incrementAndGet();
			return credentials.password().equals("hush") ? DEPLOY : null;
		}));
		StepVerifier.create(check(users, "deploy", "hush")).expectNext(DEPLOY).expectComplete().verify(SOON);
		StepVerifier.create(check(users, "deploy", "wrong")).expectComplete().verify(SOON);
		assertThat(users.known(users.fingerprint("deploy:hush"))).isEqualTo(DEPLOY);
		assertThat(users.known(users.fingerprint("deploy:wrong"))).isNull();
		this.clock.advance(Duration.ofSeconds(61));
		assertThat(users.known(users.fingerprint("deploy:hush"))).isNull();
	}

	@Test
	void passwordsAreCheckedOnThreadsOfTheirOwnAndRequestsGoOnElsewhere() {
		List<String> names = new ArrayList<>();
		VerifiedUsers users = users((credentials) -> Mono.fromSupplier(() -> {
			names.add(Thread.currentThread().getName());
			return DEPLOY;
		}));
		StepVerifier
			.create(check(users, "deploy", "hush").doOnNext((user) -> names.add(Thread.currentThread().getName())))
			.expectNextCount(1)
			.expectComplete()
			.verify(SOON);
		assertThat(names.get(0)).startsWith("gateway-password-");
		assertThat(names.get(1)).startsWith("parallel-");
	}

	@Test
	void tooManyChecksAreRefusedAtOnce() throws InterruptedException {
		CountDownLatch busy = new CountDownLatch(2);
		CountDownLatch end = new CountDownLatch(1);
		VerifiedUsers users = users((credentials) -> Mono.fromSupplier(() -> {
			busy.countDown();
			await(end);
			return DEPLOY;
		}));
		List<StepVerifier> waiting = new ArrayList<>();
		for (int i = 0; i < 102; i++) {
			waiting.add(StepVerifier.create(check(users, "deploy", "hush " + i))
				.expectNextCount(1)
				.expectComplete()
				.verifyLater());
		}
		busy.await();
		StepVerifier.create(check(users, "deploy", "one too many"))
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOfSatisfying(ServiceUnavailableException.class,
					(refused) -> assertThat(refused.retryAfter()).hasSeconds(1)))
			.verify(SOON);
		// The same as one that waits already
		waiting.add(StepVerifier.create(check(users, "deploy", "hush 5"))
			.expectNextCount(1)
			.expectComplete()
			.verifyLater());
		end.countDown();
		waiting.forEach((each) -> each.verify(SOON));
	}

	@Test
	void unknownUserCostsTheSameWork() {
		AtomicInteger compared = new AtomicInteger();
		PasswordHash hash = PasswordHash.of("{bcrypt}" + new BCryptPasswordEncoder(4).encode("hush"));
		DeclaredUsers users = new DeclaredUsers("ops",
				Map.of("deploy", new BasicUser(hash, Set.of(), Set.of("ops"), Map.of())), this.fingerprints,
				(expected, password) -> {
					compared.incrementAndGet();
					return expected.matches(password);
				});
		StepVerifier.create(users.check(new BasicCredentials("deploy", "hush")))
			.assertNext((user) -> assertThat(user.caller())
				.isEqualTo(new Caller("ops", "deploy", "deploy", Set.of(), Set.of("ops"), Map.of())))
			.expectComplete()
			.verify(SOON);
		StepVerifier.create(users.check(new BasicCredentials("nobody", "hush"))).expectComplete().verify(SOON);
		assertThat(compared).hasValue(2);
	}

	@Test
	void managerDecides() {
		ManagedUsers users = new ManagedUsers("own", (authentication) -> switch (authentication.getName()) {
			case "deploy" -> Mono.just(UsernamePasswordAuthenticationToken.authenticated("deploy", null,
					AuthorityUtils.createAuthorityList("ROLE_ops", "SCOPE_all")));
			case "down" -> Mono.error(new AuthenticationServiceException("down"));
			default -> Mono.error(new BadCredentialsException("no"));
		});
		StepVerifier.create(users.check(new BasicCredentials("deploy", "hush"))).assertNext((user) -> {
			assertThat(user.caller().roles()).containsExactly("ops");
			assertThat(user.caller().scopes()).containsExactly("all");
			assertThat(user.authentication()).isNotNull();
		}).expectComplete().verify(SOON);
		StepVerifier.create(users.check(new BasicCredentials("nobody", "hush"))).expectComplete().verify(SOON);
		StepVerifier.create(users.check(new BasicCredentials("down", "hush")))
			.expectError(AuthenticationServiceException.class)
			.verify(SOON);
	}

	private VerifiedUsers users(Users users) {
		return new VerifiedUsers(users, Duration.ofMinutes(1), this.fingerprints, this.threads, this.clock);
	}

	private static Mono<KnownUser> check(VerifiedUsers users, String name, String password) {
		return users.check(users.fingerprint(name + ":" + password), new BasicCredentials(name, password));
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
