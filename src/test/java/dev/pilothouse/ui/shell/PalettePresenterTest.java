package dev.pilothouse.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.pulse.ManualLane;
import dev.pilothouse.pulse.ManualPulse;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.TestShell;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PalettePresenterTest {
    private final SampleHosts sample = SampleHosts.aWorkingDay();
    private final ShellGraph shell = new ShellGraph(
            new TestShell().ports(sample.hosts(), new ManualPulse(), new ManualLane("projection"), Runnable::run));
    private final List<String> done = new ArrayList<>();
    private final PalettePresenter palette = new PalettePresenter(
            new PaletteEntries(
                            shell.links(),
                            shell.navigation(),
                            shell.settings(),
                            Map.of(Shortcut.NEW_SESSION, () -> done.add("new session")))
                    .all(),
            () -> done.add("closed"));

    private List<String> titles() {
        return palette.rows().stream().map(PalettePresenter.Entry::title).toList();
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
}
