package dev.pilothouse.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.ui.fx.Accent;
import dev.pilothouse.ui.fx.Theme;
import dev.pilothouse.ui.fx.ThemeSettings;
import dev.pilothouse.ui.text.Language;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.text.Text;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

class NavigationBarTest {
    private final FxRobot fx = new FxRobot();

    @BeforeAll
    static void start() throws TimeoutException {
        FxToolkit.registerPrimaryStage();
    }

    @AfterEach
    void speakEnglishAgain() {
        Texts.setLanguage(Language.ENGLISH);
    }

    private static HBox layOut(int text, double width) {
        HBox bar = (HBox) new NavigationBar(new SimpleObjectProperty<>(MainScreen.SESSIONS), Map.of()).bar();
        StackPane window = new StackPane(bar);
        new ThemeSettings(Theme.DARK, Accent.BLUE, text).applyTo(new Scene(window));
        window.resize(width, 100);
        window.applyCss();
        window.layout();
        return bar;
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void noWordOfAPhonesNavigationIsCutAtAnyTextSize(Language language) {
        Texts.setLanguage(language);
        List<String> shown = new ArrayList<>();
        fx.interact(() -> {
            for (int text : new int[] {12, 14, 20, 24}) {
                for (double width : new double[] {360, 390}) {
                    for (Node button : layOut(text, width).getChildren()) {
                        String word = ((Button) button).getText();
                        boolean whole = ((Button) button)
                                .getChildrenUnmodifiable().stream()
                                        .anyMatch(child -> child instanceof Text seen
                                                && seen.getText().equals(word));
                        boolean inside = button.getBoundsInParent().getMaxX() <= width
                                && button.getLayoutBounds().getWidth() >= 44;
                        shown.add(word + (whole && inside ? "" : " is cut at " + text + " px in " + width));
                    }
                }
            }
        });
        assertThat(shown).hasSize(4 * 2 * MainScreen.values().length).noneMatch(word -> word.contains(" is cut "));
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void theButtonsAreEquallyWideWhereTheWordsAllowIt(Language language) {
        Texts.setLanguage(language);
        List<Double> widths = new ArrayList<>();
        fx.interact(() -> layOut(14, 390).getChildren().forEach(button -> widths.add(((Button) button).getWidth())));

        assertThat(widths)
                .allSatisfy(width -> assertThat(Math.abs(width - widths.get(0))).isLessThanOrEqualTo(1));
    }
}
