package dev.pilothouse.desktop.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.HostQuestion;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.PendingKind;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.ToolKind;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PushQuestionTest {
    private static Pending pending(ToolKind kind, String object) {
        return new Pending(
                new PendingId("p1"),
                PendingKind.PERMISSION,
                "Run a command",
                "",
                null,
                List.of(
                        new PendingOption("always", "Always", PendingOption.Kind.ALLOW_ALWAYS),
                        new PendingOption("once", "Once", PendingOption.Kind.ALLOW_ONCE),
                        new PendingOption("never", "Never", PendingOption.Kind.REJECT_ALWAYS),
                        new PendingOption("no", "No", PendingOption.Kind.REJECT_ONCE)),
                List.of(),
                kind,
                object);
    }

    @Test
    void onlyAllowOnceAndRejectOnceGetButtons() {
        PushQuestion question = PushQuestion.of(pending(ToolKind.EXECUTE, "mvn -q test"));

        assertThat(question.allow()).isEqualTo("once");
        assertThat(question.reject()).isEqualTo("no");
        assertThat(question.isAnswerable("Run a command\nmvn -q test")).isTrue();
    }

    @Test
    void aCommandThatIsNotShownAsAWholeHasNoButtons() {
        PushQuestion question = PushQuestion.of(pending(ToolKind.EXECUTE, "mvn -q test"));

        assertThat(question.isAnswerable("Run a command")).isFalse();
        assertThat(question.isAnswerable("Run a command\nmvn -q")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "rm -rf build…",
                "rm -rf ~/\u202eduh/",
                "rm\u200b -rf x",
                "rm\u00a0-rf x",
                "ls\trm",
                "ls \u0430",
                "echo ⟨U+202E⟩",
                "printf \u001b[2K"
            })
    void aHiddenACutAndAnUnusualCommandHasNoButtons(String command) {
        PushQuestion question = PushQuestion.of(pending(ToolKind.EXECUTE, command));

        assertThat(question.isAnswerable("Run a command\n" + command)).isFalse();
    }

    @Test
    void aCommandThatIsLongerThanANotificationShowsHasNoButtons() {
        assertThat(PushQuestion.of(pending(ToolKind.EXECUTE, "x".repeat(301))).allow())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = ToolKind.class,
            names = {"EXECUTE", "READ", "FETCH", "DELETE"},
            mode = EnumSource.Mode.EXCLUDE)
    void anActionWithAContentThatIsNotShownHasNoButtons(ToolKind kind) {
        PushQuestion question = PushQuestion.of(pending(kind, "src/App.java"));

        assertThat(question.allow() + question.reject()).isEmpty();
    }

    @Test
    void aQuestionOfTheHostOrAPlanHasNoButtons() {
        Pending agents = pending(ToolKind.EXECUTE, "ls");
        Pending plan = of(agents, PendingKind.PLAN_APPROVAL, null);
        Pending hosts =
                of(agents, PendingKind.PERMISSION, new HostQuestion("trust", "x", Scope.ADMIN, HostText.Code.NONE));

        assertThat(PushQuestion.of(plan).allow()).isEmpty();
        assertThat(PushQuestion.of(hosts).allow()).isEmpty();
    }

    private static Pending of(Pending pending, PendingKind kind, @Nullable HostQuestion host) {
        return new Pending(
                pending.pendingId(),
                kind,
                pending.title(),
                "",
                null,
                pending.options(),
                List.of(),
                pending.toolKind(),
                pending.object(),
                host);
    }
}
