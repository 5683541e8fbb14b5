package dev.pilothouse.session;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.Attachment;
import dev.pilothouse.model.CommentAnchor;
import dev.pilothouse.model.CommentId;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.model.WorktreeRequest;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A change that a person requests on a host. Each takes effect at most once, however often it is sent. */
public sealed interface Intent {

    <R> R accept(Visitor<R> visitor);

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
     * @param worktree a new worktree of the repository at {@code cwd} to work in; null to work in {@code cwd} itself
     * @param forkOf the session of this host and agent whose context and directory the new one begins with; null for none
     */
    record CreateSession(
            AgentId agentId,
            String cwd,
            @Nullable String mode,
            @Nullable String model,
            @Nullable String firstPrompt,
            @Nullable String agentSessionId,
            @Nullable WorktreeRequest worktree,
            @Nullable String profile,
            @Nullable SessionId forkOf)
            implements Intent {
        /** Creates a session that is no fork. */
        public CreateSession(
                AgentId agentId,
                String cwd,
                @Nullable String mode,
                @Nullable String model,
                @Nullable String firstPrompt,
                @Nullable String agentSessionId,
                @Nullable WorktreeRequest worktree,
                @Nullable String profile) {
            this(agentId, cwd, mode, model, firstPrompt, agentSessionId, worktree, profile, null);
        }

        /** Creates a new session of the agent. */
        public CreateSession(
                AgentId agentId,
                String cwd,
                @Nullable String mode,
                @Nullable String model,
                @Nullable String firstPrompt) {
            this(agentId, cwd, mode, model, firstPrompt, null);
        }

        /** Continues a session of the agent, or creates one. */
        public CreateSession(
                AgentId agentId,
                String cwd,
                @Nullable String mode,
                @Nullable String model,
                @Nullable String firstPrompt,
                @Nullable String agentSessionId) {
            this(agentId, cwd, mode, model, firstPrompt, agentSessionId, null);
        }

        /** Creates a session without a profile. */
        public CreateSession(
                AgentId agentId,
                String cwd,
                @Nullable String mode,
                @Nullable String model,
                @Nullable String firstPrompt,
                @Nullable String agentSessionId,
                @Nullable WorktreeRequest worktree) {
            this(agentId, cwd, mode, model, firstPrompt, agentSessionId, worktree, null);
        }

        public CreateSession {
            Objects.requireNonNull(agentId, "agentId");
            Objects.requireNonNull(cwd, "cwd");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.createSession(this);
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

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.prompt(this);
        }
    }

    /**
     * Brings the files of the session's directory back as they are in a snapshot. HEAD stays where it is.
     *
     * @param snapshot id of a snapshot that the session's transcript names
     */
    record RestoreFiles(SessionId sessionId, String snapshot) implements OfSession {
        public RestoreFiles {
            Objects.requireNonNull(sessionId, "sessionId");
            Objects.requireNonNull(snapshot, "snapshot");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.restoreFiles(this);
        }
    }

    /** Cancels one turn by its id, so that it cannot cancel a later one. */
    record Cancel(SessionId sessionId, TurnId turnId) implements OfSession {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.cancel(this);
        }
    }

    record AnswerPending(SessionId sessionId, PendingId pendingId, Answer answer) implements OfSession {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.answer(this);
        }
    }

    /** Restarts an agent that has ended. */
    record ResumeSession(SessionId sessionId) implements OfSession {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.resumeSession(this);
        }
    }

    /** Ends the agent; the transcript stays. */
    record CloseSession(SessionId sessionId) implements OfSession {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.closeSession(this);
        }
    }

    /**
     * Ends the agent and removes the transcript.
     *
     * @param atAgent whether the agent deletes its session first; if it does not, the transcript stays
     */
    record DeleteSession(SessionId sessionId, boolean atAgent) implements OfSession {
        public DeleteSession(SessionId sessionId) {
            this(sessionId, false);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.deleteSession(this);
        }
    }

    /** @param name one line of at most {@value #MAX_NAME} UTF-16 units */
    record RenameSession(SessionId sessionId, String name) implements OfSession {
        public static final int MAX_NAME = 200;

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.renameSession(this);
        }
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

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.organise(this);
        }
    }

    record SetMode(SessionId sessionId, String modeId) implements OfSession {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.setMode(this);
        }
    }

    record SetModel(SessionId sessionId, String modelId) implements OfSession {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.setModel(this);
        }
    }

    record SetOption(SessionId sessionId, String optionId, String value) implements OfSession {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.setOption(this);
        }
    }

    /** @param rev revision of the edited text; another revision on the host means that it was edited meanwhile */
    record EditQueued(SessionId sessionId, long queueId, int rev, String text) implements OfSession {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.editQueued(this);
        }
    }

    /** @param position from 0, clamped to the queue */
    record MoveQueued(SessionId sessionId, long queueId, int position) implements OfSession {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.moveQueued(this);
        }
    }

    record RemoveQueued(SessionId sessionId, long queueId) implements OfSession {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.removeQueued(this);
        }
    }

    /** Moves a queued prompt to the front and cancels the running turn, so that the prompt runs next. */
    record SendQueued(SessionId sessionId, long queueId) implements OfSession {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.sendQueued(this);
        }
    }

    /** Adds a review comment as a draft. @param commentId new */
    record AddComment(SessionId sessionId, CommentId commentId, CommentAnchor anchor, String text)
            implements OfSession {
        public AddComment {
            Objects.requireNonNull(commentId, "commentId");
            Objects.requireNonNull(anchor, "anchor");
            Objects.requireNonNull(text, "text");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.addComment(this);
        }
    }

    /** Changes the text of a review comment that was not sent. */
    record EditComment(SessionId sessionId, CommentId commentId, String text) implements OfSession {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.editComment(this);
        }
    }

    /** Deletes a review comment. Succeeds if there is none. */
    record DeleteComment(SessionId sessionId, CommentId commentId) implements OfSession {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.deleteComment(this);
        }
    }

    /** @param resolved false to reopen it */
    record ResolveComment(SessionId sessionId, CommentId commentId, boolean resolved) implements OfSession {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.resolveComment(this);
        }
    }

    /**
     * Sends review comments as one prompt.
     *
     * @param introduction Markdown before the comments; may be empty
     * @param comments those to send, of which the drafts are sent; empty for all drafts
     */
    record SendReview(SessionId sessionId, String introduction, List<CommentId> comments) implements OfSession {
        public static final int MAX_INTRODUCTION = 8_000;

        public SendReview {
            Objects.requireNonNull(introduction, "introduction");
            comments = List.copyOf(comments);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.sendReview(this);
        }
    }

    interface Visitor<R> {
        R createSession(CreateSession intent);

        R prompt(Prompt intent);

        R cancel(Cancel intent);

        R answer(AnswerPending intent);

        R resumeSession(ResumeSession intent);

        R closeSession(CloseSession intent);

        R deleteSession(DeleteSession intent);

        R renameSession(RenameSession intent);

        R restoreFiles(RestoreFiles intent);

        R organise(Organise intent);

        R setMode(SetMode intent);

        R setModel(SetModel intent);

        R setOption(SetOption intent);

        R editQueued(EditQueued intent);

        R moveQueued(MoveQueued intent);

        R removeQueued(RemoveQueued intent);

        R sendQueued(SendQueued intent);

        R addComment(AddComment intent);

        R editComment(EditComment intent);

        R deleteComment(DeleteComment intent);

        R resolveComment(ResolveComment intent);

        R sendReview(SendReview intent);
    }
}
