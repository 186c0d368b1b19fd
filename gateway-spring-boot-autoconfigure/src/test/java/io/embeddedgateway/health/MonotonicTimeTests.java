package io.embeddedgateway.health;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Scheduler;

/**
 * The clock of the machine may jump; what is measured here may not.
 */
class MonotonicTimeTests {

	@Test
	void clockOfTheMachineIsNotRead() {
		JavaClasses classes = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
			.importPackages("io.embeddedgateway.health", "io.embeddedgateway.service");
		ArchRuleDefinition.noClasses()
			.should()
			.callMethod(System.class, "currentTimeMillis")
			.orShould()
			.callMethod(Scheduler.class, "now", TimeUnit.class)
			.orShould()
			.dependOnClassesThat()
			.areAssignableTo(Clock.class)
			.orShould()
			.dependOnClassesThat()
			.areAssignableTo(Instant.class)
			.check(classes);
	}

}
