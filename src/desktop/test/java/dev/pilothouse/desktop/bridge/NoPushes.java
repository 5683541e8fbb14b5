package dev.pilothouse.desktop.bridge;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.PushSecrets;
import dev.pilothouse.model.PushTarget;
import dev.pilothouse.model.PushTargetStatus;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.secure.PublicKey;
import java.util.List;

/** A host without targets of notifications. */
final class NoPushes implements PushOperations {
    @Override
    public List<PushTargetStatus> targets() {
        return List.of();
    }

    @Override
    public String publicKey() {
        return "";
    }

    @Override
    public HostText problem() {
        return HostText.NONE;
    }

    @Override
    public void save(PushTarget target, PushSecrets secrets, PublicKey by) {
        // Stores nothing.
    }

    @Override
    public void remove(String id) {
        // There are none.
    }

    @Override
    public void test(String id, boolean roundTrip) {
        // There are none.
    }

    @Override
    public void show(Object watcher, List<SessionId> sessions) {
        // Nobody is told.
    }
}
