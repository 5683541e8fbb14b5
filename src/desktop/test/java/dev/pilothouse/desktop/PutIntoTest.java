package dev.pilothouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.platform.SharedContent;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.ui.FakeHost;
import dev.pilothouse.ui.composer.AttachmentsPresenter.Status;
import dev.pilothouse.ui.fx.Theme;
import dev.pilothouse.ui.fx.ThemeSettings;
import dev.pilothouse.ui.shell.MainScreen;
import dev.pilothouse.ui.shell.Notice;
import dev.pilothouse.ui.shell.ShellView;
import dev.pilothouse.ui.status.SessionKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Content that other apps share with this one: its destination, and that it is not sent automatically. */
class PutIntoTest {
    private static final String TEXT = "The total is wrong when a coupon is used twice.";

    private static ScreenStage stage;

    private Scene scene;

    @BeforeAll
    static void openTheWindow() throws Exception {
        stage = new ScreenStage();
    }

    @AfterAll
    static void closeTheWindow() {
        stage.close();
    }

    private void show(Screen screen) {
        scene = stage.show(screen, ThemeSettings.of(Theme.DARK), 390, 844);
    }

    private void give(SharedContent given) {
        stage.onFx(() -> {
            stage.shell().shared().onShared(given);
            return null;
        });
        stage.settle();
    }

    private static SharedContent text(String text) {
        return new SharedContent(text, List.of(), List.of());
    }

    private Node sheet() {
        return stage.onFx(() -> scene.getRoot().lookup("#put-into"));
    }

    private List<String> offered() {
        return stage.onFx(() -> ((ListView<?>) scene.getRoot().lookup(".put-into .palette-list"))
                .getItems().stream().map(Object::toString).toList());
    }

    /** Types into the field of the sheet and chooses the first result. */
    private void choose(String letters) {
        stage.onFx(() -> {
            TextField query = (TextField) scene.getRoot().lookup("#palette-query");
            query.setText(letters);
            query.fireEvent(press(KeyCode.ENTER));
            return null;
        });
        stage.settle();
    }

    private static KeyEvent press(KeyCode key) {
        return new KeyEvent(KeyEvent.KEY_PRESSED, "", "", key, false, false, false, false);
    }

    private String draft() {
        return stage.onFx(() -> stage.shell().composer().draftProperty().get());
    }

    private List<Intent> sent() {
        return stage.sample().hosts().links().stream()
                .map(link -> (FakeHost) link.reader())
                .flatMap(host -> host.intents().stream())
                .filter(Intent.Prompt.class::isInstance)
                .toList();
    }

    private List<String> notices() {
        return stage.onFx(
                () -> stage.shell().notices().shown().stream().map(Notice::text).toList());
    }

    @Test
    void aTextBecomesTheDraftOfTheSessionThatIsChosenAndIsNotSent() {
        show(Screen.LIST);
        give(text("  " + TEXT + "\n"));
        assertThat(stage.onFx(() -> ((Label) scene.getRoot().lookup("#put-into-what")).getText()))
                .isEqualTo(TEXT);

        choose("login");

        assertThat(sheet()).isNull();
        assertThat(stage.shell().navigation().sessionProperty().get())
                .isEqualTo(new SessionKey(stage.sample().local().hostId(), new SessionId("s1")));
        assertThat(draft()).isEqualTo(TEXT);
        assertThat(sent()).isEmpty();
    }

    @Test
    void onAPhoneTheKeyboardStaysAwayFromTheSessions() {
        show(Screen.LIST);
        give(text(TEXT));

        assertThat(stage.onFx(() -> scene.getFocusOwner())).isNotInstanceOf(TextField.class);
    }

    @Test
    void whatWasWrittenBeforeStays() {
        show(Screen.ASKED_WHILE_WRITING);
        String before = draft();
        give(text(TEXT));

        choose("login");

        assertThat(before).isNotEmpty();
        assertThat(draft()).isEqualTo(before + "\n\n" + TEXT);
    }

    @Test
    void aPictureIsBroughtToTheHostAndWaitsInTheComposer() {
        show(Screen.LIST);
        give(new SharedContent("", List.of(ComposerStage.picture()), List.of()));

        choose("login");

        assertThat(stage.onFx(() ->
                        stage.shell().composer().attachments().entriesProperty().get()))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.name()).isEqualTo("pilothouse-256.png");
                    assertThat(entry.status()).isEqualTo(Status.READY);
                });
        assertThat(sent()).isEmpty();
    }

    @Test
    void aPictureThatCannotBeReadSaysSoInItsPlace() {
        show(Screen.LIST);
        give(new SharedContent("", List.of(Path.of("nowhere", "photo.jpg")), List.of()));

        choose("login");

        assertThat(stage.onFx(() ->
                        stage.shell().composer().attachments().entriesProperty().get()))
                .singleElement()
                .satisfies(entry -> assertThat(entry.problem()).isEqualTo("Cannot read photo.jpg."));
    }

    @Test
    void aNewSessionIsMadeWithoutItsPromptAndHasItAsADraft() {
        show(Screen.LIST);
        give(text(TEXT));
        choose("new session");
        assertThat(stage.onFx(() -> scene.getRoot().lookup("#new-session-agent")))
                .as("the sheet for a new session")
                .isNotNull();
        assertThat(stage.onFx(() -> scene.getRoot().lookupAll(".overlay-sheet .text-area").stream()
                        .map(node -> ((javafx.scene.control.TextArea) node).getText())
                        .toList()))
                .as("its own prompt would be sent at once")
                .allMatch(String::isEmpty);

        SessionKey made = stage.onFx(() -> {
            SessionId fresh = stage.sample().local().create("s91", "OpenCode", "/home/ada/src/shop", "coupons");
            SessionKey key = new SessionKey(stage.sample().local().hostId(), fresh);
            ((ShellView) scene.getRoot()).back();
            return key;
        });
        give(text(TEXT));
        choose("coupons");
        assertThat(stage.shell().navigation().sessionProperty().get()).isEqualTo(made);
        assertThat(draft()).isEqualTo(TEXT);
    }

    @Test
    void onlySessionsThatThisDeviceMayWriteToAreOffered() {
        show(Screen.LIST);
        stage.onFx(() -> stage.sample().remote().scope(Scope.VIEW));
        stage.settle();
        give(text(TEXT));

        assertThat(offered()).isNotEmpty();
        assertThat(offered())
                .noneMatch(
                        entry -> entry.contains(stage.sample().remote().host().hostName()));
    }

    @Test
    void aSessionThatComesWhileTheSheetIsOpenIsOfferedToo() {
        show(Screen.LIST);
        give(text(TEXT));
        assertThat(offered()).noneMatch(entry -> entry.contains("coupons"));

        stage.onFx(() -> stage.sample().local().create("s92", "OpenCode", "/home/ada/src/shop", "coupons"));
        stage.settle();

        assertThat(offered()).anyMatch(entry -> entry.contains("coupons"));
    }

    @Test
    void theListStaysAsItIsWhileASessionInItWorks() {
        show(Screen.LIST);
        give(text(TEXT));
        List<String> before = offered();

        stage.onFx(() -> {
            FakeHost host = stage.sample().local();
            SessionId last = host.host().sessions().stream()
                    .min(Comparator.comparing(SessionSummary::lastActive))
                    .orElseThrow()
                    .sessionId();
            return host.after(Duration.ofHours(1)).update(last, new SessionUpdate.TurnStarted());
        });
        stage.settle();

        assertThat(offered()).isEqualTo(before);
    }

    @Test
    void whatIsChosenStaysChosenWhenASessionComesAboveIt() {
        show(Screen.LIST);
        give(text(TEXT));
        stage.onFx(() -> {
            ListView<?> list = (ListView<?>) scene.getRoot().lookup(".put-into .palette-list");
            TextField query = (TextField) scene.getRoot().lookup("#palette-query");
            while (!list.getSelectionModel().getSelectedItem().toString().contains("login")) {
                query.fireEvent(press(KeyCode.DOWN));
            }
            return null;
        });

        stage.onFx(() -> stage.sample()
                .local()
                .after(Duration.ofHours(1))
                .create("s93", "OpenCode", "/home/ada/src/shop", "coupons"));
        stage.settle();
        stage.onFx(() -> {
            scene.getRoot().lookup("#palette-query").fireEvent(press(KeyCode.ENTER));
            return null;
        });
        stage.settle();

        assertThat(stage.shell().navigation().sessionProperty().get())
                .isEqualTo(new SessionKey(stage.sample().local().hostId(), new SessionId("s1")));
    }

    @Test
    void whatComesWhileASheetIsOpenWaitsUntilThatIsClosed() {
        show(Screen.LIST);
        stage.onFx(() -> {
            ((ShellView) scene.getRoot()).sheets().openNewSession();
            return null;
        });
        stage.settle();

        give(text(TEXT));
        assertThat(sheet()).isNull();
        assertThat(stage.onFx(() -> scene.getRoot().lookup("#new-session-agent")))
                .as("the sheet in which the person may have written")
                .isNotNull();

        stage.onFx(() -> ((ShellView) scene.getRoot()).back());
        stage.settle();
        assertThat(sheet()).isNotNull();
    }

    @Test
    void twoThingsAreAskedForOneAfterTheOther() {
        show(Screen.LIST);
        give(text(TEXT));
        give(text("And the second."));

        choose("login");
        choose("login");

        assertThat(draft()).isEqualTo(TEXT + "\n\nAnd the second.");
        assertThat(sheet()).isNull();
    }

    @Test
    void whoGoesBackPutsItNowhere() {
        show(Screen.LIST);
        give(text(TEXT));

        stage.onFx(() -> ((ShellView) scene.getRoot()).back());
        stage.settle();

        assertThat(sheet()).isNull();
        assertThat(stage.test().kept().values()).doesNotContain(TEXT);
    }

    @Test
    void aTicketThatIsSharedGoesIntoThePairingForm() {
        show(Screen.LIST);
        give(text(" pilothouse://pair#abc\n"));

        assertThat(sheet()).isNull();
        assertThat(stage.shell().navigation().screenProperty().get()).isEqualTo(MainScreen.HOSTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pilothouse://pair#abc\n\n" + TEXT, TEXT + "\n\npilothouse://pair#abc"})
    void aTicketThatWaitsTogetherWithATextGoesIntoThePairingFormAndTheTextIntoASession(String joined) {
        show(Screen.LIST);
        give(text(joined));

        assertThat(stage.shell().navigation().screenProperty().get()).isEqualTo(MainScreen.HOSTS);
        assertThat(stage.onFx(() -> ((TextInputControl) scene.getRoot().lookup("#ticket-text")).getText()))
                .isEqualTo("pilothouse://pair#abc");
        choose("login");
        assertThat(draft()).isEqualTo(TEXT);
    }

    @Test
    void whatCannotBeTakenIsSaid() {
        show(Screen.LIST);
        give(new SharedContent(
                "", List.of(), List.of(SharedContent.Problem.OTHER_KIND, SharedContent.Problem.OTHER_KIND)));
        assertThat(notices()).containsExactly("Only text and pictures can be shared with Pilothouse.");

        give(text("x".repeat(SharedContent.MAX_CHARACTERS + 1)));
        assertThat(notices()).anyMatch(notice -> notice.contains("100,000 characters"));
        assertThat(sheet()).isNull();
    }

    @Test
    void aDeviceThatIsPairedWithNobodySaysWhatToDoFirst() {
        show(Screen.PAIR_FIRST);
        give(text(TEXT));

        assertThat(sheet()).isNull();
        assertThat(notices()).containsExactly("Pair this device with a host before you share.");
    }
}
