package dev.pilothouse.ui.team;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.OwnPreset;
import dev.pilothouse.model.ShippedPreset;
import dev.pilothouse.model.TeamRequest;
import dev.pilothouse.ui.FakeHost;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.Texts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TeamPresenterTest {
    private static final Instant NOW = Instant.parse("2026-11-24T14:05:11Z");

    private final FakeHost host = new FakeHost("h1", "desk", true, NOW)
            .agents(List.of(agent("demo", true, ""), agent("other", true, ""), agent("missing", false, "")));

    private static AgentInfo agent(String id, boolean installed, String place) {
        return new AgentInfo(new AgentId(id), id, installed, id, "", List.of(), place);
    }

    private TeamPresenter form() {
        return new TeamPresenter(List.of(host.link()), Runnable::run, "/src/shop");
    }

    private TeamPresenter readyForm() {
        TeamPresenter form = form();
        form.taskProperty().set("Add a login");
        return form;
    }

    @Test
    void aPresetFillsTheForm() {
        TeamPresenter form = form();
        form.presetProperty().set(ShippedPreset.REVIEW_SQUAD);

        assertThat(form.workers())
                .extracting(worker -> worker.name.get())
                .containsExactly("correctness", "security", "simplicity");
        assertThat(form.workers().get(1).instructions.get()).startsWith("Look for security problems");
        assertThat(form.lead().instructions.get()).isEqualTo(ShippedPreset.REVIEW_SQUAD.instructions());
        assertThat(form.ownWorktreesProperty().get()).isFalse();
        assertThat(form.textFormProperty().get()).isFalse();
    }

    @Test
    void theTeamAndItsPresetHaveTheChosenProfile() {
        host.profiles("web", FakeHost.emptyProfile("web"), FakeHost.emptyProfile("short"));
        TeamPresenter form = readyForm();
        form.profile().chosenProperty().set(form.profile().profiles().get(2));
        form.presetNameProperty().set("Mine");
        form.onSavePreset();
        form.onStart(() -> {});
        TeamPresenter next = readyForm();
        assertThat(next.profile().name()).isEqualTo("web");
        next.ownProperty().set(next.presets().get(0));

        assertThat(host.runCommands.get(0)).contains("\"profile\":\"short\"");
        assertThat(next.profile().name()).isEqualTo("short");
    }

    @Test
    void theTeamOfTheFormIsStarted() {
        TeamPresenter form = readyForm();
        form.lead().instructions.set("");
        form.lead().model.set("big");
        form.onRemove(form.workers().get(2));
        form.onRemove(form.workers().get(1));
        form.workers().get(0).agent.set(form.agents().get(1));
        form.workers().get(0).instructions.set("You know the server.");
        form.tokensProperty().set("2 000 000");
        form.textFormProperty().set(true);
        List<String> started = new ArrayList<>();
        form.onStart(() -> started.add("started"));

        assertThat(host.runCommands)
                .containsExactly("start TEAM {\"directory\":\"/src/shop\",\"task\":\"Add a login\","
                        + "\"lead\":{\"agent\":\"demo\",\"model\":\"big\"},"
                        + "\"workers\":[{\"name\":\"worker-1\",\"agent\":\"other\","
                        + "\"instructions\":\"You know the server.\",\"worktree\":\"own\"}],"
                        + "\"form\":\"text\",\"tokens\":2000000}");
        assertThat(started).containsExactly("started");
    }

    @Test
    void aFormIsSavedAsAPresetThatFillsAnotherForm() {
        TeamPresenter form = readyForm();
        form.lead().instructions.set("Mine.");
        form.onRemove(form.workers().get(2));
        form.workers().get(0).agent.set(form.agents().get(1));
        form.tokensProperty().set("5000");
        form.costProperty().set("2.5 EUR");
        form.presetNameProperty().set(" Pair ");
        form.onSavePreset();
        assertThat(host.presets).extracting(OwnPreset::name).containsExactly("Pair");
        assertThat(host.presets.get(0).team()).doesNotContain("Add a login").doesNotContain("/src/shop");
        assertThat(form.ownProperty().get()).isEqualTo(host.presets.get(0));

        TeamPresenter other = readyForm();
        other.ownProperty().set(other.presets().get(0));
        other.onStart(() -> {});

        assertThat(host.runCommands.get(0))
                .contains("\"instructions\":\"Mine.\"")
                .contains("{\"name\":\"worker-1\",\"agent\":\"other\",\"worktree\":\"own\"}")
                .contains("\"tokens\":5000,\"cost\":2.5,\"currency\":\"EUR\"")
                .doesNotContain("worker-3");
        assertThat(other.taskProperty().get()).isEqualTo("Add a login");
    }

    @Test
    void aPresetIsRenamedAndDeleted() {
        host.presets.add(new OwnPreset("Pair", "{\"workers\":[{\"name\":\"a\"}]}"));
        TeamPresenter form = readyForm();
        form.ownProperty().set(form.presets().get(0));
        assertThat(form.workers()).extracting(worker -> worker.name.get()).containsExactly("a");

        form.presetNameProperty().set("Two");
        form.onRenamePreset();
        assertThat(form.presets()).extracting(OwnPreset::name).containsExactly("Two");

        form.onDeletePreset();
        assertThat(form.presets()).isEmpty();
        assertThat(form.ownProperty().get()).isNull();
    }

    @Test
    void aRefusalOfTheHostIsShownUntilTheFormChanges() {
        TeamPresenter form = readyForm();
        host.runRefusal = HostText.of(HostTextCode.RUN_BUSY);
        form.onStart(() -> assertThat(true).as("started").isFalse());
        assertThat(form.problemProperty().get()).isEqualTo(HostTexts.text(host.runRefusal));
        assertThat(form.isReady()).isTrue();

        form.taskProperty().set("Add a logout");
        assertThat(form.problemProperty().get()).isEmpty();
    }

    @Test
    void theFormSaysWhatItStillNeeds() {
        TeamPresenter form = form();
        assertThat(form.missingProperty().get()).isEqualTo(Texts.text("team.needTask"));
        form.taskProperty().set("Add a login");
        assertThat(form.missingProperty().get()).isEmpty();
        form.directoryProperty().set("shop");
        assertThat(form.missingProperty().get()).isEqualTo(Texts.text("team.needFolder"));
        form.directoryProperty().set("C:\\shop");
        assertThat(form.missingProperty().get()).isEmpty();
        List.copyOf(form.workers()).forEach(form::onRemove);
        assertThat(form.missingProperty().get())
                .isEqualTo(HostTexts.text(HostText.of(HostTextCode.TEAM_SIZE, TeamRequest.MAX_WORKERS)));
        form.onStart(() -> {});
        assertThat(host.runCommands).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "worker-2", "lead", "my worker", "-a", "a123456789012345678901234567890123"})
    void aNameThatTheHostWouldRefuseIsNamed(String name) {
        TeamPresenter form = readyForm();
        form.workers().get(0).name.set(name);

        assertThat(form.isReady()).isFalse();
        assertThat(form.missingProperty().get()).contains(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"many", "-1", "1e6", "1234567890123"})
    void aLimitThatIsNoWholeNumberIsRefused(String tokens) {
        TeamPresenter form = readyForm();
        form.tokensProperty().set(tokens);

        assertThat(form.missingProperty().get()).isEqualTo(Texts.text("team.needTokens"));
    }

    @Test
    void aLimitInMoneyIsAnAmountAndACurrency() {
        TeamPresenter form = readyForm();
        form.costProperty().set("much");
        assertThat(form.missingProperty().get()).isEqualTo(Texts.text("team.needCost"));

        form.costProperty().set("2,50 eur");
        form.onStart(() -> {});

        assertThat(host.runCommands.get(0)).contains("\"cost\":2.5,\"currency\":\"EUR\"");
    }

    @Test
    void workersAreAddedWithFreeNamesUpToTheLimit() {
        TeamPresenter form = readyForm();
        form.workers().get(0).name.set("worker-4");
        for (int i = 0; i < 2 * TeamRequest.MAX_WORKERS; i++) {
            form.onAdd();
        }

        assertThat(form.workers()).hasSize(TeamRequest.MAX_WORKERS);
        assertThat(form.mayAdd()).isFalse();
        assertThat(form.isReady()).isTrue();
    }

    @Test
    void anotherHostOffersItsAgents() {
        FakeHost second = new FakeHost("h2", "rack", false, NOW).agents(List.of(agent("rack-agent", true, "")));
        TeamPresenter form = new TeamPresenter(List.of(host.link(), second.link()), Runnable::run, "/src/shop");
        form.taskProperty().set("Add a login");
        form.hostProperty().set(second.link());
        form.onStart(() -> {});

        assertThat(host.runCommands).isEmpty();
        assertThat(second.runCommands.get(0)).contains("rack-agent").doesNotContain("demo");
    }

    @Test
    void aHostWithoutAnAgentOfItsOwnCanHaveNoTeam() {
        host.agents(List.of(agent("missing", false, ""), agent("far", true, "ssh build.example")));

        assertThat(readyForm().missingProperty().get()).isEqualTo(Texts.text("team.noAgents"));
    }
}
