package dev.pilothouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobKind;
import dev.pilothouse.model.JobOutput;
import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.JobState;
import dev.pilothouse.model.JobStatus;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionTemplate;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.fx.SheetScroll;
import dev.pilothouse.ui.fx.Theme;
import dev.pilothouse.ui.fx.ThemeSettings;
import dev.pilothouse.ui.text.Texts;
import java.util.List;
import java.util.Map;
import javafx.event.Event;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.paint.Color;
import javafx.scene.shape.Path;
import javafx.stage.PopupWindow;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sheets of several steps: each step has its focus, and the Escape key leaves one at a time. */
class SheetStepsTest {
    private static ScreenStage stage;

    @BeforeAll
    static void openTheWindow() throws Exception {
        stage = new ScreenStage();
    }

    @AfterAll
    static void closeTheWindow() {
        stage.close();
    }

    private static Scene show(Screen screen, double width) {
        return stage.show(screen, ThemeSettings.of(Theme.DARK), width, 844);
    }

    private static void press(Scene scene, String id, KeyCode code) {
        stage.onFx(() -> {
            Node target = scene.lookup(id);
            target.requestFocus();
            target.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false));
            return null;
        });
        stage.settle();
    }

    private static boolean isThere(Scene scene, String id) {
        return stage.onFx(() -> scene.lookup(id) != null);
    }

    @Test
    void onAPhoneTheFileIsLeftFirstAndThenTheChanges() {
        Scene scene = show(Screen.CHANGES_FILE, 390);
        assertThat(isThere(scene, "#changes-diff")).isTrue();

        press(scene, "#changes-diff", KeyCode.ESCAPE);
        assertThat(isThere(scene, "#changes-diff")).isFalse();
        assertThat(isThere(scene, "#changes-files")).isTrue();

        press(scene, "#changes-files", KeyCode.ESCAPE);
        assertThat(isThere(scene, "#changes")).isFalse();
    }

    @Test
    void theFirstFileIsShownWhereThereIsRoomBesideTheList() {
        Scene wide = show(Screen.CHANGES, 1_200);
        assertThat(chosen(wide)).isZero();

        Scene narrow = show(Screen.CHANGES, 390);
        assertThat(isThere(narrow, "#changes-files")).isTrue();
        assertThat(isThere(narrow, "#changes-diff")).isFalse();
    }

    @Test
    void theFirstFileIsShownOnceAWindowIsWideEnough() {
        Scene scene = show(Screen.CHANGES, 390);

        stage.resize(1_200, 844);
        assertThat(chosen(scene)).isZero();

        stage.resize(390, 844);
        assertThat(isThere(scene, "#changes-diff")).isFalse();
        stage.resize(1_200, 844);
        assertThat(chosen(scene)).isZero();
    }

    @Test
    void inAWideWindowTheChangesAreLeftAtOnce() {
        Scene scene = show(Screen.CHANGES_FILE, 1_200);

        press(scene, "#changes-diff", KeyCode.ESCAPE);

        assertThat(isThere(scene, "#changes")).isFalse();
    }

    @Test
    void aCommentThatIsBeingWrittenStaysWhenItsFieldIsLeft() {
        Scene scene = show(Screen.CHANGES_COMMENTS, 1_200);

        press(scene, "#comment-text", KeyCode.ESCAPE);

        assertThat(isThere(scene, "#changes")).isTrue();
        assertThat(stage.onFx(() -> ((TextArea) scene.lookup("#comment-text")).getText()))
                .isEqualTo("Say why the order matters here.");
        assertThat(stage.onFx(() -> scene.getFocusOwner().getId())).isEqualTo("changes-diff");
    }

    @Test
    void anEmptyCommentIsClosedWhenItsFieldIsLeft() {
        Scene scene = show(Screen.CHANGES_COMMENTS, 1_200);
        stage.onFx(() -> {
            ((TextArea) scene.lookup("#comment-text")).setText("");
            return null;
        });

        press(scene, "#comment-text", KeyCode.ESCAPE);

        assertThat(isThere(scene, "#changes")).isTrue();
        assertThat(isThere(scene, "#comment-text")).isFalse();
    }

    @Test
    void controlEnterInTheMessageCommits() {
        Scene scene = show(Screen.COMMIT_FAILED, 1_200);
        stage.onFx(() -> {
            scene.lookup("#commit-message")
                    .fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.ENTER, false, true, false, true));
            return null;
        });
        stage.settle();

        assertThat(stage.onFx(() -> stage.sample().local().jobCommands()))
                .anyMatch(command -> command.startsWith("commit"));
    }

    @Test
    void thePaletteOpensTheFormOfASessionAtTheChoiceOfATemplate() {
        Scene scene = show(Screen.PALETTE, 1_200);
        stage.onFx(() -> {
            stage.sample().local().templates.add(new SessionTemplate("Fix", "", "", "", "", "Fix {{issue}}."));
            ((TextField) scene.lookup("#palette-query")).setText(Texts.text("newSession.fromTemplate"));
            return null;
        });

        press(scene, "#palette-query", KeyCode.ENTER);

        assertThat(stage.onFx(() -> scene.getFocusOwner().getId())).isEqualTo("new-session-template");
    }

    @Test
    void theChoiceOfATemplateThatComesLaterHasTheFocus() {
        Scene scene = show(Screen.NEW_SESSION_TEMPLATE_NONE, 1_200);
        stage.onFx(() -> {
            stage.sample().remote().templates.add(new SessionTemplate("Fix", "", "", "", "", "Fix {{issue}}."));
            ((ComboBox<?>) scene.getFocusOwner()).getSelectionModel().select(1);
            return null;
        });
        stage.settle();

        assertThat(stage.onFx(() -> scene.getFocusOwner().getId())).isEqualTo("new-session-template");
    }

    @Test
    void theFolderOfTheGuideIsEditedFromItsEnd() {
        Scene scene = show(Screen.GUIDE_DIRECTORY, 1_200);
        stage.settle();

        TextField field = (TextField) stage.onFx(scene::getFocusOwner);
        assertThat(field.getText()).isNotEmpty();
        assertThat(field.getCaretPosition()).isEqualTo(field.getLength());
        Bounds text = stage.onFx(() -> field.lookup(".text").getBoundsInParent());
        Bounds caret = stage.onFx(() -> field.lookupAll("*").stream()
                .filter(node ->
                        node instanceof Path path && path.strokeProperty().isBound())
                .findFirst()
                .orElseThrow()
                .getBoundsInParent());
        assertThat(caret.getCenterX()).as("the caret is drawn behind the text").isCloseTo(text.getMaxX(), within(3.0));
    }

    @Test
    void theKeysOfTheChangesAreLettersWhileACommentIsWritten() {
        Scene scene = show(Screen.CHANGES_COMMENTS, 390);
        Object path = stage.onFx(() -> scene.lookup(".changes-path").getAccessibleText());

        press(scene, "#comment-text", KeyCode.CLOSE_BRACKET);

        assertThat(isThere(scene, "#comment-text")).isTrue();
        assertThat(stage.onFx(() -> scene.lookup(".changes-path").getAccessibleText()))
                .isEqualTo(path);
    }

    @Test
    void theFormOfAScheduleIsLeftFirstAndThenTheList() {
        Scene scene = show(Screen.SCHEDULE_FORM, 1_200);

        press(scene, "#schedule-title", KeyCode.ESCAPE);
        assertThat(isThere(scene, "#schedule-title")).isFalse();
        assertThat(isThere(scene, "#schedules-add")).isTrue();

        press(scene, "#schedules-add", KeyCode.ESCAPE);
        assertThat(isThere(scene, "#schedules-sheet")).isFalse();
    }

    @Test
    void onAPhoneTheMessageOfAMergeIsInViewAndLeftBeforeTheAttempts() {
        Scene scene = show(Screen.TRY_MERGE, 390);

        assertThat(stage.onFx(() -> scene.getFocusOwner().getId())).isEqualTo("try-merge-message");
        assertThat(isInView(scene, "#try-merge-message")).isTrue();
        assertThat(isInView(scene, "#try-merge-confirm")).isTrue();

        press(scene, "#try-merge-message", KeyCode.ESCAPE);
        assertThat(isThere(scene, "#try-merge-message")).isFalse();
        assertThat(isInView(scene, "#try-discard")).isTrue();
        assertThat(isThere(scene, "#try-compare-sheet")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "TARGET_FORM, #target-remove, #target-remove-confirm, #target-save",
        "PROFILE_FORM, #profile-delete, #profile-delete-confirm, #profile-save",
    })
    void aQuestionInTheFootIsLeftBeforeTheForm(Screen screen, String ask, String sure, String ofForm) {
        Scene scene = show(screen, 1_200);
        stage.onFx(() -> {
            ((Button) scene.lookup(ask)).fire();
            return null;
        });
        stage.settle();
        assertThat(isThere(scene, sure)).isTrue();

        press(scene, sure, KeyCode.ESCAPE);

        assertThat(isThere(scene, sure)).isFalse();
        assertThat(isThere(scene, ofForm)).isTrue();
        assertThat(stage.onFx(() -> scene.getFocusOwner().getId())).isEqualTo(ask.substring(1));
    }

    @Test
    void theServersOfAFolderAreLeftBeforeTheFormWhichStaysAsItWas() {
        Scene scene = show(Screen.PROFILE_SUGGESTIONS, 1_200);
        assertThat(stage.onFx(() -> ((Button) scene.lookup("#suggestions-take")).isDisabled()))
                .isFalse();
        assertThat(stage.onFx(() -> scene.lookup("#suggestion-3").isDisabled())).isTrue();

        press(scene, "#suggestion-1", KeyCode.ESCAPE);

        assertThat(isThere(scene, "#suggestions")).isFalse();
        assertThat(isThere(scene, "#profile-server-3-name")).isFalse();
        assertThat(stage.onFx(() -> scene.getFocusOwner().getId())).isEqualTo("profile-from-folder");

        press(scene, "#profile-from-folder", KeyCode.ESCAPE);
        assertThat(isThere(scene, "#profile-from-folder")).isFalse();
        assertThat(isThere(scene, "#profiles-add")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1_200})
    void aServerThatIsTakenOverIsInViewWithTheFocus(int width) {
        Scene scene = show(Screen.PROFILE_SUGGESTIONS, width);
        stage.onFx(() -> {
            ((Button) scene.lookup("#suggestions-take")).fire();
            return null;
        });
        stage.settle();

        assertThat(stage.onFx(() -> scene.getFocusOwner().getId())).isEqualTo("profile-server-3-name");
        assertThat(isInView(scene, "#profile-server-3-name")).isTrue();
        assertThat(stage.onFx(() -> ((TextArea) scene.lookup("#profile-server-3-env")).getText()))
                .isEqualTo("DOCS_TOKEN=\nDOCS_LOG=");
    }

    private static void fire(Scene scene, String id) {
        stage.onFx(() -> {
            Button button = (Button) scene.lookup(id);
            button.requestFocus();
            button.fire();
            return null;
        });
        stage.settle();
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1_200})
    void theReasonWhyAnOwnAgentIsNotDeletedIsInViewWithTheFocus(int width) {
        Scene scene = stage.show(Screen.REGISTRY_FORM, ThemeSettings.of(Theme.DARK), width, 480);
        stage.sample().local().agentRefusal = HostText.of(HostTextCode.AGENTS_FILE_UNUSABLE, "agents.json");

        fire(scene, "#own-delete");
        fire(scene, "#own-delete-confirm");

        assertThat(isThere(scene, "#own-delete-confirm")).isFalse();
        assertThat(stage.onFx(() -> scene.getFocusOwner().getId())).isEqualTo("own-outcome");
        assertThat(isInView(scene, "#own-outcome")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1_200})
    void theReasonWhyAnAgentIsNotRemovedIsInViewWithTheFocus(int width) {
        Scene scene = stage.show(Screen.REGISTRY, ThemeSettings.of(Theme.DARK), width, 480);
        stage.sample().local().agentRefusal = HostText.of(HostTextCode.INSTALL_RUNNING, "Kilo");
        stage.onFx(() -> {
            SheetScroll.reveal(scene.lookup("#registry-remove-kilo"));
            return null;
        });

        fire(scene, "#registry-remove-kilo");

        assertThat(stage.onFx(() -> scene.getFocusOwner().getId())).isEqualTo("registry-problem");
        assertThat(isInView(scene, "#registry-problem")).isTrue();
    }

    @Test
    void aRemovalThatFailsLaterIsShownAndLeavesTheFocusInTheFieldInWhichAPersonTypes() {
        Scene scene = stage.show(Screen.REGISTRY, ThemeSettings.of(Theme.DARK), 390, 480);
        fire(scene, "#registry-remove-kilo");

        stage.onFx(() -> {
            scene.lookup("#registry-search").requestFocus();
            stage.sample().local().jobs(failedRemoval());
            return null;
        });
        stage.settle();

        assertThat(stage.onFx(() -> scene.getFocusOwner().getId())).isEqualTo("registry-search");
        assertThat(isInView(scene, "#registry-outcome-kilo")).isTrue();
    }

    @Test
    void aRemovalThatFailsLaterLeavesTheQuestionOfAFormOpen() {
        Scene scene = stage.show(Screen.REGISTRY, ThemeSettings.of(Theme.DARK), 390, 844);
        fire(scene, "#registry-remove-kilo");
        fire(scene, "#own-edit-mine");
        fire(scene, "#own-delete");

        stage.onFx(() -> {
            stage.sample().local().jobs(failedRemoval());
            return null;
        });
        stage.settle();

        assertThat(isThere(scene, "#own-delete-confirm")).isTrue();
    }

    @Test
    void theRowsOfAChoiceAreTallEnoughForAThumbOnAPhoneAndTheChosenOneIsMarked() {
        Scene scene = stage.show(Screen.TARGET_FORM, ThemeSettings.of(Theme.DARK), 390, 844);
        ComboBox<?> choice = stage.onFx(() -> (ComboBox<?>) scene.lookup(".combo-box"));
        stage.onFx(() -> {
            choice.show();
            return null;
        });
        stage.settle();

        stage.onFx(() -> {
            List<ListCell<?>> rows = Window.getWindows().stream()
                    .filter(PopupWindow.class::isInstance)
                    .flatMap(popup -> popup.getScene().getRoot().lookupAll(".list-cell").stream())
                    .<ListCell<?>>map(cell -> (ListCell<?>) cell)
                    .filter(cell -> !cell.isEmpty())
                    .toList();
            choice.hide();
            assertThat(rows).hasSizeGreaterThan(1).allMatch(row -> row.getHeight() >= 44);
            assertThat(rows.stream()
                            .filter(row -> row.getBackground().getFills().stream()
                                    .anyMatch(fill -> !fill.getFill().equals(Color.TRANSPARENT)))
                            .map(ListCell::getItem)
                            .distinct()
                            .toList())
                    .isEqualTo(List.of(choice.getValue()));
            return null;
        });
    }

    @Test
    void theFieldOfANewNameUsesTheKeysThatEdit() {
        Scene scene = stage.show(Screen.LIST_RENAME, ThemeSettings.of(Theme.DARK), 1_200, 800);

        String name = stage.onFx(() -> {
            TextField field = (TextField) scene.lookup("#session-rename");
            field.requestFocus();
            field.selectAll();
            Event.fireEvent(
                    field, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.BACK_SPACE, false, false, false, false));
            return field.getText();
        });

        assertThat(name).isEmpty();
    }

    private static Job failedRemoval() {
        return new Job(
                new JobId("remove"),
                JobKind.AGENT_REMOVE,
                List.of("Kilo", "7.5.5"),
                new JobRequest(
                        new DeviceId("d1"),
                        "Pocket",
                        Scope.STEER,
                        stage.sample().main(),
                        SampleHosts.NOW),
                new JobStatus(JobState.FAILED, HostText.of(HostTextCode.INSTALL_RUNNING, "Kilo"), Map.of(), null, null),
                JobOutput.NONE);
    }

    /** Whether it is drawn whole, in the window and in no part that is scrolled away. */
    private static boolean isInView(Scene scene, String id) {
        return stage.onFx(() -> {
            Node node = scene.lookup(id);
            Bounds place = node.localToScene(node.getLayoutBounds());
            for (Node parent = node.getParent(); parent != null; parent = parent.getParent()) {
                // A pane of the size of the view holds what scrolls, and moves with it.
                boolean moves = parent.getParent() != null
                        && parent.getParent().getStyleClass().contains("viewport");
                if (!moves && !parent.localToScene(parent.getLayoutBounds()).contains(place)) {
                    return false;
                }
            }
            return true;
        });
    }

    @Test
    void theFocusStaysOnTheButtonOfAScheduleThatChanges() {
        Scene scene = show(Screen.SCHEDULES, 1_200);
        String id = stage.onFx(() -> {
            Node pause = scene.getRoot().lookupAll(".button").stream()
                    .filter(node -> node.getId() != null && node.getId().startsWith("schedule-pause-"))
                    .filter(node -> node.getId().endsWith("-a"))
                    .findFirst()
                    .orElseThrow();
            pause.requestFocus();
            return pause.getId();
        });
        Node before = stage.onFx(scene::getFocusOwner);

        stage.onFx(() -> {
            stage.sample().local().schedules(Screen.schedules()[0]);
            return null;
        });
        stage.settle();

        assertThat(stage.onFx(scene::getFocusOwner)).isNotSameAs(before);
        assertThat(stage.onFx(() -> scene.getFocusOwner().getId())).isEqualTo(id);
    }

    private static int chosen(Scene scene) {
        return stage.onFx(() -> ((ListView<?>) scene.lookup("#changes-files"))
                .getSelectionModel()
                .getSelectedIndex());
    }
}
