package dev.pilothouse.session;

import dev.pilothouse.model.SessionId;

/** Returns the session of an intent, or null for an intent that creates a session. Stateless and thread-safe. */
public final class IntentTarget implements Intent.Visitor<SessionId> {

    private static final IntentTarget INSTANCE = new IntentTarget();

    private IntentTarget() {}

    /** @return null for an intent that creates a session */
    public static SessionId of(Intent intent) {
        return intent.accept(INSTANCE);
    }

    @Override
    public SessionId createSession(Intent.CreateSession intent) {
        return null;
    }

    @Override
    public SessionId prompt(Intent.Prompt intent) {
        return intent.sessionId();
    }

    @Override
    public SessionId cancel(Intent.Cancel intent) {
        return intent.sessionId();
    }

    @Override
    public SessionId answer(Intent.AnswerPending intent) {
        return intent.sessionId();
    }

    @Override
    public SessionId resumeSession(Intent.ResumeSession intent) {
        return intent.sessionId();
    }

    @Override
    public SessionId closeSession(Intent.CloseSession intent) {
        return intent.sessionId();
    }

    @Override
    public SessionId deleteSession(Intent.DeleteSession intent) {
        return intent.sessionId();
    }

    @Override
    public SessionId renameSession(Intent.RenameSession intent) {
        return intent.sessionId();
    }

    @Override
    public SessionId organise(Intent.Organise intent) {
        return intent.sessionId();
    }

    @Override
    public SessionId setMode(Intent.SetMode intent) {
        return intent.sessionId();
    }

    @Override
    public SessionId setModel(Intent.SetModel intent) {
        return intent.sessionId();
    }

    @Override
    public SessionId setOption(Intent.SetOption intent) {
        return intent.sessionId();
    }

    @Override
    public SessionId editQueued(Intent.EditQueued intent) {
        return intent.sessionId();
    }

    @Override
    public SessionId moveQueued(Intent.MoveQueued intent) {
        return intent.sessionId();
    }

    @Override
    public SessionId removeQueued(Intent.RemoveQueued intent) {
        return intent.sessionId();
    }

    @Override
    public SessionId sendQueued(Intent.SendQueued intent) {
        return intent.sessionId();
    }
}
