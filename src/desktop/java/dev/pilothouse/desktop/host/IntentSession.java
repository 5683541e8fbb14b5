package dev.pilothouse.desktop.host;

import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.Intent;

/** Which session an intent is about; null for one that makes a session. */
final class IntentSession implements Intent.Visitor<SessionId> {
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
}
