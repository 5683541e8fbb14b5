package dev.pilothouse;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import dev.pilothouse.model.JobStatus;
import dev.pilothouse.model.TunnelInfo;
import dev.pilothouse.pairing.TicketParseResult;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.Hosts;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.ui.fx.NonBlinkingCaret;
import java.net.ServerSocket;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javafx.application.Platform;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import org.jspecify.annotations.NullMarked;

/** The dependency rule of docs/architecture.md, for all code that a phone compiles too. */
@AnalyzeClasses(packages = "dev.pilothouse", importOptions = WithoutTests.class)
final class ArchitectureTest {

    private static final String ROOT = "dev.pilothouse.";

    private static final String[] PLATFORMS = {ROOT + "desktop..", ROOT + "android..", ROOT + "ios.."};

    @ArchTest
    static final ArchRule layersOnlyLookDown = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("dev.pilothouse..")
            .withOptionalLayers(true)
            .layer("model")
            .definedBy(ROOT + "model..")
            .layer("core")
            .definedBy(
                    ROOT + "protocol..",
                    ROOT + "session..",
                    ROOT + "pairing..",
                    ROOT + "secure..",
                    ROOT + "pulse..",
                    ROOT + "platform..")
            .layer("bridge")
            .definedBy(ROOT + "bridge..", ROOT + "cache..", ROOT + "recording..")
            .layer("ui")
            .definedBy(ROOT + "ui..")
            .layer("app")
            .definedBy(ROOT + "app..")
            .layer("platforms")
            .definedBy(PLATFORMS)
            .whereLayer("model")
            .mayNotAccessAnyLayer()
            .whereLayer("core")
            .mayOnlyAccessLayers("model")
            .whereLayer("bridge")
            .mayOnlyAccessLayers("model", "core")
            .whereLayer("ui")
            .mayOnlyAccessLayers("model", "core")
            .whereLayer("app")
            .mayOnlyAccessLayers("model", "core", "bridge", "ui")
            .whereLayer("platforms")
            .mayNotBeAccessedByAnyLayer()
            .because("a phone, a desktop and a test each compose the same core from above");

    @ArchTest
    static final ArchRule theModelIsPlainJava = classes()
            .that()
            .resideInAPackage(ROOT + "model..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify.annotations..", ROOT + "model..")
            .because("host, client and wire share it, and none may tie the others to a library");

    @ArchTest
    static final ArchRule theCoreKnowsNoJavaFx = noClasses()
            .that()
            .resideInAnyPackage(
                    ROOT + "model..",
                    ROOT + "protocol..",
                    ROOT + "session..",
                    ROOT + "bridge..",
                    ROOT + "cache..",
                    ROOT + "recording..",
                    ROOT + "secure..",
                    ROOT + "pairing..",
                    ROOT + "pulse..",
                    // Not platform.attach: Gluon Attach reports sizes and insets in JavaFX types.
                    ROOT + "platform")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("javafx..")
            .because("the headless host and the tests run it without a toolkit");

    @ArchTest
    static final ArchRule presentersSeeNoSceneGraph = noClasses()
            .that(named("Presenter"))
            .should()
            .dependOnClassesThat(resideInAnyPackage("javafx..")
                    .and(not(resideInAnyPackage("javafx.beans..", "javafx.collections..", "javafx.util.."))))
            .because("a presenter is tested without a display; properties and lists are enough to bind to");

    @ArchTest
    static final ArchRule theUiSeesNeitherBridgeNorProtocol = noClasses()
            .that()
            .resideInAPackage(ROOT + "ui..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + "bridge..", ROOT + "cache..", ROOT + "recording..", ROOT + "protocol..")
            .because("it reads SessionStore and writes the gateways, so it cannot tell near from far");

    /** The packages that the screens share. Each other package of the user interface is a feature, or the shell. */
    private static final Set<String> COMMON_UI =
            Set.of("fx", "text", "diff", "markdown", "attachment", "folder", "status");

    @ArchTest
    static final ArchRule featuresSeeCommonPackagesOnly = slices().matching(ROOT + "ui.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(resideInAPackage(ROOT + "ui.shell.."), alwaysTrue())
            .ignoreDependency(
                    alwaysTrue(),
                    describe(
                            "are common",
                            type -> COMMON_UI.stream()
                                    .anyMatch(name -> type.getPackageName().equals(ROOT + "ui." + name))))
            .because("a change to one screen is not to reach another; the shell composes them");

    @ArchTest
    static final ArchRule refusalsAreShownInTheLanguageOfThePerson = noClasses()
            .that()
            .resideInAPackage("dev.pilothouse.ui..")
            .should()
            .callMethod(HostGateway.Reply.Refused.class, "text")
            .orShould()
            .callMethod(IntentResult.Refused.class, "text")
            .orShould()
            .callMethod(Hosts.PairingResult.Failed.class, "text")
            .orShould()
            .callMethod(ConnectionState.Lost.class, "reason")
            .orShould()
            .callMethod(ConnectionState.Refused.class, "text")
            .orShould()
            .callMethod(JobStatus.class, "text")
            .orShould()
            .callMethod(TunnelInfo.class, "text")
            .orShould()
            .callMethod(TicketParseResult.Unreadable.class, "text")
            .because("the host's sentences are translated by HostTexts");

    @ArchTest
    static final ArchRule nobodySeesAPlatform = noClasses()
            .that()
            .resideOutsideOfPackages(PLATFORMS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(PLATFORMS)
            .because("a phone build does not contain the others");

    @ArchTest
    static final ArchRule onlyAPlatformSeesTheApp = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + "app..", PLATFORMS[0], PLATFORMS[1], PLATFORMS[2])
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + "app..")
            .because("the composition is the last thing built and the first thing changed");

    @ArchTest
    static final ArchRule processesAndListeningSocketsAreForTheDesktop = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "desktop..")
            .should()
            .dependOnClassesThat(describe(
                    "start a process or listen",
                    type -> (type.getPackageName().equals("java.lang")
                                    && type.getSimpleName().startsWith("Process"))
                            || type.isAssignableTo(ServerSocket.class)
                            || type.isAssignableTo(ServerSocketChannel.class)
                            || type.isAssignableTo(AsynchronousServerSocketChannel.class)))
            .orShould()
            .callMethodWhere(describe(
                    "the target is Runtime.exec",
                    call -> call.getTargetOwner().isAssignableTo(Runtime.class)
                            && call.getName().equals("exec")))
            .because("a phone has no host in it");

    @ArchTest
    static final ArchRule thereIsOneDoorToTheSceneGraph = noClasses()
            .that(declaredOutsideOf(ROOT + "ui.fx.FxPulse", ROOT + "ui.fx.FxExecutor"))
            .should()
            .callMethod(Platform.class, "runLater", Runnable.class)
            .because("session state goes through FxPulse, at most once per frame, and all else through FxExecutor");

    @ArchTest
    static final ArchRule noCaretAsksForFrames = classes()
            .that(describe(
                    "make a field to type in",
                    made -> made.getConstructorCallsFromSelf().stream()
                            .anyMatch(call -> call.getTargetOwner().isEquivalentTo(TextField.class)
                                    || call.getTargetOwner().isEquivalentTo(TextArea.class))))
            .should(callRestingCaret())
            .because("a caret that blinks makes sixty frames a second for as long as the field has the focus");

    private static ArchCondition<JavaClass> callRestingCaret() {
        return ArchCondition.from(describe(
                "let its caret stand still",
                made -> made.getMethodCallsFromSelf().stream()
                        .anyMatch(call -> call.getTargetOwner().isEquivalentTo(NonBlinkingCaret.class))));
    }

    @ArchTest
    static final ArchRule okHttpStaysInItsAdapter = noClasses()
            .that(declaredOutsideOf(
                    ROOT + "bridge.OkHttpTransport",
                    ROOT + "desktop.push.OkHttpWebhookClient",
                    ROOT + "desktop.push.OkHttpAnswerReader",
                    ROOT + "desktop.http.OkHttpPublicDns",
                    ROOT + "desktop.http.LazyOkHttpClient",
                    ROOT + "desktop.platform.OkHttpReleaseFeed",
                    ROOT + "desktop.registry.OkHttpArchiveClient"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("okhttp3..", "okio..")
            .because(
                    "Transport and WebhookClient are the ports, and the in-process twin of the one must stay its equal");

    @ArchTest
    static final ArchRule theNoiseLibraryStaysInSecure = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "secure..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.southernstorm..")
            .because("its cipher states are not thread-safe, and what it does not check is checked there");

    @ArchTest
    static final ArchRule gluonAttachStaysInItsAdapters = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + "platform.attach..", ROOT + "android..", ROOT + "ios..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.gluonhq..")
            .because("a device may lack a service; the ports say so, the library does not");

    @ArchTest
    static final ArchRule jsonIsWrittenByHand = noClasses()
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Gson.class)
            .because("it maps by reflection, which a native image does not have");

    @ArchTest
    static final ArchRule namesSayWhatAClassIs = noClasses()
            .should()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Base")
            .because("such a name says where the code lies, and not what it is for");

    @ArchTest
    static final ArchRule thereIsOneManager = classes()
            .that()
            .haveSimpleNameEndingWith("Manager")
            .should()
            .haveSimpleName("ServerManager")
            .because("one class owns every process, and no other manages anything")
            // Without the desktop sources, this rule matches no class.
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles = slices().matching("dev.pilothouse.(**)")
            .should()
            .beFreeOfCycles()
            .because("what cannot be taken apart cannot be understood apart");

    @ArchTest
    static void everyPackageSaysWhereNullIsPossible(JavaClasses program) {
        Set<String> unchecked = new TreeSet<>();
        for (JavaClass type : program) {
            if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                unchecked.add(type.getPackageName());
            }
        }
        assertThat(unchecked).isEmpty();
    }

    private ArchitectureTest() {}

    /** A top-level class whose name has this suffix, and all classes nested in it. */
    private static DescribedPredicate<JavaClass> named(String suffix) {
        return describe(
                "are named *" + suffix, type -> outermost(type).getSimpleName().endsWith(suffix));
    }

    /** Neither one of the named top-level classes nor nested in one. */
    private static DescribedPredicate<JavaClass> declaredOutsideOf(String... names) {
        List<String> wanted = List.of(names);
        return describe(
                "are declared outside of " + wanted,
                type -> !wanted.contains(outermost(type).getName()));
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
    }
}
