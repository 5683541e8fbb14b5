package dev.pilothouse.ui.permission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.PendingAnswer;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.RunKind;
import dev.pilothouse.model.RunMember;
import dev.pilothouse.model.RunRole;
import dev.pilothouse.model.RunStatus;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.OpenPending;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.status.SessionKey;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DecisionsPresenterTest {
    private final SampleHosts sample = SampleHosts.aWorkingDay();
    private final List<String> notices = new ArrayList<>();
    private final List<SessionKey> opened = new ArrayList<>();
    private final Clock clock = Clock.fixed(SampleHosts.NOW, ZoneOffset.UTC);
    private final DecisionsPresenter presenter = new DecisionsPresenter(
            new PendingCards(Runnable::run, notices::add, this::render),
            sample.hosts(),
            clock,
            Runnable::run,
            opened::add);

    @BeforeEach
    void render() {
        presenter.render(sample.hosts().links());
    }

    private List<String> asked() {
        return presenter.items().stream()
                .map(item -> item.card().pending().title())
                .toList();
    }

    private PendingCard card(String session) {
        return presenter.items().stream()
                .map(PendingItem::card)
                .filter(card -> card.source().session().equals(session))
                .findFirst()
                .orElseThrow();
    }

    private OpenPending loginQuestion() {
        return sample.local()
                .session(sample.main())
                .orElseThrow()
                .state()
                .open()
                .get(0);
    }

    private void answeredBy(String device) {
        OpenPending open = loginQuestion();
        sample.local()
                .update(
                        sample.main(),
                        new SessionUpdate.PendingAnswered(
                                open.item(),
                                open.pending().pendingId(),
                                new PendingAnswer(PendingAnswer.Outcome.ANSWERED, "allow_once", "Allow once", device)));
        render();
    }

    @Test
    void questionsOfAllHostsStandTogetherWhoWaitsLongestFirst() {
        assertThat(asked())
                .containsExactly(
                        "Run npm test", "Run npm test -- login", "Which port does the development server use?");
        assertThat(presenter.countProperty().get()).isEqualTo(3);
        assertThat(card("api: add paging to the orders list").source().place())
                .isEqualTo("OpenCode · /srv/work/api · build-server · 2 min");
    }

    /** A run whose members are both sessions that ask on this machine; the second one asks about the same command. */
    private SessionId inOneRun() {
        SessionId second = sample.local().host().sessions().stream()
                .filter(session -> session.open().stream()
                        .anyMatch(open -> open.pending().title().startsWith("Which port")))
                .findFirst()
                .orElseThrow()
                .sessionId();
        Pending first = loginQuestion().pending();
        sample.local()
                .update(
                        second,
                        new SessionUpdate.PendingAsked(
                                new ItemId(990),
                                new Pending(
                                        new PendingId("p990"),
                                        first.kind(),
                                        first.title(),
                                        first.detail(),
                                        null,
                                        List.of(new PendingOption("yes", "Yes", PendingOption.Kind.ALLOW_ONCE)),
                                        List.of(),
                                        first.toolKind(),
                                        first.object())));
        sample.local()
                .runs(new Run(
                        new RunId("n1"),
                        RunKind.TRY,
                        "Try",
                        "/src",
                        new JobRequest(new DeviceId("d1"), "Pocket", Scope.STEER, null, SampleHosts.NOW),
                        RunStatus.RUNNING,
                        List.of(attempt("m1", sample.main()), attempt("m2", second)),
                        List.of(),
                        Map.of()));
        render();
        return second;
    }

    private static RunMember attempt(String key, SessionId session) {
        return RunMember.planned(key, RunRole.ATTEMPT, new AgentId("a"), "", SampleHosts.NOW)
                .withSession(session);
    }

    @Test
    void membersOfARunThatAskAboutTheSameCommandHaveOneCardAndOneAnswer() {
        SessionId second = inOneRun();

        assertThat(asked()).containsOnlyOnce("Run npm test -- login");
        PendingCard card = card("fix the login race and 1 more of its run");
        assertThat(presenter.countProperty().get()).isEqualTo(4);
        presenter.answer(card, new Answer.Option("allow_once"));

        assertThat(sample.local().intents())
                .containsExactly(
                        new Intent.AnswerPending(
                                sample.main(), card.pending().pendingId(), new Answer.Option("allow_once")),
                        new Intent.AnswerPending(second, new PendingId("p990"), new Answer.Option("yes")));
    }

    @Test
    void aCommandOfAMemberIsAllowedForItsRun() {
        inOneRun();
        PendingCard card = card("fix the login race and 1 more of its run");

        presenter.allowForRun(card);

        assertThat(sample.local().runCommands)
                .containsExactly("allow n1 {\"member\":\"m1\",\"pending\":\""
                        + card.pending().pendingId() + "\"}");
        assertThat(sample.local().intents()).isEmpty();
        assertThat(notices).isEmpty();
    }

    @Test
    void aCommandIsAllowedForARunByDevicesThatMaySteerOnly() {
        assertThat(card("fix the login race").asker()).isNull();
        inOneRun();
        assertThat(card("fix the login race and 1 more of its run").asker())
                .isEqualTo(new PendingCard.Member(new RunId("n1"), "m1"));
        assertThat(card("api: add paging to the orders list").asker()).isNull();

        sample.local().scope(Scope.ANSWER);
        render();

        PendingCard card = card("fix the login race and 1 more of its run");
        assertThat(card.allowed()).isTrue();
        assertThat(card.asker()).isNull();
    }

    @Test
    void aCardNamesAgentModelDirectoryAndBranch() {
        assertThat(card("fix the login race").source().work())
                .isEqualTo("GitHub Copilot · Opus 4.5 · ~/src/shop · fix/login-race");
    }

    @Test
    void anAnswerGoesToItsOwnHostOnceAndDimsTheCard() {
        PendingCard card = card("api: add paging to the orders list");
        presenter.answer(card, new Answer.Option("allow_once"));
        presenter.answer(card, new Answer.Option("allow_once"));

        assertThat(sample.remote().intents())
                .containsExactly(new Intent.AnswerPending(
                        card.key().sessionId(), card.pending().pendingId(), new Answer.Option("allow_once")));
        assertThat(sample.local().intents()).isEmpty();
        assertThat(card("api: add paging to the orders list").sending()).isTrue();
    }

    @Test
    void whatAnotherDeviceAnsweredLeavesAWordWithItsName() {
        answeredBy("Pocket");

        assertThat(asked()).doesNotContain("Run npm test -- login");
        assertThat(presenter.settled()).hasSize(1);
        ClosedQuestion settled = presenter.settled().get(0);
        assertThat(settled.session()).isEqualTo("fix the login race");
        assertThat(settled.text()).isEqualTo("Run npm test -- login: Allow once, answered from Pocket");
        assertThat(sample.local().openSessions()).isEmpty();
    }

    @Test
    void aQuestionOfADeletedSessionLeavesNothing() {
        sample.local().remove(sample.main());
        render();

        assertThat(presenter.settled()).isEmpty();
    }

    @Test
    void onlyTheLatestSettledQuestionsAreTold() {
        for (int i = 0; i < 7; i++) {
            answeredBy("Pocket");
            long seq = sample.local().nextSeq(sample.main());
            sample.local()
                    .update(
                            sample.main(),
                            new SessionUpdate.PendingAsked(
                                    new ItemId(seq),
                                    new dev.pilothouse.model.Pending(
                                            new dev.pilothouse.model.PendingId("p" + seq),
                                            dev.pilothouse.model.PendingKind.PERMISSION,
                                            "Question " + i,
                                            "",
                                            null,
                                            List.of(),
                                            List.of())));
            render();
        }

        assertThat(presenter.settled()).hasSize(5);
        assertThat(presenter.settled().get(0).text()).startsWith("Question 5");
    }

    @Test
    void aQuestionSaysNothingOfTheHostOfThisMachineWhileItStarts() {
        sample.local().connection(new ConnectionState.Connecting(1, SampleHosts.NOW));
        render();

        assertThat(card("fix the login race").source().stale()).isEmpty();
    }

    @Test
    void aQuestionOfAHostThatIsNotThereSaysThatItMayBeSettled() {
        sample.remote().connection(new ConnectionState.Lost("gone", SampleHosts.NOW, SampleHosts.NOW.plusSeconds(8)));
        render();

        assertThat(card("api: add paging to the orders list").source().stale())
                .startsWith("build-server is offline since ");
        assertThat(card("fix the login race").source().stale()).isEmpty();
        assertThat(presenter.settled()).isEmpty();
    }
}
