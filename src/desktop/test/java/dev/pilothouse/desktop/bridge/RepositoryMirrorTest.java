package dev.pilothouse.desktop.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.RepositorySummary;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.protocol.HostMessage.RepositoriesChanged.Entry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RepositoryMirrorTest {
    private static final SessionId ONE = new SessionId("s1");
    private static final SessionId TWO = new SessionId("s2");

    private final Map<SessionId, Optional<RepositorySummary>> known = new HashMap<>();
    private final RepositoryMirror mirror = new RepositoryMirror();

    private static RepositorySummary summary(String branch) {
        return new RepositorySummary(branch, "", 0, 0, "", 0, 0, 0);
    }

    private List<Entry> next() {
        return mirror.next(known::get)
                .map(message -> ((HostMessage.RepositoriesChanged) message).changed())
                .orElse(List.of());
    }

    @Test
    void onlyWhatChangedIsSent() {
        mirror.watch(List.of(ONE, TWO));
        assertThat(next()).isEmpty();

        known.put(ONE, Optional.of(summary("main")));
        known.put(TWO, Optional.empty());
        assertThat(next()).containsExactly(new Entry(ONE, summary("main")), new Entry(TWO, null));
        assertThat(next()).isEmpty();

        known.put(ONE, Optional.of(summary("topic")));
        assertThat(next()).containsExactly(new Entry(ONE, summary("topic")));
    }

    @Test
    void whatIsNotWatchedIsNotSent() {
        known.put(ONE, Optional.of(summary("main")));
        known.put(TWO, Optional.of(summary("main")));
        mirror.watch(List.of(ONE));

        assertThat(next()).extracting(Entry::sessionId).containsExactly(ONE);
    }

    @Test
    void aSessionThatIsWatchedAgainIsSentAgain() {
        known.put(ONE, Optional.of(summary("main")));
        mirror.watch(List.of(ONE));
        next();
        mirror.watch(List.of());
        mirror.watch(List.of(ONE));

        assertThat(next()).hasSize(1);
    }
}
