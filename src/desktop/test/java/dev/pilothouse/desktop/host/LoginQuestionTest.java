package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.agent.AgentLauncher.LaunchRequest;
import dev.pilothouse.model.AgentTrial.LoginMethod;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.ContextRestore;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.PromptSupport;
import dev.pilothouse.model.Scope;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionState;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The question which login an agent starts. */
class LoginQuestionTest {
    private static final List<LoginMethod> METHODS = List.of(
            new LoginMethod("google", "Log in with Google", "In a browser", ""),
            new LoginMethod("key", "Use a key", "", ""));

    @TempDir
    Path folder;

    private SessionRig rig;

    @BeforeEach
    void create() {
        rig = SessionRig.on(folder);
        rig.create("hello");
    }

    private void needsLogin() {
        rig.agent().emit(new AgentEvent.LoginNeeded("fake login", HostText.untranslated("Log in first."), METHODS));
        rig.run();
    }

    private SessionState state() {
        return rig.stateOfFile();
    }

    private Pending question() {
        assertThat(state().open()).hasSize(1);
        return state().open().get(0).pending();
    }

    private Intent answer(String option) {
        return new Intent.AnswerPending(rig.sessionId(), question().pendingId(), new Answer.Option(option));
    }

    @Test
    void theSessionAsksForOneOfTheAgentsLogins() {
        needsLogin();

        assertThat(state().activity().phase()).isEqualTo(SessionPhase.NEEDS_LOGIN);
        assertThat(question().title()).startsWith("How should the agent log in?");
        assertThat(question().detail()).isEqualTo("- Log in with Google: In a browser");
        assertThat(question().options())
                .extracting(PendingOption::name)
                .containsExactly("Log in with Google", "Use a key", "Not now");
        assertThat(question().scope()).isEqualTo(Scope.STEER);
    }

    @Test
    void theAnswerStartsTheAgentWithThatLoginOnce() {
        needsLogin();
        rig.accepted(answer("login:key"));
        assertThat(state().activity().phase()).isEqualTo(SessionPhase.STARTING);
        assertThat(state().open()).isEmpty();
        rig.agent().emit(new AgentEvent.Ready("Fake", "1", "a1", ContextRestore.NEW, PromptSupport.NONE));
        rig.run();
        rig.agent().emit(new AgentEvent.Exited(0, true, ""));
        rig.run();
        rig.accepted(new Intent.ResumeSession(rig.sessionId()));

        assertThat(rig.launches().requests).extracting(LaunchRequest::login).containsExactly(null, "key", null);
    }

    @Test
    void notNowLeavesTheSessionAsItIs() {
        needsLogin();
        rig.accepted(answer("loginLater"));

        assertThat(state().activity().phase()).isEqualTo(SessionPhase.NEEDS_LOGIN);
        assertThat(rig.launches().requests).hasSize(1);
    }

    @Test
    void theQuestionIsStillAnsweredAfterARestartOfTheHost() {
        needsLogin();
        rig.reload();

        rig.accepted(answer("login:google"));

        assertThat(rig.launches().requests).extracting(LaunchRequest::login).endsWith("google");
    }

    @Test
    void aStartByHandOrAnEndClosesTheQuestion() {
        needsLogin();
        rig.accepted(new Intent.ResumeSession(rig.sessionId()));
        assertThat(state().open()).isEmpty();

        needsLogin();
        assertThat(question().options()).hasSize(3);
        rig.accepted(new Intent.CloseSession(rig.sessionId()));
        assertThat(state().open()).isEmpty();
    }

    @Test
    void aDeviceThatMayOnlyAnswerDoesNotLogIn() {
        needsLogin();
        Intent answer = answer("login:key");
        rig.submitAs("r1", Scope.ANSWER, answer);
        rig.run();

        assertThat(rig.results())
                .last()
                .isInstanceOfSatisfying(
                        IntentResult.Refused.class, no -> assertThat(no.code()).isEqualTo(ErrorCode.FORBIDDEN));
        assertThat(rig.launches().requests).hasSize(1);
    }

    @Test
    void anAgentWithoutALoginOfItsOwnIsNotAskedAbout() {
        rig.agent().emit(new AgentEvent.LoginNeeded("fake login", "Log in first."));
        rig.run();

        assertThat(state().open()).isEmpty();
    }

    @Test
    void wordsOfTheAgentAreNoMarkupAndHaveABound() {
        List<LoginMethod> odd = List.of(
                new LoginMethod("a", "[Open](https://evil.example)", "*all* " + "x".repeat(500), ""),
                new LoginMethod("b", "\u200b", "", ""));
        rig.agent().emit(new AgentEvent.LoginNeeded("", HostText.untranslated("Log in first."), odd));
        rig.run();

        assertThat(question().detail())
                .startsWith("- \\[Open\\]\\(https\\:\\/\\/evil\\.example\\): \\*all\\* x")
                .hasSizeLessThan(400);
        assertThat(question().options()).extracting(PendingOption::name).contains("b");
    }

    @Test
    void aSessionThatIsBeingClosedAsksNothing() {
        rig.accepted(new Intent.CloseSession(rig.sessionId()));
        needsLogin();

        assertThat(state().open()).isEmpty();
    }
}
