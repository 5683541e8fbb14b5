package dev.pilothouse.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that can be allowed for a run. */
class PendingCommandTest {
    private static Pending asked(PendingKind kind, ToolKind tool, String object) {
        return new Pending(new PendingId("p1"), kind, "Run", "", null, List.of(), List.of(), tool, object);
    }

    @Test
    void aWholeCommandInPlainCharactersCanBeCompared() {
        assertThat(asked(PendingKind.PERMISSION, ToolKind.EXECUTE, "npm test && rm -r out")
                        .plainCommand())
                .contains("npm test && rm -r out");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "npm test\u2026",
                "npm\u00a0test",
                "n\u0440m test",
                "npm \u202etset",
                "npm\ttest",
                "caf\u00e9"
            })
    void aCommandThatIsCutOrUnusualCannot(String command) {
        assertThat(asked(PendingKind.PERMISSION, ToolKind.EXECUTE, command).plainCommand())
                .isEmpty();
    }

    @Test
    void aLongCommandAndOtherQuestionsCannot() {
        assertThat(asked(PendingKind.PERMISSION, ToolKind.EXECUTE, "x".repeat(301))
                        .plainCommand())
                .isEmpty();
        assertThat(asked(PendingKind.PERMISSION, ToolKind.EDIT, "a.txt").plainCommand())
                .isEmpty();
        assertThat(asked(PendingKind.QUESTION, ToolKind.EXECUTE, "npm test").plainCommand())
                .isEmpty();
    }
}
