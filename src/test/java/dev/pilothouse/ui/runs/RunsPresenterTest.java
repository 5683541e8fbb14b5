package dev.pilothouse.ui.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunCheck;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.RunKind;
import dev.pilothouse.model.RunMember;
import dev.pilothouse.model.RunMemberState;
import dev.pilothouse.model.RunRole;
import dev.pilothouse.model.RunState;
import dev.pilothouse.model.RunStatus;
import dev.pilothouse.model.RunStopReason;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.UsageReport;
import dev.pilothouse.session.Intent;
import dev.pilothouse.ui.FakeHost;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.status.ProfilePicker;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunsPresenterTest {
    private static final Instant NOW = Instant.parse("2026-11-24T14:05:11Z");

    private final FakeHost host = new FakeHost("h1", "desk", true, NOW);
    private final List<String> notices = new ArrayList<>();
    private final RunsPresenter presenter = new RunsPresenter(
            () -> List.of(host.link()), Clock.fixed(NOW, ZoneOffset.UTC), Runnable::run, notices::add);

    private static Run run(String id, RunStatus status, RunMember... members) {
        return new Run(
                new RunId(id),
                RunKind.TRY,
                "Fix the login race",
                "/src/shop",
                new JobRequest(new DeviceId("d1"), "Pocket", Scope.STEER, null, NOW),
                status,
                List.of(members),
                List.of(),
                Map.of());
    }

    private static RunMember member(String key, RunMemberState state) {
        return RunMember.planned(key, RunRole.ATTEMPT, new AgentId("claude"), "", NOW)
                .withState(state, HostText.NONE, NOW);
    }

    private List<RunsPresenter.Card> cards(Run... runs) {
        host.runs(runs);
        presenter.onOpen();
        return presenter.cardsProperty().get();
    }

    @Test
    void whatWaitsForThePersonComesFirst() {
        RunStatus over = new RunStatus(RunState.OVER, RunStopReason.COMPLETED, HostText.NONE, NOW);
        List<RunsPresenter.Card> cards = cards(
                run("over", over, member("m1", RunMemberState.DONE)),
                run("works", RunStatus.RUNNING, member("m1", RunMemberState.WORKING)),
                run(
                        "waits",
                        RunStatus.RUNNING,
                        member("m1", RunMemberState.WORKING),
                        member("m2", RunMemberState.WAITING)));

        assertThat(cards).extracting(card -> card.key().runId().value()).containsExactly("waits", "works", "over");
        assertThat(cards.get(0).members()).extracting(RunsPresenter.Member::key).containsExactly("m2", "m1");
    }

    @Test
    void aSpendWithAnUnknownPartSaysAtLeast() {
        UsageReport.Total spend = new UsageReport.Total(
                "", 2, 0, 1, new TokenCount(10, 5, 0, 0), List.of(new UsageReport.Cost("USD", 0.5, 0)));

        assertThat(cards(run(
                                "n1",
                                RunStatus.RUNNING,
                                member("m1", RunMemberState.WORKING).withSpend(spend)))
                        .get(0)
                        .spend())
                .startsWith("At least");
    }

    @Test
    void aMemberAndAllOfThemCanBeStopped() {
        RunKey key = cards(run("n1", RunStatus.RUNNING, member("m1", RunMemberState.WORKING)))
                .get(0)
                .key();
        presenter.onStop(key, "m1");
        presenter.onStop(key);

        assertThat(host.runCommands).containsExactly("stop n1 {\"member\":\"m1\"}", "stop n1 {}");
    }

    @Test
    void theAttemptThatWasKeptIsNamedAndAnOlderCheckIsMarked() {
        RunMember passed = member("m1", RunMemberState.DONE).withCheck(RunCheck.PASSED);
        Run run = run(
                "n1",
                RunStatus.RUNNING,
                passed,
                member("m2", RunMemberState.WORKING).withCheck(RunCheck.FAILED));
        Run merged = new Run(
                run.runId(),
                run.kind(),
                run.title(),
                run.project(),
                run.request(),
                run.status(),
                run.members(),
                run.notes(),
                Map.of("kept", "m1", "merged", "main"));

        List<RunsPresenter.Member> members = cards(merged).get(0).members();

        assertThat(members.get(0).about())
                .contains("Merged into main", "Check passed")
                .doesNotContain("before");
        assertThat(members.get(1).about())
                .contains("Check failed (before the last changes)")
                .doesNotContain("Merged");
    }

    @Test
    void aCommandOfMembersIsAnsweredOrAllowedForTheRunFromItsCard() {
        SampleHosts sample = SampleHosts.aWorkingDay();
        RunsPresenter runs = new RunsPresenter(
                () -> List.of(sample.local().link()), Clock.fixed(NOW, ZoneOffset.UTC), Runnable::run, notices::add);
        sample.local()
                .runs(run(
                        "n1",
                        RunStatus.RUNNING,
                        member("m1", RunMemberState.WAITING).withSession(sample.main())));
        runs.onOpen();
        RunsPresenter.Card card = runs.cardsProperty().get().get(0);
        RunsPresenter.Question question = card.questions().get(0);
        assertThat(question.command()).isEqualTo("npm test -- login");
        assertThat(question.mayAllow()).isTrue();

        runs.onAnswer(card.key(), question, true);
        assertThat(sample.local().intents())
                .containsExactly(new Intent.AnswerPending(
                        sample.main(), question.asked().get(0).pendingId(), new Answer.Option("allow_once")));

        runs.onAllowForRun(card.key(), question);
        assertThat(sample.local().runCommands).singleElement().asString().contains("allow", "m1");
    }

    @Test
    void aRunThatIsOverCannotBeStopped() {
        RunStatus over = new RunStatus(RunState.OVER, RunStopReason.STOPPED, HostText.NONE, NOW);

        assertThat(cards(run("n1", over, member("m1", RunMemberState.STOPPED)))
                        .get(0)
                        .stoppable())
                .isFalse();
    }

    @Test
    void aTryIsStartedWithTheCountsOfTheFormAndItsCheckLines() {
        host.agents(List.of(new AgentInfo(new AgentId("demo"), "Demo agent", true, "demo", "", List.of())));
        TryPresenter form = new TryPresenter(() -> List.of(host.link()), presenter, "/src/shop");
        TryPresenter.Choice choice = form.choices().get(0);
        assertThat(form.isReady()).isFalse();
        form.promptProperty().set("Fix it");
        form.checkProperty().set("mvn test\n\nnpm test\n");
        form.onCount(choice, 1);
        form.onCount(choice, 1);
        List<String> started = new ArrayList<>();
        form.onStart(() -> started.add("started"));

        assertThat(started).hasSize(1);
        assertThat(host.runCommands)
                .containsExactly(
                        "start TRY {\"prompt\":\"Fix it\",\"directory\":\"/src/shop\",\"agents\":[{\"agent\":\""
                                + choice.agentId() + "\",\"count\":2}],\"check\":[\"mvn test\",\"npm test\"]}");
    }

    @Test
    void theAttemptsGetTheProfileOfTheDirectoryUnlessAnotherIsChosen() {
        host.agents(List.of(new AgentInfo(new AgentId("demo"), "Demo agent", true, "demo", "", List.of())))
                .profiles("web", FakeHost.emptyProfile("web"), FakeHost.emptyProfile("short"));
        TryPresenter form = new TryPresenter(() -> List.of(host.link()), presenter, "/src/shop");
        form.promptProperty().set("Fix it");
        form.onCount(form.choices().get(0), 1);
        form.onStart(() -> {});
        form.profile().chosenProperty().set(ProfilePicker.NONE);
        form.onStart(() -> {});

        assertThat(host.runCommands.get(0)).contains("\"profile\":\"web\"");
        assertThat(host.runCommands.get(1)).doesNotContain("profile");
    }

    @Test
    void noMoreAttemptsAreOfferedThanARunMayHave() {
        host.agents(List.of(new AgentInfo(new AgentId("demo"), "Demo agent", true, "demo", "", List.of())));
        TryPresenter form = new TryPresenter(() -> List.of(host.link()), presenter, "");
        TryPresenter.Choice choice = form.choices().get(0);
        for (int i = 0; i < 2 * Run.MAX_MEMBERS; i++) {
            form.onCount(choice, 1);
        }

        assertThat(form.count(choice)).isEqualTo(Run.MAX_MEMBERS);
    }

    @Test
    void theListIsUpToDateAfterTheDetailsOverItWereClosed() {
        cards(run("n1", RunStatus.RUNNING, member("m1", RunMemberState.WORKING)));
        presenter.onOpen();
        presenter.onClose();

        host.runs(run("n1", RunStatus.RUNNING, member("m1", RunMemberState.DONE)));
        presenter.render(List.of(host.link()));

        assertThat(presenter.cardsProperty().get().get(0).members().get(0).state())
                .isEqualTo(RunMemberState.DONE);
    }

    @Test
    void aFactThatNoCardShowsReachesTheDetails() {
        RunMember member = member("m1", RunMemberState.DONE);
        cards(run("n1", RunStatus.RUNNING, member));
        List<List<Run>> seen = new ArrayList<>();
        presenter.runsProperty().addListener((property, before, now) -> seen.add(now));

        host.runs(run("n1", RunStatus.RUNNING, member.withFacts(Map.of("files", "3"))));
        presenter.render(List.of(host.link()));

        assertThat(seen).hasSize(1);
    }

    @Test
    void aDeviceThatOnlyWatchesIsNotOfferedANewRun() {
        host.scope(Scope.VIEW);
        cards();

        assertThat(presenter.mayStartProperty().get()).isFalse();
    }

    @Test
    void aWorkerHasItsNameAndItsAssignmentWithWhetherItIsOpen() {
        RunMember worker = RunMember.planned("server", RunRole.WORKER, new AgentId("demo"), "", NOW)
                .withFacts(Map.of("assigned", "2", "finished", "1", "task", "Write the handler"));

        assertThat(RunsPresenter.name(host.host(), worker)).contains("server", "demo");
        assertThat(RunsPresenter.work(worker)).isEqualTo("Assignment 2, open: Write the handler");
        assertThat(RunsPresenter.work(
                        worker.withFacts(Map.of("assigned", "2", "finished", "2", "task", "Write the handler"))))
                .isEqualTo("Finished assignments: 2. The last one: Write the handler");
        assertThat(RunsPresenter.work(member("m1", RunMemberState.WORKING))).isEmpty();
    }
}
