package dev.pilothouse.ui.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.Pending;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.PendingKind;
import dev.pilothouse.model.ToolKind;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ActionTextTest {
    @BeforeEach
    void speakEnglish() {
        Texts.setLanguage(Language.ENGLISH);
    }

    @AfterEach
    void speakEnglishAgain() {
        Texts.setLanguage(Language.ENGLISH);
    }

    private static Pending pending(String title, ToolKind kind, String object) {
        return new Pending(
                new PendingId("p1"), PendingKind.PERMISSION, title, "", null, List.of(), List.of(), kind, object);
    }

    private static String asked(String title, ToolKind kind, String object) {
        return ActionText.asked(pending(title, kind, object), "/home/ada/shop").sentence();
    }

    @Test
    void saysTheVerbByTheKindAndTheObjectByWhatTheAgentWillUse() {
        assertThat(asked("ls -la", ToolKind.EXECUTE, "ls -la")).isEqualTo("Run ls -la");
        assertThat(asked("Which **port** does `serve` use?", null, "")).isEqualTo("Which port does serve use?");
        assertThat(asked("`ls -la`", ToolKind.EXECUTE, "")).isEqualTo("Run ls -la");
        assertThat(asked("Main.java", ToolKind.EDIT, "/home/ada/shop/src/Main.java"))
                .isEqualTo("Edit src/Main.java");
        assertThat(asked("Web", ToolKind.FETCH, "https://example.org/")).isEqualTo("Fetch https://example.org/");
        assertThat(asked("Clean up", ToolKind.DELETE, "/etc/hosts")).isEqualTo("Delete /etc/hosts");
    }

    @Test
    void whatTheTitleHidesIsSaid() {
        assertThat(asked("Run the tests", ToolKind.EXECUTE, "rm -rf /")).isEqualTo("Run rm -rf /");
        assertThat(asked("Look", ToolKind.EDIT, "/home/ada/shop/../.ssh/config"))
                .as("a way out of the directory is not shortened")
                .isEqualTo("Edit /home/ada/shop/../.ssh/config");
        assertThat(asked("Look", ToolKind.READ, "/home/ada/shopkeeper/a"))
                .as("a neighbour whose name begins alike")
                .isEqualTo("Read /home/ada/shopkeeper/a");
    }

    @Test
    void withoutAKindTheTitleStaysAsItIs() {
        assertThat(asked("Do it?", null, "")).isEqualTo("Do it?");
        assertThat(asked("Do it?", ToolKind.OTHER, "")).isEqualTo("Do it?");
    }

    @Test
    void theAgentsTitleIsKeptWhereItSaysMore() {
        Pending tests = pending("Run the tests", ToolKind.EXECUTE, "npm test");
        assertThat(ActionText.asked(tests, "").covers(tests.title(), tests.object()))
                .isFalse();
        Pending same = pending("Run npm test", ToolKind.EXECUTE, "npm test");
        assertThat(ActionText.asked(same, "").covers(same.title(), same.object()))
                .isTrue();
        Pending path = pending("Write /s/a.txt", ToolKind.EDIT, "/s/a.txt");
        assertThat(ActionText.asked(path, "/s").covers(path.title(), path.object()))
                .isTrue();
    }

    @Test
    void aQuestionWithoutATitleIsNamedInTheLanguage() {
        Texts.setLanguage(Language.GERMAN);
        assertThat(asked("The agent has a question.", null, "")).isEqualTo("Der Agent hat eine Frage.");
        assertThat(asked("A tool asks for permission", ToolKind.EXECUTE, ""))
                .isEqualTo("Ein Werkzeug bittet um Erlaubnis");
        assertThat(asked("A tool asks for permissions", ToolKind.OTHER, "")).isEqualTo("A tool asks for permissions");
    }

    @Test
    void theVerbFollowsTheLanguage() {
        Texts.setLanguage(Language.GERMAN);
        assertThat(asked("x", ToolKind.DELETE, "a.txt")).isEqualTo("L\u00f6schen a.txt");
    }
}
