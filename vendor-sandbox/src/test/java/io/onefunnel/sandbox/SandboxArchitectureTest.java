package io.onefunnel.sandbox;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which part of the sandbox may know which. A rule that fails says what to do instead. */
@AnalyzeClasses(packages = "io.onefunnel.sandbox", importOptions = ImportOption.DoNotIncludeTests.class)
class SandboxArchitectureTest {
    @ArchTest
    static final ArchRule packagesHaveNoCycles = slices().matching("io.onefunnel.(**)")
            .should()
            .beFreeOfCycles()
            .because("a vendor is read from api and store up to its endpoints;"
                    + " what two packages need from each other belongs below both");

    @ArchTest
    static final ArchRule vendorsDoNotKnowEachOther = slices().matching(
                    "io.onefunnel.sandbox.(salesforce|hubspot|marketo)..")
            .should()
            .notDependOnEachOther()
            .because("the real ones do not either; what all vendors are given belongs in vendor");
}
