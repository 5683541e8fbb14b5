package dev.pilothouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.RobotTest;
import dev.pilothouse.model.Attachment;
import dev.pilothouse.model.BlobId;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.WhenBusy;
import dev.pilothouse.testing.Frames;
import dev.pilothouse.ui.fx.Fonts;
import dev.pilothouse.ui.fx.Theme;
import dev.pilothouse.ui.shell.ShellView;
import java.util.List;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextArea;
import javafx.scene.image.Image;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.testfx.framework.junit5.ApplicationTest;

/** Uses the composer by keys, pointer and touch, in both forms of the window. */
@RobotTest
final class ComposerRobotTest extends ApplicationTest {
    private ComposerStage of;
    private Stage window;

    @Override
    public void start(Stage stage) {
        window = stage;
        Fonts.load();
        of = new ComposerStage("composer-robot");
        Scene scene = new Scene(new ShellView(of.shell), 1_280, 820);
        Theme.DARK.applyTo(scene);
        stage.setScene(scene);
        // All tests share one window, and some of them make it a phone.
        stage.setWidth(1_280);
        stage.setHeight(820);
        stage.show();
        stage.toFront();
        ((TextArea) scene.lookup("#composer-input")).requestFocus();
    }

    @AfterEach
    void close() {
        interact(of::close);
        assertThat(of.test.failures()).isEmpty();
    }

    private void phone() {
        interact(() -> {
            window.setWidth(390);
            window.setHeight(800);
        });
        Frames.settle();
    }

    private TextArea box() {
        return lookup("#composer-input").queryAs(TextArea.class);
    }

    private List<Intent> intents() {
        return of.host.intents();
    }

    private Intent.Prompt prompt() {
        return (Intent.Prompt) intents().get(0);
    }

    private void untilAttached(int count) {
        Awaitility.await().until(() -> {
            Frames.settle();
            return of.shell.composer().attachments().ready().size() == count;
        });
    }

    @Test
    void aCommandIsCompletedByKeysAlone() {
        clickOn("#composer-input");
        write("/re");
        push(KeyCode.DOWN);
        push(KeyCode.ENTER);
        assertThat(box().getText()).isEqualTo("/refactor ");
        write("the pool");
        push(KeyCode.ENTER);

        assertThat(prompt().text()).isEqualTo("/refactor the pool");
    }

    @Test
    void aFileIsChosenWithTheMouseAndGoesWithThePrompt() {
        clickOn("#composer-input");
        write("Explain @check");
        Frames.settle();
        clickOn("CheckoutView.java");
        assertThat(box().isFocused()).isTrue();
        write("please");
        push(KeyCode.ENTER);

        assertThat(prompt())
                .isEqualTo(new Intent.Prompt(
                        of.session,
                        "Explain @src/main/java/shop/checkout/CheckoutView.java please",
                        WhenBusy.QUEUE,
                        List.of(new Attachment.ProjectFile("src/main/java/shop/checkout/CheckoutView.java"))));
    }

    @Test
    void escapeClosesTheSuggestionsAndEnterThenSendsWhatStandsThere() {
        clickOn("#composer-input");
        write("see @check");
        push(KeyCode.ESCAPE);
        assertThat(lookup(".suggestions").queryAllAs(Node.class)).noneMatch(Node::isVisible);
        push(KeyCode.ENTER);

        assertThat(prompt().text()).isEqualTo("see @check");
    }

    @Test
    void upBringsBackWhatWasSent() {
        interact(of::sentWithAPicture);
        Frames.settle();
        clickOn("#composer-input");
        push(KeyCode.UP);
        assertThat(box().getText()).startsWith("Make the checkout look like this");
        push(KeyCode.DOWN);

        assertThat(box().getText()).isEmpty();
    }

    @Test
    void aPictureIsPastedShownAndSent() {
        interact(() -> Clipboard.getSystemClipboard()
                .setContent(Map.of(
                        DataFormat.IMAGE,
                        new Image(ComposerStage.picture().toUri().toString()))));
        clickOn("#composer-input");
        push(KeyCode.CONTROL, KeyCode.V);
        untilAttached(1);
        assertThat(lookup(".attachment-chip").queryAll()).hasSize(1);
        write("What is this?");
        push(KeyCode.ENTER);

        assertThat(prompt().text()).isEqualTo("What is this?");
        Attachment.Blob sent = (Attachment.Blob) prompt().attachments().get(0);
        assertThat(sent.mimeType()).isEqualTo("image/png");
        assertThat(of.host.blobs().get(sent.blobId())).hasSize((int) sent.bytes());
        assertThat(lookup(".attachment-chip").queryAll()).isEmpty();
    }

    @Test
    void filesAreChosenByTheMenuAndTakenAwayAgain() {
        clickOn("#composer-add");
        clickOn("Attach pictures or files");
        untilAttached(1);
        clickOn(lookup(".attachment-chip .attachment-button").queryButton());

        assertThat(lookup(".attachment-chip").queryAll()).isEmpty();
    }

    @Test
    void aWaitingPromptIsEditedWhereItStands() {
        interact(() -> {
            of.sentWithAPicture();
            of.queue(of.queued(1, "one"), of.queued(2, "two"));
        });
        Frames.settle();
        clickOn("#queue-edit-2");
        write(" and three");
        push(KeyCode.CONTROL, KeyCode.ENTER);

        assertThat(intents()).containsExactly(new Intent.EditQueued(of.session, 2, 1, "two and three"));
    }

    @Test
    void theQueueIsReorderedByKeysWithoutLosingThePlace() {
        interact(() -> {
            of.sentWithAPicture();
            of.queue(of.queued(1, "one"), of.queued(2, "two"), of.queued(3, "three"));
        });
        Frames.settle();
        interact(() -> lookup("#queue-edit-3").queryButton().requestFocus());
        push(KeyCode.ALT, KeyCode.UP);
        assertThat(intents()).containsExactly(new Intent.MoveQueued(of.session, 3, 1));
        interact(() -> of.queue(of.queued(1, "one"), of.queued(3, "three"), of.queued(2, "two")));
        Frames.settle();

        assertThat(lookup("#queue-edit-3").queryButton().isFocused()).isTrue();
    }

    @Test
    void sendNowFromTheQueueAsksTheHostForJustThat() {
        interact(() -> {
            of.sentWithAPicture();
            of.queue(of.queued(1, "one"), of.queued(2, "two"));
        });
        Frames.settle();
        clickOn("#queue-sendNow-2");

        assertThat(intents()).containsExactly(new Intent.SendQueued(of.session, 2));
    }

    @Test
    void anEditOfAPromptThatIsSentMeanwhileEndsInTheBox() {
        interact(() -> {
            of.sentWithAPicture();
            of.queue(of.queued(1, "one"));
        });
        Frames.settle();
        clickOn("#queue-edit-1");
        write(" more");
        interact(() -> of.queue());
        Frames.settle();

        assertThat(box().getText()).isEqualTo("one more");
    }

    @Test
    void anOwnPromptIsWrittenFoundAndDeleted() {
        clickOn("#composer-add");
        clickOn("Saved prompts");
        clickOn("#snippet-add");
        write("fix ci");
        push(KeyCode.TAB);
        write("Make the build green.");
        clickOn("#snippet-save");
        push(KeyCode.ESCAPE);
        clickOn("#composer-input");
        write("/fix");
        push(KeyCode.TAB);
        assertThat(box().getText()).isEqualTo("Make the build green.");

        clickOn("#composer-add");
        clickOn("Saved prompts");
        clickOn(lookup(".snippet-remove").nth(0).queryButton());
        clickOn("Delete");
        assertThat(of.shell.composer().snippets().find("fix-ci")).isEmpty();
    }

    @Test
    void onAPhoneEnterBreaksTheLineAndTheButtonSends() {
        phone();
        clickOn("#composer-input");
        write("one");
        push(KeyCode.ENTER);
        write("two");
        assertThat(intents()).isEmpty();
        clickOn(".send-button");

        assertThat(prompt().text()).isEqualTo("one\ntwo");
    }

    @Test
    void onAPhoneTheFingerFindsAFileAndEveryTargetIsLargeEnough() {
        phone();
        interact(() -> {
            of.sentWithAPicture();
            of.queue(of.queued(1, "one"), of.queued(2, "two"));
        });
        clickOn("#composer-input");
        write("@check");
        Frames.settle();
        for (Node target : lookup(".composer .button, .suggestion").queryAll()) {
            if (target.isVisible() && target.getParent().isVisible() && isShown(target)) {
                assertThat(target.getBoundsInLocal().getHeight())
                        .as("%s", target)
                        .isGreaterThanOrEqualTo(44);
            }
        }
        clickOn("CheckoutService.java");

        assertThat(box().getText()).isEqualTo("@src/main/java/shop/checkout/CheckoutService.java ");
    }

    private static boolean isShown(Node node) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (!at.isVisible()) {
                return false;
            }
        }
        return true;
    }

    @Test
    void onAPhoneAWaitingPromptIsSentNowByItsMenu() {
        phone();
        interact(() -> {
            of.sentWithAPicture();
            of.queue(of.queued(1, "one"), of.queued(2, "two"));
        });
        Frames.settle();
        clickOn("#queue-more-2");
        clickOn("Stop the turn and send now");

        assertThat(intents()).containsExactly(new Intent.SendQueued(of.session, 2));
    }

    @Test
    void whatEnterDoesIsChosenInTheMenu() {
        clickOn("#composer-add");
        clickOn("Send with Enter");
        clickOn("#composer-input");
        write("one");
        push(KeyCode.ENTER);
        assertThat(intents()).isEmpty();
        push(KeyCode.CONTROL, KeyCode.ENTER);

        assertThat(prompt().text()).isEqualTo("one");
    }

    @Test
    void everyButtonOfTheComposerHasAName() {
        interact(() -> {
            of.sentWithAPicture();
            of.queue(
                    of.queued(1, "", new Attachment.Blob(new BlobId("b1"), "a.png", "image/png", 1, null)),
                    of.queued(2, "two"));
        });
        Frames.settle();

        assertThat(lookup(".composer .button").queryAllAs(Button.class))
                .hasSizeGreaterThan(10)
                .allSatisfy(button -> {
                    String text = button.getText() == null ? "" : button.getText();
                    assertThat(text + (button.getAccessibleText() == null ? "" : button.getAccessibleText()))
                            .as("%s", button)
                            .isNotBlank();
                });
        assertThat(lookup(".queue-text").queryAllAs(Labeled.class))
                .extracting(Labeled::getText)
                .containsExactly("1 attachment", "two");
    }
}
