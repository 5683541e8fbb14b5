package dev.pilothouse.session;

import dev.pilothouse.model.SessionId;
import java.util.Optional;

/** Returns the session of an intent; empty for an intent that creates a session. Stateless and thread-safe. */
public final class IntentTarget implements Intent.Visitor<Optional<SessionId>> {

    private static final IntentTarget INSTANCE = new IntentTarget();

    private IntentTarget() {}

    public static Optional<SessionId> of(Intent intent) {
        return intent.accept(INSTANCE);
    }

    @Override
    public Optional<SessionId> createSession(Intent.CreateSession intent) {
        return Optional.empty();
    }

    @Override
    public Optional<SessionId> prompt(Intent.Prompt intent) {
        return Optional.of(intent.sessionId());
    }

    @Override
    public Optional<SessionId> cancel(Intent.Cancel intent) {
        return Optional.of(intent.sessionId());
    }

    @Override
    public Optional<SessionId> answer(Intent.AnswerPending intent) {
        return Optional.of(intent.sessionId());
    }

    @Override
    public Optional<SessionId> resumeSession(Intent.ResumeSession intent) {
        return Optional.of(intent.sessionId());
    }

    @Override
    public Optional<SessionId> closeSession(Intent.CloseSession intent) {
        return Optional.of(intent.sessionId());
    }

    @Override
    public Optional<SessionId> deleteSession(Intent.DeleteSession intent) {
        return Optional.of(intent.sessionId());
    }

    @Override
    public Optional<SessionId> renameSession(Intent.RenameSession intent) {
        return Optional.of(intent.sessionId());
    }

    @Override
    public Optional<SessionId> organise(Intent.Organise intent) {
        return Optional.of(intent.sessionId());
    }

    @Override
    public Optional<SessionId> setMode(Intent.SetMode intent) {
        return Optional.of(intent.sessionId());
    }

    @Override
    public Optional<SessionId> setModel(Intent.SetModel intent) {
        return Optional.of(intent.sessionId());
    }

    @Override
    public Optional<SessionId> setOption(Intent.SetOption intent) {
        return Optional.of(intent.sessionId());
    }

    @Override
    public Optional<SessionId> editQueued(Intent.EditQueued intent) {
        return Optional.of(intent.sessionId());
    }

    @Override
    public Optional<SessionId> moveQueued(Intent.MoveQueued intent) {
        return Optional.of(intent.sessionId());
    }

    @Override
    public Optional<SessionId> removeQueued(Intent.RemoveQueued intent) {
        return Optional.of(intent.sessionId());
    }

    @Override
    public Optional<SessionId> sendQueued(Intent.SendQueued intent) {
        return Optional.of(intent.sessionId());
    }
}
