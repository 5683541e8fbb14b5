package dev.pilothouse.desktop.push;

import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.secure.PublicKey;
import dev.pilothouse.session.Intent;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The sessions of the host and the rights of its devices, for notifications. Thread-safe. */
public interface PushSessions {
    List<SessionFeed> feeds();

    /**
     * Answers a question as a device, with the rights that it has then. Never blocks.
     *
     * @param requestId the same for each use of a button, so that it takes effect once
     * @param reply gets empty if the answer took effect, else why it had none; on any thread
     */
    void answer(Intent.AnswerPending answer, DeviceId device, RequestId requestId, Consumer<String> reply);

    /** Records that a press of a button had no effect. */
    void refused(DeviceId device, String why);

    /** Whether this device is paired and its access has not ended. */
    boolean hasAccess(DeviceId device);

    /** The id of a paired device; empty for the host's own window and command line. */
    Optional<DeviceId> paired(PublicKey key);

    /** Whether this device may let buttons answer as the other one. */
    boolean mayAnswerAs(DeviceId device, PublicKey by);
}
