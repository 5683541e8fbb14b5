package dev.pilothouse.desktop.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotificationStateTest {
    private static final HostText ACCEPTED = HostText.of(HostTextCode.NOTIFY_ACCEPTED);

    @TempDir
    Path folder;

    @Test
    void aResultThatComesAfterItsTargetWasRemovedIsNotStored() {
        NotificationState state = NotificationState.open(folder);
        state.retain(Set.of("phone", "desk"));
        state.ended("phone", Instant.EPOCH, true, ACCEPTED);
        state.ended("desk", Instant.EPOCH, true, ACCEPTED);

        state.retain(Set.of("desk"));
        state.ended("phone", Instant.EPOCH, true, ACCEPTED);
        state.cannotClear("phone", true);
        state.secret("phone");

        NotificationState read = NotificationState.open(folder);
        assertThat(read.find("phone")).isEqualTo(NotificationState.Entry.of("phone"));
        assertThat(read.find("desk").last()).isEqualTo(ACCEPTED);
    }
}
