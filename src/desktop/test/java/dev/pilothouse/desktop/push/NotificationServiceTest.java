package dev.pilothouse.desktop.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.pulse.ManualClock;
import dev.pilothouse.pulse.ManualLane;
import dev.pilothouse.secure.PublicKey;
import dev.pilothouse.session.Intent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotificationServiceTest {
    private static final int CAPACITY = 16;

    private final ManualClock clock = new ManualClock(Instant.parse("2026-03-02T12:00:00Z"));
    private final ManualLane lane = new ManualLane("away", CAPACITY, clock);
    private final SessionFeed feed = new SessionFeed(new SessionId("s1"), null);

    @TempDir
    Path folder;

    @Test
    void manyChangesOfSessionsLeaveRoomForNotifications() throws Exception {
        Files.writeString(
                folder.resolve("away.json"),
                "{\"targets\": [{\"name\": \"hook\", \"form\": \"webhook\", \"url\": \"https://hook.example/x\"}]}");
        try (NotificationService service = service()) {
            assertThat(service.isOn()).isTrue();
            lane.runAll();

            for (int i = 0; i < 10 * CAPACITY; i++) {
                service.changed(feed);
            }

            assertThat(lane.waiting()).isEqualTo(1);
            lane.runAll();
            service.changed(feed);
            assertThat(lane.waiting()).isEqualTo(1);
        }
    }

    @Test
    void withoutATargetAChangeCostsNothing() {
        try (NotificationService service = service()) {
            lane.runAll();

            service.changed(feed);

            assertThat(lane.waiting()).isZero();
        }
    }

    private NotificationService service() {
        return new NotificationService(folder, "host", new NoSessions(), lane, clock, () -> 0);
    }

    private static final class NoSessions implements PushSessions {
        @Override
        public List<SessionFeed> feeds() {
            return List.of();
        }

        @Override
        public void answer(Intent.AnswerPending answer, DeviceId device, RequestId requestId, Consumer<String> reply) {
            throw new AssertionError("nobody answers");
        }

        @Override
        public void refused(DeviceId device, String why) {
            throw new AssertionError("nobody answers");
        }

        @Override
        public boolean hasAccess(DeviceId device) {
            return true;
        }

        @Override
        public Optional<DeviceId> paired(PublicKey key) {
            return Optional.empty();
        }

        @Override
        public boolean mayAnswerAs(DeviceId device, PublicKey by) {
            return false;
        }
    }
}
