package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.question.QuestionAnswer;
import dev.pilothouse.desktop.question.QuestionHandler;
import dev.pilothouse.desktop.question.QuestionRequest;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.ContextRestore;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.PendingAnswer;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.PromptSupport;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.WhenBusy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Questions of the host in the inbox of a session. */
class HostQuestionTest {
    private static final String ASKER = "test/one";

    @TempDir
    Path folder;

    private SessionRig rig;
    private final List<String> answers = new ArrayList<>();
    private boolean asking = true;

    private void create() {
        rig = SessionRig.on(folder);
        QuestionHandler handler = new QuestionHandler() {
            @Override
            public boolean isAsking(String asker) {
                return asking;
            }

            @Override
            public void onAnswer(String asker, String key, QuestionAnswer answer) {
                answers.add(asker + " " + key + " " + answer.optionId() + " by " + answer.deviceName());
            }

            @Override
            public void onNotAsked(String asker, String key, HostText reason) {
                answers.add(reason.text());
            }

            @Override
            public void onSessionRemoved(SessionId sessionId) {}
        };
        rig.questions().register("test", handler);
        rig.questions().register("budget", handler);
        rig.create(null);
        rig.run();
    }

    private void ready() {
        rig.agent().emit(new AgentEvent.Ready("Demo", "1", "a1", ContextRestore.NEW, PromptSupport.NONE));
        rig.run();
    }

    private void ask(String key) {
        ask(ASKER, key);
    }

    private void ask(String asker, String key) {
        rig.session()
                .ask(new QuestionRequest(
                        rig.sessionId(),
                        asker,
                        key,
                        Scope.STEER,
                        HostText.of(HostTextCode.TURN_OVER),
                        "```\nmake\n```",
                        List.of(
                                new PendingOption("allow", "Allow", PendingOption.Kind.ALLOW_ONCE),
                                new PendingOption("doNotAllow", "Do not allow", PendingOption.Kind.REJECT_ONCE))));
        rig.run();
    }

    private SessionState state() {
        return rig.stateOfFile();
    }

    private PendingId open() {
        assertThat(state().open()).hasSize(1);
        return state().open().get(0).pending().pendingId();
    }

    private Intent allow() {
        return new Intent.AnswerPending(rig.sessionId(), open(), new Answer.Option("allow"));
    }

    @Test
    void anAnswerGoesOnceToTheHostAndNothingOfItToTheAgent() {
        create();
        ready();
        ask("first");
        Intent answer = allow();

        rig.accepted(answer);
        assertThat(rig.refused(answer).code()).isEqualTo(ErrorCode.ALREADY_ANSWERED);

        assertThat(answers).containsExactly("test/one first allow by Test device");
        assertThat(rig.agent().commands).noneMatch(command -> command.startsWith("answer"));
        assertThat(state().activity().phase()).isEqualTo(SessionPhase.IDLE);
    }

    @Test
    void aQuestionWaitsInASessionWhoseAgentDoesNotRun() {
        create();
        ready();
        rig.accepted(new Intent.CloseSession(rig.sessionId()));
        rig.agent().emit(new AgentEvent.Exited(0, true, ""));
        rig.run();
        ask("first");
        assertThat(state().activity().phase()).isEqualTo(SessionPhase.GONE);

        rig.accepted(allow());

        assertThat(answers).hasSize(1);
        assertThat(state().activity().phase()).isEqualTo(SessionPhase.GONE);
    }

    @Test
    void aPromptThatWaitedForABudgetOverARestartStartsAfterTheRaise() {
        create();
        ready();
        rig.overBudget(true);
        rig.accepted(new Intent.Prompt(rig.sessionId(), "Go.", WhenBusy.QUEUE));
        ask("budget/b1/s1", "first");
        rig.reload();
        assertThat(state().activity().phase()).isEqualTo(SessionPhase.GONE);
        assertThat(state().queue()).hasSize(1);

        asking = false;
        rig.overBudget(false);
        assertThat(state().activity().phase()).isEqualTo(SessionPhase.STARTING);
        ready();

        assertThat(state().queue()).isEmpty();
        assertThat(state().activity().turn()).isNotNull();
    }

    @Test
    void aPromptThatWaitedForABudgetStartsIfItHasBegunAgainWhileNoHostRan() {
        create();
        ready();
        rig.overBudget(true);
        rig.accepted(new Intent.Prompt(rig.sessionId(), "Go.", WhenBusy.QUEUE));
        ask("budget/b1/s1", "first");
        asking = false;
        rig.reload();

        assertThat(state().activity().phase()).isEqualTo(SessionPhase.STARTING);
    }

    @Test
    void aQuestionAboutABudgetEndsWithTheLastPromptThatWaitsForIt() {
        create();
        ready();
        rig.overBudget(true);
        rig.accepted(new Intent.Prompt(rig.sessionId(), "One.", WhenBusy.QUEUE));
        rig.accepted(new Intent.Prompt(rig.sessionId(), "Two.", WhenBusy.QUEUE));
        ask("budget/b1/" + rig.sessionId(), "first");
        ask("other");
        remove();
        assertThat(state().open()).hasSize(2);
        remove();

        assertThat(state().open())
                .extracting(each -> each.pending().host().asker())
                .containsExactly(ASKER);
    }

    private void remove() {
        rig.accepted(
                new Intent.RemoveQueued(rig.sessionId(), state().queue().get(0).queueId()));
        rig.run();
    }

    @Test
    void anAnswerWaitsForTheDisk() {
        create();
        ready();
        ask("first");
        Intent answer = allow();
        rig.holdDisk();

        rig.submit(answer);
        rig.run();
        assertThat(answers).isEmpty();
        rig.releaseDisk();
        rig.run();

        assertThat(answers).hasSize(1);
    }

    @Test
    void aDeviceWithTooNarrowAScopeIsRefusedAndTheQuestionStaysOpen() {
        create();
        ready();
        ask("first");

        rig.submitAs("r1", Scope.ANSWER, allow());
        rig.run();

        IntentResult.Refused refused =
                (IntentResult.Refused) rig.results().get(rig.results().size() - 1);
        assertThat(refused.code()).isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(refused.sentence().code().word()).isEqualTo(HostTextCode.NEEDS_SCOPE_STEER.word());
        assertThat(answers).isEmpty();
        open();
    }

    @Test
    void anAnswerOfADeviceThatLosesItsScopeMeanwhileDoesNotCount() {
        create();
        rig.rights((device, needed) -> needed != Scope.STEER);
        rig.reload();
        ask("first");

        rig.accepted(allow());

        assertThat(answers).containsExactly("test/one first  by Test device");
    }

    @Test
    void theEndOfATurnAndOfTheAgentLeavesTheQuestionOpen() {
        create();
        ready();
        rig.accepted(new Intent.Prompt(rig.sessionId(), "hello", WhenBusy.QUEUE));
        ask("first");
        assertThat(state().activity().phase()).isEqualTo(SessionPhase.WORKING);

        rig.agent().emit(new AgentEvent.TurnDone(StopReason.END_TURN, ""));
        rig.run();
        rig.agent().emit(new AgentEvent.Exited(3, false, "It crashed."));
        rig.run();

        open();
    }

    @Test
    void aQuestionContinuesAfterARestartUnderTheSameId() {
        create();
        ready();
        ask("first");
        PendingId before = open();
        rig.reload();
        assertThat(open()).isEqualTo(before);

        ask("first");
        assertThat(open()).isEqualTo(before);
        rig.accepted(allow());

        assertThat(answers).containsExactly("test/one first allow by Test device");
    }

    @Test
    void aQuestionOfWorkThatHasEndedIsClosedByARestart() {
        create();
        ready();
        ask("first");
        asking = false;

        rig.reload();

        assertThat(state().open()).isEmpty();
        assertThat(state().transcript().items())
                .anyMatch(item -> item instanceof Item.PendingItem asked
                        && asked.answer() != null
                        && asked.answer().outcome() == PendingAnswer.Outcome.CLOSED);
    }

    @Test
    void anAnswerThatAKillKeptFromItsAskerIsDeliveredWhenItAsksAgain() {
        create();
        ready();
        ask("first");
        rig.accepted(allow());
        answers.clear();
        rig.reload();

        ask("first");

        assertThat(answers).containsExactly("test/one first allow by Test device");
        assertThat(state().open()).isEmpty();
    }

    @Test
    void anotherQuestionOfTheSameAskerReplacesTheOpenOne() {
        create();
        ready();
        ask("first");
        PendingId first = open();

        ask("second");

        assertThat(open()).isNotEqualTo(first);
        rig.session().withdraw(ASKER);
        rig.run();
        assertThat(state().open()).isEmpty();
        assertThat(answers).isEmpty();
    }
}
