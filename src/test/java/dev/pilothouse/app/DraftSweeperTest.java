package dev.pilothouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.SessionId;
import dev.pilothouse.pulse.ManualLane;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.ui.FakeHost;
import dev.pilothouse.ui.FakeHosts;
import dev.pilothouse.ui.composer.ComposerPresenter;
import dev.pilothouse.ui.status.SessionKey;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DraftSweeperTest {

    @TempDir
    Path folder;

    private final ManualLane lane = new ManualLane("kept");
    private final FakeHosts hosts = new FakeHosts();
    private final FakeHost host = hosts.add(new FakeHost("h1", "Workshop", false, Instant.EPOCH));
    private final SessionId alive = host.create("s1", "Demo", "/work", "alive");
    private PreferencesFile kept;

    @BeforeEach
    void writeDrafts() {
        kept = new PreferencesFile(folder.resolve("kept.properties"), lane);
        kept.put(draft("s1"), "of one that is there");
        kept.put(draft("s2"), "of one that was deleted");
        kept.put("appearance", "LIGHT");
    }

    private String draft(String session) {
        return ComposerPresenter.draftName(new SessionKey(host.hostId(), new SessionId(session)));
    }

    @Test
    void theDraftOfADeletedSessionIsForgottenAndNothingElse() {
        try (DraftSweeper sweeper = new DraftSweeper(hosts, kept, lane)) {
            sweeper.hostChanged(host.hostId(), false);
            lane.elapse(DraftSweeper.EVERY);
        }
        assertThat(kept.get(draft("s1"))).isPresent();
        assertThat(kept.get(draft("s2"))).isEmpty();
        assertThat(kept.get("appearance")).isPresent();
        assertThat(host.host().sessions()).extracting("sessionId").containsExactly(alive);
    }

    @Test
    void whileAHostIsAwayNothingIsKnownToBeDeleted() {
        host.connection(new ConnectionState.Lost("gone", Instant.EPOCH, Instant.EPOCH));
        try (DraftSweeper sweeper = new DraftSweeper(hosts, kept, lane)) {
            sweeper.hostChanged(host.hostId(), false);
            lane.elapse(DraftSweeper.EVERY);
        }
        assertThat(kept.get(draft("s2"))).isPresent();
    }

    @Test
    void theDraftsOfAForgottenHostAreForgottenToo() {
        try (DraftSweeper sweeper = new DraftSweeper(hosts, kept, lane)) {
            hosts.forget(host.hostId());
            assertThat(sweeper).isNotNull();
        }
        assertThat(kept.get(draft("s1"))).isEmpty();
        assertThat(kept.get("appearance")).isPresent();
    }
}
