package dev.pilothouse.desktop.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AuditAction;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.WhenBusy;
import dev.pilothouse.testing.FilledRecords;
import org.junit.jupiter.api.Test;

class AuditActionsTest {
    private static final SessionId SESSION = new SessionId("s1");

    @Test
    void everyIntentIsADeed() {
        assertThat(FilledRecords.kinds(Intent.class))
                .allSatisfy(kind -> assertThat(AuditActions.of(kind)).isNotEqualTo(AuditAction.OTHER));
    }

    @Test
    void whatIsSaidOfAnIntentNamesThingsAndNoContent() {
        assertThat(AuditActions.about(new Intent.Prompt(SESSION, "secret", WhenBusy.QUEUE), SESSION))
                .isEqualTo("s1");
        assertThat(AuditActions.about(new Intent.RenameSession(SESSION, "secret"), SESSION))
                .isEqualTo("s1");
        assertThat(AuditActions.about(new Intent.SetMode(SESSION, "yolo"), SESSION))
                .isEqualTo("s1 yolo");
        assertThat(AuditActions.about(
                        new Intent.CreateSession(new AgentId("demo"), "/secret", null, null, "secret"), SESSION))
                .isEqualTo("s1 demo");
    }
}
