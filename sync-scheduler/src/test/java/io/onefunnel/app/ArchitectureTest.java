package io.onefunnel.app;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.onefunnel.app.demo.Demo;
import io.onefunnel.app.engine.OpenInstallation;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.EventAttributes;
import io.onefunnel.writeback.Pending;
import io.onefunnel.writeback.PendingAction;
import io.onefunnel.writeback.PendingChange;
import io.onefunnel.writeback.PendingCounts;
import io.onefunnel.writeback.ProposedMerge;
import io.onefunnel.writeback.actions.EventConsent;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;

/** Which part may know which. A rule that fails says what to do instead. */
@AnalyzeClasses(packages = "io.onefunnel", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    /** Every package of connector-core. */
    private static final String[] CORE = core(
            "model",
            "spi",
            "normalize",
            "identity",
            "funnel",
            "attribution",
            "scoring",
            "sla",
            "policy",
            "settings",
            "config",
            "writeback",
            "state",
            "pull",
            "resolve",
            "decide",
            "send");

    private static final String[] RULES = core("funnel", "identity", "attribution", "scoring", "sla");

    private static final String CALL = "io.onefunnel.spi.call..";

    private static final String JAVA = "java..";
    private static final String ANNOTATIONS = "org.jspecify..";

    @ArchTest
    static final ArchRule rulesArePure = classes()
            .that(resideInAnyPackage(RULES))
            .should()
            .onlyDependOnClassesThat(resideOutsideOfPackages("io.onefunnel..")
                    .or(resideInAnyPackage(core("model", "policy")))
                    .or(resideInAnyPackage(RULES)))
            .because("a rule decides from model values and the policy alone; let pull and send fetch, store and write");

    @ArchTest
    static final ArchRule normalizingKnowsOnlyWhatAVendorSaid = classes()
            .that(resideInAnyPackage(core("normalize")))
            .should()
            .onlyDependOnClassesThat(
                    resideOutsideOfPackages("io.onefunnel..").or(resideInAnyPackage(core("model", "spi", "normalize"))))
            .because("a canonical fact follows from the record and its mapping; what needs policy is a rule");

    @ArchTest
    static final ArchRule rulesHaveNoSideEffects = noClasses()
            .that(resideInAnyPackage(RULES).or(resideInAnyPackage(core("model", "normalize"))))
            .should()
            .dependOnClassesThat(resideInAnyPackage("java.io..", "java.nio.file..", "java.util.concurrent..")
                    .and(not(JavaClass.Predicates.type(java.io.Serializable.class)))
                    .and(not(JavaClass.Predicates.assignableTo(java.io.IOException.class)))
                    .and(not(JavaClass.Predicates.assignableTo(java.io.UncheckedIOException.class)))
                    .and(not(JavaClass.Predicates.assignableTo(java.io.InputStream.class)))
                    .and(not(JavaClass.Predicates.assignableTo(java.io.Reader.class)))
                    .and(not(JavaClass.Predicates.assignableTo(java.util.concurrent.ConcurrentMap.class))))
            .because("the same arguments must give the same decision; read what a rule needs in config, or ship"
                    + " it as a resource (streams), and keep calculated tables in a ConcurrentMap");

    @ArchTest
    static final ArchRule theModelStandsOnTheJdkAlone = classes()
            .that(resideInAnyPackage(core("model", "spi")).and(resideOutsideOfPackages(CALL)))
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(JAVA, ANNOTATIONS, "io.onefunnel.model..", "io.onefunnel.spi..")
                    .and(resideOutsideOfPackages(CALL)))
            .because("the contract is values; what makes calling easier is spi.call, which an adapter need not use");

    @ArchTest
    static final ArchRule retriesAreSaidInOnePlace = noClasses()
            .that(resideOutsideOfPackages(CALL))
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.github.resilience4j.."))
            .because("what is repeated, how often and after which waits is asked in one place; give spi.call.Backoff a"
                    + " RetryPolicy");

    @ArchTest
    static final ArchRule theModelKnowsNobody = classes()
            .that(resideInAnyPackage(core("model")))
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(JAVA, ANNOTATIONS, "io.onefunnel.model.."))
            .because("everybody else depends on it; what needs more than values belongs to who needs it");

    @ArchTest
    static final ArchRule policyIsValues = classes()
            .that(resideInAnyPackage(core("policy")))
            .should()
            .onlyDependOnClassesThat(
                    resideInAnyPackage(core("model", "policy")).or(resideInAnyPackage(JAVA, ANNOTATIONS)))
            .because("how a file is read is config's matter; a rule that is tested needs no file");

    @ArchTest
    static final ArchRule planningTouchesNoAdapter = noClasses()
            .that(resideInAnyPackage(core("writeback")))
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage(core("spi", "state", "normalize", "pull", "resolve", "decide", "send"))
                            .and(not(JavaClass.Predicates.assignableTo(Command.class)))
                            .and(not(JavaClass.Predicates.type(EventAttributes.class))))
            .because("a plan is a difference of values, and names commands without sending them; sending is send's");

    @ArchTest
    static final ArchRule stepsAreSiblings = slices().matching("io.onefunnel.(pull|resolve|decide|send)..")
            .should()
            .notDependOnEachOther()
            .because("each step is usable alone and hands over through rows; what two need belongs in state or spi");

    @ArchTest
    static final ArchRule theCoreHasNoCycles = slices().matching("io.onefunnel.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a package that its own users use cannot be read alone; move what both need below both");

    @ArchTest
    static final ArchRule theCoreSpeaksToNobody = noClasses()
            .that(resideInAnyPackage(CORE))
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                            "java.net..",
                            "java.sql..",
                            "javax.sql..",
                            "okhttp3..",
                            "org.quartz..",
                            "org.postgresql..",
                            "io.javalin..",
                            "com.sforce..")
                    // Spell a domain in ASCII and an address; they stand in java.net and open no connection.
                    .and(not(JavaClass.Predicates.type(java.net.IDN.class)))
                    .and(not(JavaClass.Predicates.type(java.net.URI.class))))
            .because("HTTP belongs in an adapter, SQL in store-postgres, Quartz in app.jobs");

    @ArchTest
    static final ArchRule adaptersKnowTheirContractAndNothingElse = classes()
            .that(resideInAnyPackage("io.onefunnel.salesforce..", "io.onefunnel.hubspot..", "io.onefunnel.marketo.."))
            .should()
            .onlyDependOnClassesThat(resideOutsideOfPackages("io.onefunnel..")
                    .or(resideInAnyPackage(
                            "io.onefunnel.spi..",
                            "io.onefunnel.model..",
                            "io.onefunnel.http..",
                            "io.onefunnel.salesforce..",
                            "io.onefunnel.hubspot..",
                            "io.onefunnel.marketo..")))
            .because("an adapter is told everything through spi; if something is missing there, add it there");

    @ArchTest
    static final ArchRule adaptersDoNotKnowEachOther = slices().matching("io.onefunnel.(salesforce|hubspot|marketo)..")
            .should()
            .notDependOnEachOther()
            .because("a vendor can be left out; what two adapters share belongs in spi");

    @ArchTest
    static final ArchRule theSandboxKnowsNeitherCoreNorAdapters = classes()
            .that(resideInAnyPackage("io.onefunnel.sandbox.."))
            .should()
            .onlyDependOnClassesThat(
                    resideOutsideOfPackages("io.onefunnel..").or(resideInAnyPackage("io.onefunnel.sandbox..")))
            .because("an adapter and its judge must not share a mistake: write it anew from the vendor's page");

    @ArchTest
    static final ArchRule theSampleCompanyKnowsTheSandboxAlone = classes()
            .that(resideInAnyPackage("io.onefunnel.sample.."))
            .should()
            .onlyDependOnClassesThat(resideOutsideOfPackages("io.onefunnel..")
                    .or(resideInAnyPackage("io.onefunnel.sample..", "io.onefunnel.sandbox..")))
            .because("what fills the vendors must not know what is to be found in them");

    @ArchTest
    static final ArchRule theProductShipsWithoutItsSandbox = noClasses()
            .that(resideInAnyPackage("io.onefunnel.app..", "io.onefunnel.store.."))
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("io.onefunnel.sandbox..", "io.onefunnel.sample..", "io.onefunnel.testkit.."))
            .because("the sandbox's libraries collide with the console's; start it as a process (SandboxProcess)");

    @ArchTest
    static final ArchRule theStoreDecidesNothing = classes()
            .that(resideInAnyPackage("io.onefunnel.store.."))
            .should()
            .onlyDependOnClassesThat(resideOutsideOfPackages("io.onefunnel..")
                    .or(resideInAnyPackage(
                            "io.onefunnel.store..",
                            "io.onefunnel.state..",
                            "io.onefunnel.model..",
                            "io.onefunnel.spi.."))
                    .or(JavaClass.Predicates.belongToAnyOf(
                            Pending.class,
                            PendingCounts.class,
                            PendingChange.class,
                            PendingAction.class,
                            ProposedMerge.class,
                            EventConsent.class)))
            .because("the store keeps rows; a rule that needs a query gets its answer in the case file");

    @ArchTest
    static final ArchRule partsOfTheStoreAreSiblings = slices().matching(
                    "io.onefunnel.store.(mirror|people|decisions|ledger|runs|tokens|reports)..")
            .should()
            .notDependOnEachOther()
            .because("each part knows its own tables; rows that several read are in store.records");

    @ArchTest
    static final ArchRule onlyJobsKnowQuartz = noClasses()
            .that(resideOutsideOfPackages("io.onefunnel.app.jobs.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.quartz.."))
            .because("Quartz ticks and decides nothing: put the work into a service of app.engine");

    @ArchTest
    static final ArchRule theApplicationHasNoCycles = slices().matching("io.onefunnel.app.(*)..")
            .should()
            .beFreeOfCycles()
            .because("the command line and the console render the same views and do not know each other;"
                    + " what starts them together belongs in io.onefunnel.app")
            .as("no two parts of the application know each other");

    @ArchTest
    static final ArchRule vendorsAreNamedNowhereInTheCore = noClasses()
            .that(resideInAnyPackage(CORE))
            .should()
            .haveSimpleNameContaining("Salesforce")
            .orShould()
            .haveSimpleNameContaining("HubSpot")
            .orShould()
            .haveSimpleNameContaining("Marketo")
            .because("SystemId alone lists the vendors; a class that knows one belongs in its adapter");

    @ArchTest
    static final ArchRule nobodyLooksAtTheClock = noClasses()
            .that(not(JavaClass.Predicates.type(OpenInstallation.class))
                    .and(not(JavaClass.Predicates.type(Demo.class)))
                    .and(resideOutsideOfPackages("io.onefunnel.sample")))
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now", java.time.ZoneId.class)
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now", java.time.ZoneId.class)
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(InstantSource.class, "system")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(Clock.class, "systemDefaultZone")
            .because("time is an argument: take an InstantSource, which OpenInstallation makes at the edge;"
                    + " a length of time may be measured with System.nanoTime");

    @ArchTest
    static final ArchRule oneLogger = noClasses()
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("java.util.logging..", "org.apache.log4j..", "org.apache.logging.."))
            .because("slf4j is the one way to log, so that run ids and redaction hold for every line");

    @ArchTest
    static final ArchRule onlyTheCommandLineEndsTheProgram = noClasses()
            .that(not(JavaClass.Predicates.type(Main.class)).and(resideOutsideOfPackages("io.onefunnel.sample")))
            .should()
            .callMethod(System.class, "exit", int.class)
            .because("whoever opened something must be able to close it: throw, and let Main choose the exit code");

    @ArchTest
    static final ArchRule adaptersHaveNoCycles = slices().matching("io.onefunnel.(salesforce|hubspot|marketo).(*)..")
            .should()
            .beFreeOfCycles()
            .because("client, pull, write, merge and check each know only those before them; each says the order");

    @ArchTest
    static void everyPackageThatARuleNamesExists(JavaClasses classes) {
        for (String name : CORE) {
            assertThat(classes.stream()
                            .anyMatch(each -> resideInAnyPackage(name).test(each)))
                    .as("no class in %s: a rule about it holds nothing", name)
                    .isTrue();
        }
    }

    private static String[] core(String... packages) {
        String[] names = new String[packages.length];
        for (int i = 0; i < names.length; i++) names[i] = "io.onefunnel." + packages[i] + "..";
        return names;
    }
}
