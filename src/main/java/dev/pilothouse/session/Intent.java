package dev.pilothouse.session;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.Attachment;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.TurnId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A change that a person requests on a host. Each takes effect at most once, however often it is sent. */
public sealed interface Intent {

    /** An intent for a session that exists. */
    sealed interface OfSession extends Intent {
        SessionId sessionId();
    }

    /** The session, unless the intent creates one. */
    default Optional<SessionId> target() {
        return this instanceof OfSession one ? Optional.of(one.sessionId()) : Optional.empty();
    }

    /**
     * Creates a session.
     *
     * @param mode null for the agent's mode that asks for permission; model and firstPrompt may be null too
     * @param agentSessionId an agent's session that this host did not start, to continue it; null for a new one
     */
    record CreateSession(
            AgentId agentId,
            String cwd,
            @Nullable String mode,
            @Nullable String model,
            @Nullable String firstPrompt,
            @Nullable String agentSessionId)
            implements Intent {
        /** Creates a new session of the agent. */
        public CreateSession(
                AgentId agentId,
                String cwd,
                @Nullable String mode,
                @Nullable String model,
                @Nullable String firstPrompt) {
            this(agentId, cwd, mode, model, firstPrompt, null);
        }

        public CreateSession {
            Objects.requireNonNull(agentId, "agentId");
            Objects.requireNonNull(cwd, "cwd");
        }
    }

    /** @param attachments content that the host has already stored; a prompt with attachments may have an empty text */
    record Prompt(SessionId sessionId, String text, WhenBusy whenBusy, List<Attachment> attachments)
            implements OfSession {
        public Prompt(SessionId sessionId, String text, WhenBusy whenBusy) {
            this(sessionId, text, whenBusy, List.of());
        }

        public Prompt {
            Objects.requireNonNull(sessionId, "sessionId");
            Objects.requireNonNull(text, "text");
            Objects.requireNonNull(whenBusy, "whenBusy");
            attachments = List.copyOf(attachments);
        }
    }

    /** Cancels one turn by its id, so that it cannot cancel a later one. */
    record Cancel(SessionId sessionId, TurnId turnId) implements OfSession {}

    record AnswerPending(SessionId sessionId, PendingId pendingId, Answer answer) implements OfSession {}

    /** Restarts an agent that has ended. */
    record ResumeSession(SessionId sessionId) implements OfSession {}

    /** Ends the agent; the transcript stays. */
    record CloseSession(SessionId sessionId) implements OfSession {}

    /** Ends the agent and removes the transcript. */
    record DeleteSession(SessionId sessionId) implements OfSession {}

    /** @param name one line of at most {@value #MAX_NAME} UTF-16 units */
    record RenameSession(SessionId sessionId, String name) implements OfSession {
        public static final int MAX_NAME = 200;
    }

    /**
     * Pins, archives or groups a session. Null fields stay unchanged.
     *
     * @param group empty for none
     */
    record Organise(
            SessionId sessionId,
            @Nullable Boolean pinned,
            @Nullable Boolean archived,
            @Nullable String group) implements OfSession {
        public Organise {
            Objects.requireNonNull(sessionId, "sessionId");
        }

        public static Organise pin(SessionId sessionId, boolean pinned) {
            return new Organise(sessionId, pinned, null, null);
        }

        public static Organise archive(SessionId sessionId, boolean archived) {
            return new Organise(sessionId, null, archived, null);
        }

        public static Organise group(SessionId sessionId, String group) {
            return new Organise(sessionId, null, null, group);
        }
    }

    record SetMode(SessionId sessionId, String modeId) implements OfSession {}

    record SetModel(SessionId sessionId, String modelId) implements OfSession {}

    record SetOption(SessionId sessionId, String optionId, String value) implements OfSession {}

    /** @param rev revision of the edited text; another revision on the host means that it was edited meanwhile */
    record EditQueued(SessionId sessionId, long queueId, int rev, String text) implements OfSession {}

    /** @param position from 0, clamped to the queue */
    record MoveQueued(SessionId sessionId, long queueId, int position) implements OfSession {}

    record RemoveQueued(SessionId sessionId, long queueId) implements OfSession {}

    /** Moves a queued prompt to the front and cancels the running turn, so that the prompt runs next. */
    record SendQueued(SessionId sessionId, long queueId) implements OfSession {}

    interface Visitor<R> {
        R createSession(CreateSession intent);

        R prompt(Prompt intent);

        R cancel(Cancel intent);

        R answer(AnswerPending intent);

        R resumeSession(ResumeSession intent);

        R closeSession(CloseSession intent);

        R deleteSession(DeleteSession intent);

        R renameSession(RenameSession intent);

        R organise(Organise intent);

        R setMode(SetMode intent);

        R setModel(SetModel intent);

        R setOption(SetOption intent);

        R editQueued(EditQueued intent);

        R moveQueued(MoveQueued intent);

        R removeQueued(RemoveQueued intent);

        R sendQueued(SendQueued intent);
    }

    default <R> R accept(Visitor<R> visitor) {
        if (this instanceof CreateSession intent) {
            return visitor.createSession(intent);
        } else if (this instanceof Prompt intent) {
            return visitor.prompt(intent);
        } else if (this instanceof Cancel intent) {
            return visitor.cancel(intent);
        } else if (this instanceof AnswerPending intent) {
            return visitor.answer(intent);
        } else if (this instanceof ResumeSession intent) {
            return visitor.resumeSession(intent);
        } else if (this instanceof CloseSession intent) {
            return visitor.closeSession(intent);
        } else if (this instanceof DeleteSession intent) {
            return visitor.deleteSession(intent);
        } else if (this instanceof RenameSession intent) {
            return visitor.renameSession(intent);
        } else if (this instanceof Organise intent) {
            return visitor.organise(intent);
        } else if (this instanceof SetMode intent) {
            return visitor.setMode(intent);
        } else if (this instanceof SetModel intent) {
            return visitor.setModel(intent);
        } else if (this instanceof SetOption intent) {
            return visitor.setOption(intent);
        } else if (this instanceof EditQueued intent) {
            return visitor.editQueued(intent);
        } else if (this instanceof MoveQueued intent) {
            return visitor.moveQueued(intent);
        } else if (this instanceof RemoveQueued intent) {
            return visitor.removeQueued(intent);
        }
        return visitor.sendQueued((SendQueued) this);
    }
}
