package dev.pilothouse.ui.permission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.Answer;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.PendingKind;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.QuestionField;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.text.ActionText;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javafx.beans.property.SimpleStringProperty;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.stage.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

class PendingCardViewTest {
    private final FxRobot fx = new FxRobot();
    private final PendingItem item = new PendingItem(card("ada-desk \u00b7 ~ \u00b7 4 s"));
    private PendingCardView view;

    private static PendingCard card(String place) {
        return new PendingCard(
                new SessionKey(new HostId("h1"), new SessionId("s1")),
                new Pending(
                        new PendingId("p1"),
                        PendingKind.QUESTION,
                        "Which port?",
                        "",
                        null,
                        List.of(),
                        List.of(new QuestionField("port", "Port", "", QuestionField.Type.TEXT, List.of(), "", true))),
                new ActionText("Which port?", ""),
                "docs",
                place,
                "",
                List.of(),
                false,
                true);
    }

    @BeforeEach
    void openAWindow() throws TimeoutException {
        Stage stage = FxToolkit.registerPrimaryStage();
        fx.interact(() -> {
            view = new PendingCardView(
                    item,
                    new PendingActions() {
                        @Override
                        public void answer(PendingCard card, Answer answer) {}

                        @Override
                        public void openSession(SessionKey key) {}
                    },
                    link -> {},
                    true,
                    new SimpleStringProperty(""),
                    System::nanoTime);
            stage.setScene(new Scene(view, 400, 300));
            stage.show();
        });
    }

    private TextField port() {
        return fx.from(view).lookup(".text-field").queryAs(TextField.class);
    }

    @Test
    void whatIsWrittenIntoAFormStaysWhileTheQuestionGrowsOlder() {
        fx.interact(() -> port().setText("80"));

        fx.interact(() -> item.show(card("ada-desk \u00b7 ~ \u00b7 24 s")));

        assertThat(port().getText()).isEqualTo("80");
        assertThat(fx.from(view).lookup("ada-desk \u00b7 ~ \u00b7 24 s").tryQuery())
                .isPresent();
    }

    @Test
    void aQuestionWhoseOptionsAreItsOnlyFieldsChoicesIsAskedOnceByButtons() {
        PendingItem choice = new PendingItem(new PendingCard(
                new SessionKey(new HostId("h1"), new SessionId("s1")),
                new Pending(
                        new PendingId("p2"),
                        PendingKind.QUESTION,
                        "Which way?",
                        "",
                        null,
                        List.of(
                                new PendingOption("north", "North", PendingOption.Kind.OTHER),
                                new PendingOption("south", "South", PendingOption.Kind.OTHER)),
                        List.of(new QuestionField(
                                "way",
                                "Way",
                                "",
                                QuestionField.Type.TEXT,
                                List.of(
                                        new QuestionField.Choice("north", "North"),
                                        new QuestionField.Choice("south", "South")),
                                "",
                                true))),
                new ActionText("Which way?", ""),
                "docs",
                "ada-desk",
                "",
                List.of(),
                false,
                true));
        List<Answer> answers = new ArrayList<>();
        fx.interact(() -> {
            view = new PendingCardView(
                    choice,
                    new PendingActions() {
                        @Override
                        public void answer(PendingCard card, Answer answer) {
                            answers.add(answer);
                        }

                        @Override
                        public void openSession(SessionKey key) {}
                    },
                    link -> {},
                    true,
                    new SimpleStringProperty(""),
                    System::nanoTime);
        });

        assertThat(view.lookupAll(".radio-button")).isEmpty();
        List<String> words = view.lookupAll(".pending-buttons .button").stream()
                .map(node -> ((Button) node).getText())
                .toList();
        assertThat(words).containsExactlyInAnyOrder("North", "South", "Skip");
        fx.interact(() -> view.lookupAll(".pending-buttons .button").stream()
                .map(Button.class::cast)
                .filter(button -> button.getText().equals("South"))
                .forEach(Button::fire));
        assertThat(answers).containsExactly(new Answer.Option("south"));
    }
}
