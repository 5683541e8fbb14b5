package dev.pilothouse.desktop.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AuditDeed;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.WhenBusy;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IntentDeedsTest {
    private static final SessionId SESSION = new SessionId("s1");

    @Test
    void everyIntentIsADeed() {
        assertThat(Stream.of(Intent.class.getPermittedSubclasses()))
                .allSatisfy(kind -> assertThat(IntentDeeds.of(kind)).isNotEqualTo(AuditDeed.OTHER));
    }

    @Test
    void whatIsSaidOfAnIntentNamesThingsAndNoContent() {
        assertThat(IntentDeeds.about(new Intent.Prompt(SESSION, "secret", WhenBusy.QUEUE), SESSION))
                .isEqualTo("s1");
        assertThat(IntentDeeds.about(new Intent.RenameSession(SESSION, "secret"), SESSION))
                .isEqualTo("s1");
        assertThat(IntentDeeds.about(new Intent.SetMode(SESSION, "yolo"), SESSION))
                .isEqualTo("s1 yolo");
        assertThat(IntentDeeds.about(
                        new Intent.CreateSession(new AgentId("demo"), "/secret", null, null, "secret"), SESSION))
                .isEqualTo("s1 demo");
    }
}
