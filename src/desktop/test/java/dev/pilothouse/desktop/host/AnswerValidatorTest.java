package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.ContextRestore;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.PendingKind;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.QuestionField;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check of an answer against its question. */
class AnswerValidatorTest {
    private static final Answer EMPTY_FORM = new Answer.Form(Map.of());

    @TempDir
    Path folder;

    private SessionRig rig;

    @BeforeEach
    void open() {
        rig = SessionRig.on(folder);
        rig.create("first");
        rig.agent().emitReady(ContextRestore.NEW);
        rig.run();
    }

    private void ask(PendingKind kind, List<PendingOption> options, QuestionField... fields) {
        rig.agent().emit(new AgentEvent.Ask("ask-1", kind, "Which?", "", null, options, List.of(fields), null, ""));
        rig.run();
    }

    private void question(QuestionField... fields) {
        ask(PendingKind.QUESTION, List.of(), fields);
    }

    private static QuestionField field(String name, QuestionField.Type type, boolean required, String... choices) {
        return new QuestionField(
                name,
                "The " + name,
                "",
                type,
                List.of(choices).stream()
                        .map(choice -> new QuestionField.Choice(choice, choice.toUpperCase()))
                        .toList(),
                "",
                required);
    }

    private Intent answer(Answer answer) {
        return new Intent.AnswerPending(
                rig.sessionId(), rig.state().open().get(0).pending().pendingId(), answer);
    }

    private static Answer form(String name, String value) {
        return new Answer.Form(Map.of(name, value));
    }

    /** The question stays open; the agent and the journal get nothing. */
    private void assertRefused(Answer answer, String sentence) {
        long head = rig.state().seq();
        IntentResult.Refused refused = rig.refused(answer(answer));

        assertThat(refused.code()).as(answer.toString()).isEqualTo(ErrorCode.BAD_REQUEST);
        assertThat(refused.text()).isEqualTo(sentence);
        assertThat(rig.state().seq()).isEqualTo(head);
        assertThat(rig.state().open()).hasSize(1);
        assertThat(rig.agent().commands).noneMatch(command -> command.startsWith("answer"));
    }

    private void assertTaken(Answer answer) {
        rig.accepted(answer(answer));

        assertThat(rig.agent().commands).contains("answer ask-1 " + answer);
    }

    @Test
    void aPermissionIsAnsweredByOneOfItsOptionsAndByNothingElse() {
        ask(PendingKind.PERMISSION, List.of(new PendingOption("yes", "Allow", PendingOption.Kind.ALLOW_ONCE)));

        String byOption = "This question is answered by one of its options.";
        assertRefused(EMPTY_FORM, byOption);
        assertRefused(form("yes", "yes"), byOption);
        assertRefused(new Answer.Text("yes"), byOption);
        assertRefused(new Answer.Decline(), byOption);
        assertThat(rig.refused(answer(new Answer.Option("no"))).code()).isEqualTo(ErrorCode.NO_SUCH_OPTION);
        assertTaken(new Answer.Option("yes"));
    }

    @Test
    void aPermissionWithoutOptionsTakesNoWordsAndCanBeDeclined() {
        ask(PendingKind.PLAN_APPROVAL, List.of());

        assertRefused(new Answer.Text("do something else"), "This question is answered by one of its options.");
        assertRefused(EMPTY_FORM, "This question is answered by one of its options.");
        assertTaken(new Answer.Decline());
    }

    @Test
    void aFormTakesOnlyItsOwnFields() {
        question(field("port", QuestionField.Type.INTEGER, false));

        assertRefused(form("command", "rm -r"), "The question has no field “command”.");
        assertTaken(EMPTY_FORM);
    }

    @Test
    void aFieldThatIsRequiredNeedsAValue() {
        question(field("name", QuestionField.Type.TEXT, true), field("tags", QuestionField.Type.MULTIPLE, true));

        assertRefused(form("tags", "a"), "The answer needs a value for “The name”.");
        assertRefused(
                new Answer.Form(Map.of("name", "Ada", "tags", "\n ")), "The answer needs a value for “The tags”.");
        assertTaken(new Answer.Form(Map.of("name", "Ada", "tags", "a\nb")));
    }

    @Test
    void aChoiceIsOneOfThose() {
        question(field("way", QuestionField.Type.TEXT, false, "north", "south"));

        assertRefused(form("way", "north; and delete all"), "“The way” must be one of its choices.");
        assertTaken(form("way", "south"));
    }

    @Test
    void aLinkIsAgreedToWithoutAnotherAddress() {
        QuestionField link = new QuestionField(
                "url", "example.org", "", QuestionField.Type.LINK, List.of(), "https://example.org/x", false);
        question(link);

        assertRefused(form("url", "https://evil.example"), "“example.org” must be one of its choices.");
        assertTaken(EMPTY_FORM);
        assertThat(rig.state().transcript().items().toString()).contains("Link opened");
    }

    @Test
    void ofSeveralChoicesEachIsOneOfThoseAndComesOnce() {
        question(field("cargo", QuestionField.Type.MULTIPLE, false, "tea", "rope"));

        String sentence = "“The cargo” must be some of its choices, each once.";
        assertRefused(form("cargo", "tea\ngold"), sentence);
        assertRefused(form("cargo", "tea\ntea"), sentence);
        assertTaken(form("cargo", "rope\ntea"));
    }

    @Test
    void aNumberIsANumber() {
        question(
                field("port", QuestionField.Type.INTEGER, false),
                field("ratio", QuestionField.Type.NUMBER, false),
                field("safe", QuestionField.Type.BOOLEAN, false));

        for (String value : List.of("1.5", "many", "9".repeat(19), " ", "0x10")) {
            assertRefused(form("port", value), "“The port” must be a whole number.");
        }
        for (String value : List.of("half", "1e9999", "NaN", "1.", "9".repeat(31))) {
            assertRefused(form("ratio", value), "“The ratio” must be a number.");
        }
        for (String value : List.of("yes", "TRUE", "1")) {
            assertRefused(form("safe", value), "“The safe” must be true or false.");
        }
        assertTaken(new Answer.Form(Map.of("port", "-7\n", "ratio", "1.5e-3", "safe", "false")));
    }

    @Test
    void aTextAnswersTheOneFieldOfAQuestionAndMustFitIt() {
        question(field("port", QuestionField.Type.INTEGER, true));

        assertRefused(new Answer.Text("tell me a story"), "“The port” must be a whole number.");
        assertRefused(new Answer.Text(""), "The answer needs a value for “The port”.");
        assertTaken(new Answer.Text("7717"));
    }

    @Test
    void whereThereAreChoicesOrSeveralFieldsOrNoneATextIsNoAnswer() {
        question(field("a", QuestionField.Type.TEXT, false), field("b", QuestionField.Type.TEXT, false));
        assertRefused(new Answer.Text("x"), "This question is not answered by a text.");
        assertTaken(new Answer.Decline());

        question();
        assertThat(rig.refused(answer(new Answer.Text("x"))).text())
                .isEqualTo("This question is not answered by a text.");
    }

    @Test
    void allValuesOfAFormTogetherAreBounded() {
        question(field("a", QuestionField.Type.TEXT, false), field("b", QuestionField.Type.TEXT, false));
        String half = "x".repeat(32 * 1024);

        assertRefused(
                new Answer.Form(Map.of("a", half, "b", half + "x")),
                "The answer is too long: at most 65536 characters.");
        assertTaken(new Answer.Form(Map.of("a", half, "b", half)));
    }
}
