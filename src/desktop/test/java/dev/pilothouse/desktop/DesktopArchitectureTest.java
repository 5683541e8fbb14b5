package dev.pilothouse.desktop;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.pilothouse.WithoutTests;
import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.agent.AgentLauncher;
import dev.pilothouse.desktop.agent.ExternalListing;
import dev.pilothouse.desktop.job.JobResult;
import dev.pilothouse.desktop.worktree.WorktreeProvider;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.JobStatus;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.TunnelInfo;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.Hosts;
import dev.pilothouse.session.IntentResult;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
    /** Types that show a sentence of a host. Each has a constructor or a factory for plain texts, which tests use. */
    private static final Set<Class<?>> SENTENCES = Set.of(
            HostMessage.Failure.class,
            HostMessage.Bye.class,
            HostGateway.Reply.Refused.class,
            IntentResult.Refused.class,
            Hosts.PairingResult.Failed.class,
            ConnectionState.Lost.class,
            ConnectionState.Refused.class,
            JobResult.class,
            JobStatus.class,
            TunnelInfo.class,
            AgentLauncher.Launch.Refused.class,
            ExternalListing.Refused.class,
            WorktreeProvider.Preparation.Refused.class,
            AgentEvent.StartFailed.class,
            AgentEvent.LoginNeeded.class,
            AgentEvent.TurnDone.class,
            AgentEvent.Remark.class,
            AgentEvent.Exited.class,
            SessionUpdate.Note.class,
            SessionUpdate.AgentExited.class,
            SessionUpdate.LoginNeeded.class,
            SessionUpdate.TurnEnded.class);

    /** The classes that show the words of others as they are, and why they are not the host's. */
    private static final Map<String, String> WORDS_OF_OTHERS = Map.ofEntries(
            Map.entry(DESKTOP + "acp.AcpAgent", "the agent's error at the end of a turn"),
            Map.entry(DESKTOP + "acp.AcpMessages", "the agent's reason to stop"),
            Map.entry(DESKTOP + "acp.AcpUpdates", "the agent's notice"),
            Map.entry(DESKTOP + "git.GitOutput", "git's last lines"),
            Map.entry(DESKTOP + "journal.IoErrorText", "the system's message"),
            Map.entry(DESKTOP + "bridge.MessageWriter", "the head of a sentence that is too long for a message"),
            Map.entry(DESKTOP + "demo.DemoTurn", "the demo agent, a program of its own"),
            Map.entry(DESKTOP + "HostInWindow", "the system's message about a file of the data folder"),
            Map.entry("dev.pilothouse.protocol.HostTextCodec", "reads what a host has sent"));

    @ArchTest
    static final ArchRule everySentenceOfAHostHasACode = noClasses()
            .that(describe("show no sentence", type -> !isSentence(type)))
            .and()
            // A demo without a host speaks with the texts of the window.
            .resideOutsideOfPackage("dev.pilothouse.recording..")
            .should()
            .callCodeUnitWhere(describe(
                    "makes a sentence of a plain text",
                    call -> isSentence(call.getTargetOwner()) && isOfPlainText(call.getTarget())))
            .because("a window shows it in the language of the person; HostTextCode says how to add a text");

    @ArchTest
    static final ArchRule onlyTheWordsOfOthersHaveNoCode = noClasses()
            .that(declaredOutsideOf(WORDS_OF_OTHERS.keySet().toArray(new String[0])))
            .and(describe("show no sentence", type -> !isSentence(type)))
            .and()
            .doNotHaveFullyQualifiedName(HostText.class.getName())
            .should()
            .callMethod(HostText.class, "untranslated", String.class)
            .because("a text without a code stays in English in every window");

    private static boolean isSentence(JavaClass type) {
        return SENTENCES.stream().anyMatch(type::isEquivalentTo);
    }

    private static boolean isOfPlainText(AccessTarget.CodeUnitAccessTarget target) {
        List<String> parameters =
                target.getRawParameterTypes().stream().map(JavaClass::getName).toList();
        return (target.getName().equals("<init>") || !target.getRawReturnType().isEquivalentTo(String.class))
                && parameters.contains(String.class.getName())
                && !parameters.contains(HostText.class.getName())
                && !parameters.contains(HostText.Code.class.getName());
    }

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
