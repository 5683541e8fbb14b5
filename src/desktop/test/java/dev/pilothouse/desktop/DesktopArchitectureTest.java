package dev.pilothouse.desktop;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.pilothouse.WithoutTests;
import java.util.List;

/** Checks the dependency rule of docs/architecture.md for the packages that only the desktop build has. */
@AnalyzeClasses(packages = "dev.pilothouse", importOptions = WithoutTests.class)
final class DesktopArchitectureTest {

    private static final String DESKTOP = "dev.pilothouse.desktop.";

    @ArchTest
    static final ArchRule theServerLibraryStaysInTheBridgeServer = noClasses()
            .that(declaredOutsideOf(DESKTOP + "bridge.BridgeServer"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.eclipse.jetty..")
            .because("everything behind the socket also runs in-process, for the window of the same machine");

    @ArchTest
    static final ArchRule zxingStaysInTheRendererAndTheScanner = noClasses()
            .that(declaredOutsideOf(DESKTOP + "pairing.QrRenderer", "dev.pilothouse.pairing.QrImageScanner"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.google.zxing..")
            .because("one draws codes and one reads them, and nobody else needs to know of what they are made");

    @ArchTest
    static final ArchRule theMdnsLibraryStaysInDiscovery = noClasses()
            .that()
            .resideOutsideOfPackage(DESKTOP + "discovery..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("javax.jmdns..")
            .because("what is heard in a network is a hint, and one place says so");

    @ArchTest
    static final ArchRule processesAreStartedInOnePlace = noClasses()
            .that()
            // The demo agent is a separate program at the other end of the pipes, and has children as real agents do.
            .resideOutsideOfPackages(DESKTOP + "process..", DESKTOP + "demo..")
            // Asks the system once and waits a bounded time for the answer; leaves nothing running that needs an owner.
            .and(declaredOutsideOf(DESKTOP + "SystemAppearance"))
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ProcessBuilder.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Process.class)
            .because("a process has one owner, which drains both pipes and ends the whole tree");

    @ArchTest
    static final ArchRule theCommandLineLibraryStaysInCli = noClasses()
            .that()
            .resideOutsideOfPackage(DESKTOP + "cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..")
            .because("commands are thin, over the same classes as the window");

    @ArchTest
    static final ArchRule theHostRunsWithoutAToolkit = noClasses()
            .that()
            .resideInAnyPackage(
                    DESKTOP + "host..",
                    DESKTOP + "process..",
                    DESKTOP + "agent..",
                    DESKTOP + "journal..",
                    DESKTOP + "bridge..",
                    DESKTOP + "tunnel..",
                    DESKTOP + "cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("javafx..")
            .because("a server has no display");

    private DesktopArchitectureTest() {}

    /** Matches classes that are neither one of the named top-level classes nor nested in one. */
    private static DescribedPredicate<JavaClass> declaredOutsideOf(String... names) {
        List<String> wanted = List.of(names);
        return describe(
                "are declared outside of " + wanted,
                type -> !wanted.contains(outermost(type).getName()));
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(DesktopArchitectureTest::outermost).orElse(type);
    }
}
