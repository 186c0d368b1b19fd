package io.embeddedgateway;

import java.util.Map;
import java.util.Set;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rules of the house.
 */
class ArchitectureTests {

	private static final String ROOT = "io.embeddedgateway";

	/**
	 * What all packages may use, the root as well; they use nothing of ours.
	 */
	private static final Set<String> SHARED = Set.of("masking", "metrics", "text", "web");

	/**
	 * What each of the others may use of ours, beside itself, the root, and what is
	 * shared.
	 */
	private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(Map.entry("routing", Set.of()),
			Map.entry("service", Set.of()), Map.entry("loadbalancer", Set.of("service")),
			Map.entry("upstream", Set.of()), Map.entry("forward", Set.of("service", "loadbalancer", "upstream")),
			Map.entry("health", Set.of("service", "upstream")), Map.entry("resilience", Set.of("service")),
			Map.entry("sticky", Set.of("service")), Map.entry("discovery", Set.of("service")),
			Map.entry("observability", Set.of("service", "upstream")),
			Map.entry("observability.tracing", Set.of("observability", "service", "upstream")),
			Map.entry("observability.accesslog", Set.of("observability", "service")),
			Map.entry("actuate",
					Set.of("ratelimit", "routing", "service", "health", "loadbalancer", "resilience", "observability")),
			Map.entry("transform", Set.of()), Map.entry("aggregate", Set.of()), Map.entry("limits", Set.of()),
			Map.entry("server", Set.of()), Map.entry("websocket", Set.of()), Map.entry("auth", Set.of()),
			Map.entry("auth.jwt", Set.of("auth")), Map.entry("auth.opaque", Set.of("auth")),
			Map.entry("auth.apikey", Set.of("auth")), Map.entry("auth.basic", Set.of("auth")),
			Map.entry("auth.mtls", Set.of("auth")), Map.entry("auth.dpop", Set.of("auth")),
			Map.entry("relay", Set.of("auth", "service")), Map.entry("cors", Set.of()),
			Map.entry("secureheaders", Set.of()), Map.entry("ratelimit", Set.of("service")),
			Map.entry("redis", Set.of()), Map.entry("ratelimit.redis", Set.of("ratelimit", "redis")),
			Map.entry("usage", Set.of("service")), Map.entry("usage.redis", Set.of("usage", "redis")),
			Map.entry("test", Set.of("routing")));

	private static final JavaClasses MAIN = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages(ROOT);

	private static final JavaClasses TESTS = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
		.importPackages(ROOT);

	@Test
	void packagesHaveNoCycles() {
		SlicesRuleDefinition.slices().matching("(**)").should().beFreeOfCycles().check(MAIN);
	}

	@Test
	void theVocabularyUsesNothingOfOursButWhatIsShared() {
		ArchRuleDefinition.noClasses()
			.that()
			.resideInAPackage(ROOT)
			.should()
			.dependOnClassesThat(JavaClass.Predicates.resideInAPackage(ROOT + ".*..")
				.and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(shared()))))
			.check(MAIN);
	}

	@Test
	void whatIsSharedUsesNothingOfOurs() {
		SHARED.forEach((shared) -> ArchRuleDefinition.noClasses()
			.that()
			.resideInAPackage(ROOT + "." + shared)
			.should()
			.dependOnClassesThat(JavaClass.Predicates.resideInAPackage(ROOT + "..")
				.and(JavaClass.Predicates.resideOutsideOfPackage(ROOT + "." + shared)))
			.check(MAIN));
	}

	private static String[] shared() {
		return SHARED.stream().map((name) -> ROOT + "." + name).toArray(String[]::new);
	}

	@Test
	void featuresUseOnlyWhatTheyMay() {
		MAY_USE.forEach((feature, allowed) -> {
			String[] foreign = MAY_USE.keySet()
				.stream()
				.filter((other) -> !other.equals(feature) && !allowed.contains(other))
				.map((other) -> ROOT + "." + other)
				.toArray(String[]::new);
			ArchRule rule = ArchRuleDefinition.noClasses()
				.that()
				.resideInAPackage(ROOT + "." + feature)
				.should()
				.dependOnClassesThat(JavaClass.Predicates.resideInAnyPackage(foreign))
				.orShould()
				.dependOnClassesThat(JavaClass.Predicates.resideInAPackage(ROOT + ".autoconfigure.."));
			rule.allowEmptyShould(true).check(MAIN);
		});
	}

	@Test
	void everyPackageIsKnownHere() {
		assertThat(MAIN.stream().map(JavaClass::getPackageName).distinct()).allMatch((name) -> name.equals(ROOT)
				|| name.startsWith(ROOT + ".autoconfigure") || isKnown(name.substring(ROOT.length() + 1)));
	}

	private static boolean isKnown(String name) {
		return SHARED.contains(name) || MAY_USE.containsKey(name);
	}

	@Test
	void onlyAutoConfigurationUsesBoot() {
		ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackages(ROOT + ".autoconfigure..", ROOT + ".actuate..")
			.should()
			.dependOnClassesThat(JavaClass.Predicates.resideInAPackage("org.springframework.boot..")
				.and(DescribedPredicate.not(JavaClass.Predicates.belongToAnyOf(DefaultValue.class, Name.class))))
			.check(MAIN);
	}

	@Test
	void autoConfigurationsAreFinalAndTheirBeansTheirOwn() {
		ArchRuleDefinition.classes()
			.that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL)
			.andShould()
			.haveSimpleNameEndingWith("AutoConfiguration")
			.check(MAIN);
		ArchRuleDefinition.methods().that().areAnnotatedWith(Bean.class).should().bePackagePrivate().check(MAIN);
	}

	@Test
	void everyPackageIsNullMarked() {
		assertThat(MAIN.stream().map(JavaClass::getPackage).distinct())
			.allMatch((javaPackage) -> javaPackage.isAnnotatedWith(NullMarked.class));
	}

	@Test
	void nothingBlocks() {
		ArchRuleDefinition.noClasses().should().callMethodWhere(blocks()).check(MAIN);
		ArchRuleDefinition.noClasses()
			.should()
			.callMethodWhere(blocks())
			.orShould()
			.callMethodWhere(call("verifyComplete"))
			.check(TESTS);
	}

	private static DescribedPredicate<JavaMethodCall> blocks() {
		return DescribedPredicate.describe("blocks or sleeps",
				(call) -> (call.getTarget().getOwner().getName().startsWith("reactor.core.publisher.")
						&& call.getTarget().getName().startsWith("block"))
						|| (call.getTarget().getOwner().isEquivalentTo(Thread.class)
								&& call.getTarget().getName().equals("sleep")));
	}

	private static DescribedPredicate<JavaMethodCall> call(String name) {
		return DescribedPredicate.describe("calls " + name, (call) -> call.getTarget().getName().equals(name));
	}

}
