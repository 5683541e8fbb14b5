package dev.pilothouse.ui.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.AgentDraft;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AgentTrial;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.InstallKind;
import dev.pilothouse.model.RegistryAgent;
import dev.pilothouse.model.RegistryInfo;
import dev.pilothouse.ui.FakeHost;
import dev.pilothouse.ui.registry.RegistryPresenter.Group;
import dev.pilothouse.ui.registry.RegistryPresenter.Row;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistryPresenterTest {
    private final FakeHost desk = new FakeHost("h1", "desk", true, Instant.parse("2026-11-30T08:00:00Z"));
    private RegistryPresenter presenter;

    private static RegistryAgent agent(String id, String offered, String installed, boolean verified) {
        return new RegistryAgent(
                id,
                new AgentId(id),
                new RegistryAgent.Description("Agent " + id, "", "Somebody", "MIT", "", ""),
                new RegistryAgent.Offer(offered, InstallKind.NPM, id + "@" + offered, id, verified, HostText.NONE),
                installed.isEmpty()
                        ? RegistryAgent.Installed.NONE
                        : new RegistryAgent.Installed(installed, "node " + id, 3 << 20));
    }

    @BeforeEach
    void open() {
        desk.registry = new RegistryInfo(
                Instant.parse("2026-11-30T00:00:00Z"),
                true,
                List.of(
                        agent("free", "1.0.0", "", true),
                        agent("new", "2.0.0", "1.0.0", true),
                        agent("same", "1.0.0", "1.0.0", true),
                        agent("odd", "1.0.0", "", false)),
                List.of(new AgentDraft(new AgentId("mine"), "Mine", "/opt/mine", List.of("--acp"), List.of("TOKEN"))));
        presenter = new RegistryPresenter(desk.link(), Runnable::run);
    }

    private List<Row> rows() {
        return presenter.shownProperty().get().rows();
    }

    @Test
    void updatesComeFirstThenInstalledOnesThenTheRest() {
        assertThat(rows())
                .extracting(row -> row.agent().id() + " " + row.group())
                .containsExactly(
                        "new " + Group.UPDATE,
                        "same " + Group.INSTALLED,
                        "free " + Group.AVAILABLE,
                        "odd " + Group.AVAILABLE);
        assertThat(rows().get(1).facts()).isEqualTo("Somebody \u00b7 MIT \u00b7 3 MB");
    }

    @Test
    void theSearchFindsNamesAndPublishers() {
        presenter.queryProperty().set("AGENT FREE");
        assertThat(rows()).extracting(row -> row.agent().id()).containsExactly("free");
        presenter.queryProperty().set("somebody");
        assertThat(rows()).hasSize(4);
        assertThat(presenter.shownProperty().get().own()).isEmpty();
    }

    @Test
    void anAgentThatCanBeCheckedIsInstalledAsItWasShown() {
        presenter.onInstall(rows().get(2).agent());

        assertThat(desk.jobCommands()).containsExactly("install free free@1.0.0");
    }

    @Test
    void anArchiveThatNothingChecksIsInstalledAfterASecondConsentOnly() {
        RegistryAgent odd = rows().get(3).agent();
        presenter.onInstall(odd);
        assertThat(desk.jobCommands()).isEmpty();
        assertThat(rows().get(3).asks()).isTrue();

        presenter.onDecline();
        assertThat(rows().get(3).asks()).isFalse();

        presenter.onInstall(odd);
        presenter.onInstall(odd);
        assertThat(desk.jobCommands()).containsExactly("install odd odd@1.0.0 unverified");
    }

    @Test
    void aTestShowsTheAnswerOfTheAgentAndHowItLogsIn() {
        desk.trial = new AgentTrial(
                true,
                HostText.NONE,
                "Mine 2",
                1,
                List.of("loadSession"),
                List.of(new AgentTrial.LoginMethod("t", "Terminal", "", "mine login")),
                12);

        presenter.onTest(new AgentId("mine"));

        assertThat(presenter.shownProperty().get().own().get(0).tested().text())
                .isEqualTo("Mine 2 answers, ACP version 1, after 12 ms.\nOffers: loadSession\n"
                        + "Login: Terminal, in a terminal of the host: mine login");
    }

    @Test
    void theLoginCommandThatTheAgentToldTakesThePlaceOfTheKnownOneUntilTheAgentChanges() {
        RegistryAgent same = agent("same", "1.0.0", "1.0.0", true);
        RegistryAgent known = new RegistryAgent(
                same.id(),
                same.agentId(),
                new RegistryAgent.Description("Agent same", "", "Somebody", "MIT", "", "same login"),
                same.offer(),
                same.installed());
        desk.registry = new RegistryInfo(desk.registry.asOf(), true, List.of(known), desk.registry.own());
        presenter = new RegistryPresenter(desk.link(), Runnable::run);
        assertThat(rows().get(0).tested().login()).isEqualTo("same login");
        assertThat(own().tested().login()).isEmpty();
        desk.trial = new AgentTrial(
                true,
                HostText.NONE,
                "Same 1",
                1,
                List.of(),
                List.of(
                        new AgentTrial.LoginMethod("b", "Browser", "", ""),
                        new AgentTrial.LoginMethod("t", "Terminal", "", "/data/same --login")),
                12);

        presenter.onTest(same.agentId());
        presenter.onTest(new AgentId("mine"));
        assertThat(rows().get(0).tested().login()).isEqualTo("/data/same --login");
        assertThat(own().tested().login()).isEqualTo("/data/same --login");

        RegistryAgent updated = new RegistryAgent(
                known.id(),
                known.agentId(),
                known.about(),
                known.offer(),
                new RegistryAgent.Installed("2.0.0", "node same", 1));
        desk.registry = new RegistryInfo(
                desk.registry.asOf(),
                true,
                List.of(updated),
                List.of(new AgentDraft(new AgentId("mine"), "Mine", "/opt/other", List.of(), List.of())));
        presenter.onEdit(desk.registry.own().get(0));
        presenter.onSave();
        assertThat(rows().get(0).tested().login()).isEqualTo("same login");
        assertThat(own().tested().login()).isEmpty();
    }

    @Test
    void loggingOutIsOfferedAfterATestThatShowsItAndAsksFirst() {
        AgentId mine = new AgentId("mine");
        assertThat(own().tested().logout()).isEqualTo(RegistryPresenter.Logout.NOT_OFFERED);
        desk.trial = new AgentTrial(true, HostText.NONE, "Mine 2", 1, List.of("auth.logout"), List.of(), 12);
        presenter.onTest(mine);
        assertThat(own().tested().logout()).isEqualTo(RegistryPresenter.Logout.OFFERED);

        presenter.onLogout(mine);
        assertThat(own().tested().logout()).isEqualTo(RegistryPresenter.Logout.ASKED);
        assertThat(desk.jobCommands()).doesNotContain("logout mine");
        presenter.onStay();
        assertThat(own().tested().logout()).isEqualTo(RegistryPresenter.Logout.OFFERED);
        presenter.onLogout(mine);
        presenter.onLogout(mine);

        assertThat(desk.jobCommands()).contains("logout mine");
        assertThat(own().tested().text()).startsWith("Logged out. New sessions ask for a login.\n");
    }

    private RegistryPresenter.Own own() {
        return presenter.shownProperty().get().own().get(0);
    }

    @Test
    void theFormKeepsTheNamesOfVariablesAndMakesAnIdOfTheName() {
        presenter.onEdit(desk.registry.own().get(0));
        OwnAgentForm edit = presenter.formProperty().get();
        edit.arguments.set("--acp\n\n--quiet");
        presenter.onSave();
        assertThat(desk.jobCommands())
                .containsExactly("save AgentDraft[agentId=mine, name=Mine, command=/opt/mine, "
                        + "arguments=[--acp, --quiet], environment=[TOKEN]]");
        assertThat(presenter.formProperty().get()).isNull();

        presenter.onAdd();
        OwnAgentForm added = presenter.formProperty().get();
        presenter.onSave();
        assertThat(added.outcomeProperty().get()).isEqualTo("A name and a program are needed.");
        added.name.set("Über Agent 2!");
        added.command.set("agent");
        assertThat(added.draft().agentId().value()).isEqualTo("ber-agent-2");
    }
}
