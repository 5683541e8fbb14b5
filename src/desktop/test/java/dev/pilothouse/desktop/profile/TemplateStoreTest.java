package dev.pilothouse.desktop.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.SessionTemplate;
import dev.pilothouse.protocol.StrictJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplateStoreTest {
    @TempDir
    Path folder;

    private TemplateStore store;

    @BeforeEach
    void open() {
        store = new TemplateStore(folder);
    }

    private static SessionTemplate template(String name, String prompt) {
        return new SessionTemplate(name, "demo", "/src", "", "web", prompt);
    }

    @Test
    void aTemplateIsSavedReplacedRenamedAndDeleted() throws Exception {
        store.save("", template("A", "one"), "");
        store.save("", template("B", "two {{x}}"), "");
        store.save("A", template("A", "three"), "");
        store.save("A", template("C", "four"), "");
        assertThat(new TemplateStore(folder).read().templates())
                .containsExactly(template("C", "four"), template("B", "two {{x}}"));

        store.save("C", null, "");
        assertThat(store.read().templates()).containsExactly(template("B", "two {{x}}"));
    }

    @Test
    void aTemplateThatIsGoneOrTakenIsRefused() throws Exception {
        store.save("", template("A", "one"), "");
        store.save("", template("B", "two"), "");

        assertThatThrownBy(() -> store.save("X", null, "")).hasMessageContaining("no template “X”");
        assertThatThrownBy(() -> store.save("A", template("B", "x"), ""))
                .hasMessageContaining("already a template “B”");
        assertThat(store.read().templates()).hasSize(2);
    }

    @Test
    void aNewTemplateDoesNotReplaceTheOneOfItsName() throws Exception {
        store.save("", template("A", "one"), "");
        store.save("", template("A", "one"), "");

        assertThatThrownBy(() -> store.save("", template("A", "two"), ""))
                .hasMessageContaining("already a template “A”");

        assertThat(store.read().templates()).containsExactly(template("A", "one"));
    }

    @Test
    void aWrongTemplateIsRefused() {
        String blanks = IntStream.range(0, 21).mapToObj(i -> "{{b" + i + "}}").collect(Collectors.joining());

        assertThatThrownBy(() -> store.save("", template(" A", "x"), "")).hasMessageContaining("one line");
        assertThatThrownBy(() -> store.save("", template("A", " "), "")).hasMessageContaining("needs a prompt");
        assertThatThrownBy(() -> store.save("", template("A", "x".repeat(20_001)), ""))
                .hasMessageContaining("too long");
        assertThatThrownBy(() -> store.save("", template("A", blanks), "")).hasMessageContaining("more than 20 blanks");
        assertThat(folder.resolve(TemplateStore.FILE)).doesNotExist();
    }

    @Test
    void aMistakeInTheFileIsNamedWithItsLineAndTheFileIsNotOverwritten() throws Exception {
        String text = "{\"templates\": [\n  {\"name\": \"A\", \"prompt\": \"one\"},\n  {\"name\": \"B\"}\n]}";
        Files.writeString(folder.resolve(TemplateStore.FILE), text);

        assertThat(store.read().templates()).extracting(SessionTemplate::name).containsExactly("A");
        assertThat(store.read().problems()).hasSize(1);
        assertThat(store.read().problems().get(0).line()).isEqualTo(3);
        assertThatThrownBy(() -> store.save("", template("C", "x"), "")).hasMessageContaining("has mistakes");
        assertThat(Files.readString(folder.resolve(TemplateStore.FILE))).isEqualTo(text);
    }

    @Test
    void membersThatPeopleAddByHandSurviveAChange() throws Exception {
        Files.writeString(folder.resolve(TemplateStore.FILE), """
                {"comment": "ours", "version": 1, "templates": [
                  {"name": "A", "prompt": "one", "agent": "demo", "owner": {"team": "shop"}},
                  {"name": "B", "prompt": "two", "note": "keep"}
                ]}""");

        store.save("A", new SessionTemplate("C", "", "", "", "", "three", List.of("npm test")), "");

        JsonObject root = StrictJson.parseObject(Files.readString(folder.resolve(TemplateStore.FILE)));
        assertThat(root.get("comment").getAsString()).isEqualTo("ours");
        assertThat(root.getAsJsonArray("templates").get(0))
                .isEqualTo(StrictJson.parse("{\"name\": \"C\", \"prompt\": \"three\", \"check\": [\"npm test\"],"
                        + " \"owner\": {\"team\": \"shop\"}}"));
        assertThat(root.getAsJsonArray("templates").get(1))
                .isEqualTo(StrictJson.parse("{\"name\": \"B\", \"prompt\": \"two\", \"note\": \"keep\"}"));
        assertThat(store.read().templates().get(0).check()).containsExactly("npm test");
    }

    @Test
    void aCheckThatIsNoListOfCommandsIsNamed() throws Exception {
        for (String check : List.of("\"npm test\"", "[1]", "[\" \"]", "{}")) {
            Files.writeString(
                    folder.resolve(TemplateStore.FILE),
                    "{\"templates\": [{\"name\": \"A\", \"prompt\": \"one\", \"check\": " + check + "}]}");
            assertThat(store.read().problems())
                    .as(check)
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.english()).contains("check of the template “A”"));
        }
    }

    @Test
    void aFileThatIsNoListIsNamed() throws Exception {
        for (String text : new String[] {"{", "[]", "{}", "{\"templates\": {}}"}) {
            Files.writeString(folder.resolve(TemplateStore.FILE), text);
            assertThat(store.read().problems()).as(text).hasSize(1);
        }
    }

    @Test
    void aSaveOrADeletionOverANewerTemplateIsRefusedAndChangesNothing() throws Exception {
        SessionTemplate opened = template("A", "one");
        String revision = TemplateStore.revision(opened);
        store.save("", opened, "");
        store.save("A", template("A", "two"), revision);

        for (SessionTemplate mine : Arrays.asList(template("A", "three"), null)) {
            assertThatThrownBy(() -> store.save("A", mine, revision))
                    .hasMessageContaining("has changed since you opened it");
        }
        assertThat(store.read().templates()).containsExactly(template("A", "two"));

        store.save("A", template("A", "two"), revision);
        store.save("A", null, TemplateStore.revision(template("A", "two")));
        assertThatThrownBy(() -> store.save("A", opened, revision))
                .isInstanceOfSatisfying(
                        ProfileStore.RefusedException.class,
                        gone -> assertThat(gone.code()).isEqualTo(ErrorCode.CONFLICT));
    }

    @Test
    void aRenamingWhoseAnswerWasLostIsAcceptedAgain() throws Exception {
        store.save("", template("A", "one"), "");
        String revision = TemplateStore.revision(template("A", "one"));

        for (int i = 0; i < 2; i++) {
            store.save("A", template("B", "two"), revision);
        }

        assertThat(store.read().templates()).containsExactly(template("B", "two"));
    }
}
