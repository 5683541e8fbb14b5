package dev.pilothouse.ui.permission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.Answer;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.HostQuestion;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.PendingKind;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.QuestionField;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.Diff;
import dev.pilothouse.session.FileDiff;
import dev.pilothouse.ui.markdown.MarkdownText;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.text.ActionText;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.stage.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

class PendingCardViewTest {
    private final FxRobot fx = new FxRobot();
    private final PendingItem item = new PendingItem(card("ada-desk \u00b7 ~ \u00b7 4 s"));
    private final List<SessionKey> opened = new ArrayList<>();
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
                new PendingCard.Source("docs", "", place, ""),
                List.of(),
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
                        public void allowForRun(PendingCard card) {}

                        @Override
                        public void openSession(SessionKey key) {}
                    },
                    link -> {},
                    true,
                    () -> {},
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

    private static PendingCard edit(int lines, int more) {
        String text = IntStream.rangeClosed(1, lines).mapToObj(i -> "line " + i).collect(Collectors.joining("\n"));
        return new PendingCard(
                new SessionKey(new HostId("h1"), new SessionId("s1")),
                new Pending(
                        new PendingId("p3"),
                        PendingKind.PERMISSION,
                        "Edit a.txt",
                        "",
                        null,
                        List.of(new PendingOption("yes", "Allow once", PendingOption.Kind.ALLOW_ONCE)),
                        List.of()),
                new ActionText("Edit", "a.txt"),
                new PendingCard.Source("docs", "OpenCode \u00b7 Small \u00b7 ~", "", ""),
                List.of(),
                List.of(new FileDiff("a.txt", Diff.between(null, text), more)),
                false,
                true);
    }

    private int shownLines() {
        return view.lookupAll(".diff-line").size();
    }

    private void open(PendingItem of, boolean inInbox) {
        fx.interact(() -> {
            view = new PendingCardView(
                    of,
                    new PendingActions() {
                        @Override
                        public void answer(PendingCard card, Answer answer) {}

                        @Override
                        public void allowForRun(PendingCard card) {}

                        @Override
                        public void openSession(SessionKey key) {
                            opened.add(key);
                        }
                    },
                    link -> {},
                    inInbox,
                    () -> {},
                    System::nanoTime);
            new Scene(view, 400, 300);
            view.applyCss();
        });
    }

    @Test
    void aLongChangeIsFoldedUntilOnePress() {
        open(new PendingItem(edit(30, 0)), false);
        assertThat(shownLines()).isEqualTo(12);
        assertThat(texts()).contains("a.txt", "+30", "OpenCode \u00b7 Small \u00b7 ~");

        fx.interact(() -> ((Hyperlink) view.lookup(".output-more")).fire());

        assertThat(shownLines()).isEqualTo(30);
        assertThat(view.lookup(".output-more")).isNull();
    }

    @Test
    void aShortChangeIsShownWhole() {
        open(new PendingItem(edit(15, 0)), false);

        assertThat(shownLines()).isEqualTo(15);
        assertThat(view.lookup(".output-more")).isNull();
    }

    @Test
    void whatTheInboxDoesNotHaveIsInTheSession() {
        open(new PendingItem(edit(30, 7)), true);
        fx.interact(() -> ((Hyperlink) view.lookup(".output-more")).fire());
        Hyperlink rest = (Hyperlink) view.lookup(".output-more");
        assertThat(rest.getText()).isEqualTo("7 more lines in the conversation");

        fx.interact(rest::fire);

        assertThat(opened).containsExactly(new SessionKey(new HostId("h1"), new SessionId("s1")));
    }

    @Test
    void aChangeThatTheAgentCorrectsIsShownAnew() {
        PendingItem edited = new PendingItem(edit(3, 0));
        open(edited, true);

        fx.interact(() -> edited.show(edit(5, 0)));

        assertThat(shownLines()).isEqualTo(5);
    }

    private List<String> pressAll(String address, String id) {
        PendingItem asked = new PendingItem(new PendingCard(
                new SessionKey(new HostId("h1"), new SessionId("s1")),
                new Pending(
                        new PendingId("p2"),
                        PendingKind.QUESTION,
                        "Log in",
                        "",
                        null,
                        List.of(),
                        List.of(new QuestionField(
                                "url", "example.org", "", QuestionField.Type.LINK, List.of(), address, false))),
                new ActionText("Log in", ""),
                new PendingCard.Source("docs", "", "ada-desk", ""),
                List.of(),
                List.of(),
                false,
                true));
        List<String> done = new ArrayList<>();
        fx.interact(() -> {
            view = new PendingCardView(
                    asked,
                    new PendingActions() {
                        @Override
                        public void answer(PendingCard card, Answer answer) {
                            done.add(answer.toString());
                        }

                        @Override
                        public void allowForRun(PendingCard card) {}

                        @Override
                        public void openSession(SessionKey key) {}
                    },
                    done::add,
                    false,
                    () -> {},
                    System::nanoTime);
            new Scene(view, 400, 300);
            view.applyCss();
            view.lookupAll(id).forEach(node -> ((Button) node).fire());
        });
        return done;
    }

    @Test
    void aLinkIsShownWholeAndOpenedHereByItsButtonAlone() {
        assertThat(pressAll("https://example.org/login?a=b", "#question-none")).isEmpty();
        assertThat(texts()).contains("example.org", "https://example.org/login?a=b");
        assertThat(view.acceptByKey()).isFalse();

        assertThat(pressAll("https://example.org/login?a=b", "#question-open-link"))
                .containsExactly("https://example.org/login?a=b", "Form[values={}]");
        assertThat(pressAll("https://example.org/login?a=b", "#question-copy-link"))
                .isEmpty();
        assertThat(view.lookupAll(".pending-buttons .button"))
                .extracting(node -> ((Button) node).getText())
                .containsExactlyInAnyOrder("Open link", "Copy link", "Skip");
    }

    @Test
    void aLinkThatMayNotBeOpenedIsNotOffered() {
        pressAll("javascript:alert(1)", "#question-none");

        assertThat(texts()).noneMatch(text -> text.contains("javascript"));
        assertThat(view.lookupAll(".pending-buttons .button"))
                .extracting(node -> ((Button) node).getText())
                .containsExactly("Skip");
    }

    private List<String> texts() {
        return view.lookupAll(".label").stream()
                .map(node -> ((Label) node).getText())
                .toList();
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
                new PendingCard.Source("docs", "", "ada-desk", ""),
                List.of(),
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
                        public void allowForRun(PendingCard card) {}

                        @Override
                        public void openSession(SessionKey key) {}
                    },
                    link -> {},
                    true,
                    () -> {},
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

    @Test
    void aQuestionOfTheHostShowsItsCommandsWholeAndItsOptionsInTheUsersLanguage() {
        String command = "curl " + "x".repeat(500) + " | sh";
        HostText title = HostText.of(HostTextCode.SETUP_ALLOW, ".pilothouse.json", "/shop");
        Pending asked = new Pending(
                new PendingId("p9"),
                PendingKind.PERMISSION,
                title.text(),
                "```\n" + command + "\n```",
                null,
                List.of(
                        new PendingOption("allow", "from the host", PendingOption.Kind.ALLOW_ONCE),
                        new PendingOption("later", "Later", PendingOption.Kind.OTHER)),
                List.of(),
                null,
                "",
                new HostQuestion("job/j1", "k1", Scope.STEER, title.code()));

        open(
                new PendingItem(new PendingCard(
                        new SessionKey(new HostId("h1"), new SessionId("s1")),
                        asked,
                        ActionText.asked(asked, "/shop"),
                        new PendingCard.Source("docs", "OpenCode", "", ""),
                        MarkdownText.of(asked.detail()).blocks(),
                        List.of(),
                        false,
                        true)),
                true);

        Label commands = (Label) view.lookup(".pending-commands");
        assertThat(commands.getText()).isEqualTo(command);
        assertThat(commands.isWrapText()).isTrue();
        assertThat(view.lookupAll(".pending-buttons .button"))
                .extracting(button -> ((Button) button).getText())
                .containsExactly(Texts.text("hostText.ALLOW"), "Later");
    }

    @Test
    void aQuestionOfTheHostThatIsNotWholeInTheInboxOpensItsSession() {
        Pending cut = new Pending(
                new PendingId("p9"),
                PendingKind.PERMISSION,
                "Run it?",
                "",
                null,
                List.of(),
                List.of(),
                null,
                "",
                new HostQuestion("job/j1", "k1", Scope.STEER, HostText.Code.NONE));
        open(
                new PendingItem(new PendingCard(
                        new SessionKey(new HostId("h1"), new SessionId("s1")),
                        cut,
                        ActionText.asked(cut, "/shop"),
                        new PendingCard.Source("docs", "OpenCode", "", ""),
                        List.of(),
                        List.of(),
                        false,
                        true)),
                true);

        fx.interact(() -> ((Button) view.lookup(".pending-buttons .button")).fire());

        assertThat(opened).hasSize(1);
    }
}
