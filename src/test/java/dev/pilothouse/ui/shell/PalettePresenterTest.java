package dev.pilothouse.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.pulse.ManualLane;
import dev.pilothouse.pulse.ManualPulse;
import dev.pilothouse.session.Intent;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.TestShell;
import dev.pilothouse.ui.sessions.SessionMenu;
import dev.pilothouse.ui.settings.Setting;
import dev.pilothouse.ui.settings.SettingChoices;
import dev.pilothouse.ui.settings.SettingsPresenter;
import dev.pilothouse.ui.status.SessionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PalettePresenterTest {
    private final SampleHosts sample = SampleHosts.aWorkingDay();
    private final ShellGraph shell = new ShellGraph(
            new TestShell().ports(sample.hosts(), new ManualPulse(), new ManualLane("projection"), Runnable::run));
    private final List<String> done = new ArrayList<>();
    private boolean enterSends = true;
    private final PalettePresenter palette = palette();

    private PalettePresenter palette() {
        return new PalettePresenter(
                new PaletteEntries(
                                shell.links(),
                                shell.navigation(),
                                shell.settings(),
                                new SettingChoices(
                                        shell.settings(),
                                        shell.machine(),
                                        shell.updates(),
                                        () -> enterSends,
                                        sends -> enterSends = sends),
                                Map.of(Shortcut.NEW_SESSION, () -> done.add("new session")),
                                new SessionPaletteEntries(
                                        shell, new SessionMenu(shell.sessions().actions(), null)),
                                List.of())
                        .all(),
                () -> done.add("closed"));
    }

    private List<String> titles() {
        return palette.rows().stream().map(PalettePresenter.Entry::title).toList();
    }

    private void choose(String title) {
        PalettePresenter now = palette();
        now.queryProperty().set(title);
        now.onAccept(now.rows().stream()
                .filter(entry -> entry.title().equals(title))
                .findFirst()
                .orElseThrow());
    }

    @Test
    void aSettingIsSetFromThePaletteWithoutLeavingTheScreen() {
        choose("Theme: Light");
        choose("Text size: 20");
        choose("Density: Compact");
        choose("Send with Enter: Off");

        assertThat(shell.settings().appearanceProperty().get()).isEqualTo(SettingsPresenter.Appearance.LIGHT);
        assertThat(shell.settings().fontSizeProperty().get()).isEqualTo(20);
        assertThat(shell.settings().densityProperty().get()).isEqualTo(SettingsPresenter.Density.COMPACT);
        assertThat(enterSends).isFalse();
        assertThat(shell.navigation().screenProperty().get()).isEqualTo(MainScreen.SESSIONS);
    }

    @Test
    void everySettingWithAValueOffersItsOtherValuesInThePalette() {
        SettingChoices choices = new SettingChoices(
                shell.settings(), shell.machine(), shell.updates(), () -> enterSends, sends -> enterSends = sends);
        for (Setting setting : shell.settings().offered()) {
            List<SettingChoices.Choice> values = choices.of(setting);
            if (values.isEmpty()) {
                assertThat(setting)
                        .isIn(
                                Setting.DATA,
                                Setting.AGENTS,
                                Setting.SHARING,
                                Setting.DEVICES,
                                Setting.NOTIFY_AWAY,
                                Setting.PROFILES,
                                Setting.KEYS,
                                Setting.GUIDE,
                                Setting.LICENCES);
                continue;
            }
            assertThat(values)
                    .as(setting.name())
                    .filteredOn(SettingChoices.Choice::current)
                    .hasSize(1);
            SettingChoices.Choice other = values.stream()
                    .filter(value -> !value.current())
                    .findFirst()
                    .orElseThrow();
            other.choose().run();
            assertThat(choices.of(setting))
                    .as(setting.name())
                    .filteredOn(SettingChoices.Choice::current)
                    .extracting(SettingChoices.Choice::value)
                    .containsExactly(other.value());
        }
    }

    @Test
    void whoWaitsForThePersonStandsFirst() {
        assertThat(palette.rows().get(0).kind()).isEqualTo(PalettePresenter.Kind.WAITING);
        assertThat(titles()).contains("New session", "fix the login race");
    }

    @Test
    void aFewLettersFindASessionAndEnterOpensIt() {
        palette.queryProperty().set("flaky");
        palette.onAccept();

        assertThat(shell.navigation().sessionProperty().get().sessionId().value())
                .isEqualTo("s14");
        assertThat(done).as("the sheet is closed first").containsExactly("closed");
    }

    @Test
    void anActionIsDone() {
        palette.queryProperty().set("new ses");
        palette.onAccept();

        assertThat(done).containsExactly("closed", "new session");
    }

    @Test
    void aSettingIsFoundAndShown() {
        palette.queryProperty().set("density");
        palette.onAccept();

        assertThat(shell.navigation().screenProperty().get()).isEqualTo(MainScreen.SETTINGS);
        assertThat(shell.settings().shownProperty().get()).hasSize(1);
    }

    @Test
    void aSessionIsFoundByItsDirectoryToo() {
        palette.queryProperty().set("docs-site quick");

        assertThat(titles()).contains("docs: quickstart");
    }

    @Test
    void aTitleThatBeginsWithTheQueryStandsBeforeWordsAndScatteredLetters() {
        PalettePresenter ranked = palette(
                entry("dune, ember, moss, oak", ""), entry("Leave the demo", ""), entry("Demo: first steps", ""));
        ranked.queryProperty().set("demo");

        assertThat(ranked.rows())
                .extracting(PalettePresenter.Entry::title)
                .containsExactly("Demo: first steps", "Leave the demo", "dune, ember, moss, oak");
    }

    @Test
    void scatteredLettersOfADetailDoNotMatch() {
        PalettePresenter ranked =
                palette(entry("Density", "Distances between messages on screen"), entry("Colours", "For a demo"));
        ranked.queryProperty().set("demo");

        assertThat(ranked.rows()).extracting(PalettePresenter.Entry::title).containsExactly("Colours");
    }

    private static PalettePresenter palette(PalettePresenter.Entry... entries) {
        return new PalettePresenter(List.of(entries), () -> {});
    }

    private static PalettePresenter.Entry entry(String title, String detail) {
        return new PalettePresenter.Entry(PalettePresenter.Kind.SETTING, title, detail, "", () -> {});
    }

    @Test
    void theChoiceGoesRoundAndStartsAnewWithTheQuery() {
        palette.onMove(-1);
        assertThat(palette.chosenProperty().get()).isEqualTo(palette.rows().size() - 1);
        palette.onMove(1);
        assertThat(palette.chosenProperty().get()).isZero();
        palette.onMove(2);
        palette.queryProperty().set("race");

        assertThat(palette.chosenProperty().get()).isZero();
    }

    @Test
    void nothingThatFitsIsNothingToAccept() {
        palette.queryProperty().set("qqqqq");
        palette.onAccept();

        assertThat(palette.rows()).isEmpty();
        assertThat(done).isEmpty();
    }

    private PalettePresenter paletteOf(SessionId session) {
        shell.navigation().open(new SessionKey(sample.local().hostId(), session));
        return palette();
    }

    private static void choose(PalettePresenter palette, String query) {
        palette.queryProperty().set(query);
        palette.onAccept();
    }

    @Test
    void theOpenSessionOffersItsActions() {
        PalettePresenter palette = paletteOf(sample.main());
        assertThat(palette.rows())
                .filteredOn(entry -> entry.detail().equals("fix the login race"))
                .extracting(PalettePresenter.Entry::title)
                .containsExactly(
                        "Pin",
                        "Archive",
                        "Rename",
                        "New group\u2026",
                        "New session with same settings",
                        "Hand off to new session",
                        "End session",
                        "Delete",
                        "Restart agent");

        choose(palette, "archive");
        choose(palette, "end session");
        choose(palette, "restart agent");
        assertThat(sample.local().intents())
                .containsExactly(
                        Intent.Organise.archive(sample.main(), true),
                        new Intent.CloseSession(sample.main()),
                        new Intent.CloseSession(sample.main()),
                        new Intent.ResumeSession(sample.main()));
    }

    @Test
    void theOpenSessionOffersItsOtherModesAndModels() {
        PalettePresenter palette = paletteOf(sample.main());
        choose(palette, "haiku");

        assertThat(sample.local().intents()).containsExactly(new Intent.SetModel(sample.main(), "haiku"));
        palette.queryProperty().set("Model");
        assertThat(palette.rows())
                .extracting(PalettePresenter.Entry::title)
                .contains("Model: Haiku 4.5")
                .doesNotContain("Model: Opus 4.5");
    }

    @Test
    void withoutAnOpenSessionThereAreNoActionsOnOne() {
        shell.navigation().open(new SessionKey(sample.local().hostId(), sample.main()));
        shell.navigation().screenProperty().set(MainScreen.SETTINGS);

        assertThat(palette().rows())
                .extracting(PalettePresenter.Entry::title)
                .doesNotContain("Archive", "Restart agent");
    }

    @Test
    void aDeviceThatMayOnlyLookIsOfferedNoActionOnTheSession() {
        sample.local().scope(Scope.VIEW);

        assertThat(paletteOf(sample.main()).rows())
                .extracting(PalettePresenter.Entry::title)
                .doesNotContain("Archive", "Restart agent", "Model: Haiku 4.5");
    }
}
