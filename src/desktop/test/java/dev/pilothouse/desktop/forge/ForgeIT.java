package dev.pilothouse.desktop.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pilothouse.desktop.forge.Forge.CheckList;
import dev.pilothouse.desktop.forge.Forge.Head;
import dev.pilothouse.desktop.forge.Forge.Proposal;
import dev.pilothouse.desktop.forge.Forge.PullRequest;
import dev.pilothouse.desktop.process.CommandLookup;
import dev.pilothouse.desktop.process.ProcessRegistry;
import dev.pilothouse.model.PullRequestInfo;
import dev.pilothouse.model.PullRequestReference.Repository;
import dev.pilothouse.model.PullRequestState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Both forges through the command lines of {@code gh} and {@code glab}: their stand-in, and the real programs where they
 * are installed. {@code -Dforge.programs=DIR} names a folder that has the real ones.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-in is a shell script")
class ForgeIT {
    @TempDir
    Path work;

    private TestForge server;
    private ForgeProgram program;

    /** The programs that answer. */
    enum Program {
        GH_STAND_IN,
        GH,
        GLAB_STAND_IN,
        GLAB;

        boolean isGitHub() {
            return this == GH || this == GH_STAND_IN;
        }

        boolean isStandIn() {
            return this == GH_STAND_IN || this == GLAB_STAND_IN;
        }
    }

    @BeforeEach
    void start() throws Exception {
        server = new TestForge();
    }

    @AfterEach
    void stop() {
        program.close();
        server.close();
    }

    private Forge forge(Program which) throws Exception {
        Path programs = Path.of(
                System.getProperty("forge.programs", work.resolve("none").toString()));
        if (which.isStandIn()) {
            programs = work.resolve("programs");
            ForgeStandIn.install(programs);
        }
        Map<String, String> environment = server.environment(work.resolve("home"), programs);
        String command = which.isGitHub() ? "gh" : "glab";
        program = new ForgeProgram(
                new ForgeProgram.Settings(command, ProcessRegistry.none(), "test", () -> environment),
                work,
                Clock.systemUTC());
        assumeTrue(CommandLookup.of(environment).find(command, work).isPresent(), command + " is not installed here");
        return which.isGitHub() ? new GhForge(program) : new GlabForge(program);
    }

    private static Repository shop(Program which) {
        return new Repository(which.isGitHub() ? TestForge.GITHUB : TestForge.GITLAB, "pilot/shop");
    }

    private static Head head(Program which, String branch) {
        return new Head(shop(which), shop(which), branch);
    }

    @ParameterizedTest
    @EnumSource
    void aPullRequestIsCreatedAndThenFoundByItsBranch(Program which) throws Exception {
        Forge forge = forge(which);
        assertThat(forge.find(head(which, "fix/login race"))).isEmpty();

        PullRequest made = forge.create(
                head(which, "fix/login race"), new Proposal("main", "Fix “login” & more", "Two\n\nlines", true));

        assertThat(made.info().number()).isEqualTo(1);
        assertThat(made.info().state()).isEqualTo(PullRequestState.DRAFT);
        assertThat(made.info().url()).startsWith("https://").contains("1");
        assertThat(forge.find(head(which, "fix/login race"))).contains(made);
        assertThat(forge.read(shop(which), 1)).contains(made);
        assertThat(forge.read(shop(which), 2)).isEmpty();
        assertThat(server.pulls().get(0).get("title").getAsString()).endsWith("Fix “login” & more");
        assertThat(server.pulls().get(0).get("body").getAsString()).isEqualTo("Two\n\nlines");
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerThatHasNotChangedIsAskedForByItsTag(Program which) throws Exception {
        Forge forge = forge(which);
        server.addPull("fix", "c1");
        PullRequest first = forge.find(head(which, "fix")).orElseThrow();

        assertThat(forge.find(head(which, "fix"))).contains(first);
        assertThat(server.requests()).hasSize(2).last().asString().endsWith(" 304");

        server.change(1, "title", "Another title");
        assertThat(forge.find(head(which, "fix")).orElseThrow().info().title()).isEqualTo("Another title");
    }

    @ParameterizedTest
    @EnumSource
    void checksAreCountedAndTheLastLinesOfAFailedOneAreRead(Program which) throws Exception {
        Forge forge = forge(which);
        server.addPull("fix", "c1");
        server.addCheck("c1", 11, "build", "success");
        server.addCheck("c1", 12, "test", "failure");
        server.addCheck("c1", 13, "lint", "");
        server.addCheck("c1", 14, "docs", "skipped");

        CheckList checks =
                forge.checks(shop(which), forge.find(head(which, "fix")).orElseThrow());

        assertThat(checks.counts()).isEqualTo(new PullRequestInfo.Checks(1, 1, 1));
        assertThat(checks.failed()).extracting(Forge.FailedCheck::name).containsExactly("test");
        List<String> lines = forge.failedLines(shop(which), checks.failed().get(0));
        assertThat(lines).containsExactly("FAIL LoginTest", "expected 200 but was 500");
    }

    @ParameterizedTest
    @EnumSource
    void aMissingLoginIsToldApartFromOtherFailures(Program which) throws Exception {
        Forge forge = forge(which);
        server.loggedIn(false);

        assertThatThrownBy(() -> forge.find(head(which, "fix"))).isInstanceOfSatisfying(ForgeException.class, told -> {
            assertThat(told.why()).isEqualTo(ForgeException.Cause.LOGGED_OUT);
            assertThat(told.sentence().text()).contains("auth login");
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"GH_STAND_IN", "GH"})
    void aProgramWithoutAnyLoginSaysSo(Program which) throws Exception {
        Forge forge = forge(which);
        Files.writeString(work.resolve("home/config/gh/hosts.yml"), "");

        assertThatThrownBy(() -> forge.find(head(which, "fix")))
                .isInstanceOfSatisfying(
                        ForgeException.class,
                        told -> assertThat(told.why()).isEqualTo(ForgeException.Cause.LOGGED_OUT));
        assertThat(server.requests()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aLimitIsToldWithItsEnd(Program which) throws Exception {
        Forge forge = forge(which);
        server.limitedUntil(1_900_000_000L);

        assertThatThrownBy(() -> forge.find(head(which, "fix"))).isInstanceOfSatisfying(ForgeException.class, told -> {
            assertThat(told.why()).isEqualTo(ForgeException.Cause.LIMITED);
            assertThat(told.until()).isEqualTo(Instant.ofEpochSecond(1_900_000_000L));
        });
    }

    @ParameterizedTest
    @EnumSource
    void aRefusalHasTheReasonOfTheForge(Program which) throws Exception {
        Forge forge = forge(which);
        forge.create(head(which, "fix"), new Proposal("main", "One", "", false));

        assertThatThrownBy(() -> forge.create(head(which, "fix"), new Proposal("main", "Two", "", false)))
                .isInstanceOfSatisfying(
                        ForgeException.class,
                        told -> assertThat(told.sentence().text()).contains("already exists"));
        assertThat(server.pulls()).hasSize(1);
    }
}
