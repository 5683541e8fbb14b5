package dev.pilothouse.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One change of a session. Journal and bridge use the same kinds. An update of a transcript item carries the item's id
 * and works as an upsert. Values replace the previous value, except chunks, which append, and tool call patches.
 */
public sealed interface SessionUpdate {

    /**
     * The first update of every session.
     *
     * @param cwd absolute path of the working directory on the host
     * @param name the name to show until a person or the agent sets another
     * @param wish settings for the agent's first start
     */
    record SessionCreated(AgentId agentId, String agentName, String cwd, String name, StartWish wish)
            implements SessionUpdate {}

    /**
     * Requested settings for an agent's first start; each may be empty.
     *
     * @param agentSessionId the agent's session to continue
     * @param worktree the worktree to create before; null if the session's directory exists
     * @param profile its name; it applies to every start, not only to the first
     * @param forkOf the session that this one is a fork of; then {@code agentSessionId} is that session's
     */
    record StartWish(
            String mode,
            String model,
            String agentSessionId,
            @Nullable WorktreeSpec worktree,
            String profile,
            String forkOf) {
        public static final StartWish NONE = new StartWish("", "", "");

        public StartWish(
                String mode, String model, String agentSessionId, @Nullable WorktreeSpec worktree, String profile) {
            this(mode, model, agentSessionId, worktree, profile, "");
        }

        public StartWish(String mode, String model, String agentSessionId) {
            this(mode, model, agentSessionId, null, "");
        }
    }

    /** The host starts the agent's process. */
    record AgentStarting() implements SessionUpdate {}

    /**
     * The agent is ready for prompts.
     *
     * @param title the agent's name for itself, may be empty
     * @param version may be empty
     * @param agentSessionId the agent's id of the session, for loading it again
     * @param support content that its prompts may carry
     */
    record AgentStarted(
            String title, String version, String agentSessionId, ContextRestore memory, PromptSupport support)
            implements SessionUpdate {}

    /**
     * The agent's process ended or did not start. Open turns and pendings are closed by earlier updates.
     *
     * @param exitCode null if there was no process or the code is unknown
     * @param expected whether the host or the person ended it
     * @param text a sentence about the event, with the agent's last output if there was any
     * @param says the code and the arguments of the text, for its translation
     */
    record AgentExited(@Nullable Integer exitCode, boolean expected, String text, HostText.Code says)
            implements SessionUpdate {
        public AgentExited(@Nullable Integer exitCode, boolean expected, HostText text) {
            this(exitCode, expected, text.text(), text.code());
        }

        public AgentExited(@Nullable Integer exitCode, boolean expected, String text) {
            this(exitCode, expected, text, HostText.Code.NONE);
        }
    }

    /**
     * The agent requires a login.
     *
     * @param command the agent's own login command, may be empty
     * @param text a sentence for the person
     * @param says the code and the arguments of the text, for its translation
     */
    record LoginNeeded(String command, String text, HostText.Code says) implements SessionUpdate {
        public LoginNeeded(String command, HostText text) {
            this(command, text.text(), text.code());
        }

        public LoginNeeded(String command, String text) {
            this(command, text, HostText.Code.NONE);
        }
    }

    /** The person closed the session. Its agent has ended; its transcript stays. */
    record SessionClosed() implements SessionUpdate {}

    /** A turn begins; its id is the seq of this update. */
    record TurnStarted() implements SessionUpdate {}

    /**
     * A turn ended.
     *
     * @param text the error, or the agent's own word for an unusual reason; may be empty
     * @param durationMillis host time since the start of the turn
     * @param snapshot id of the snapshot of the files before the turn; empty if there is none
     * @param says the code and the arguments of the text, for its translation
     */
    record TurnEnded(
            ItemId item,
            TurnId turn,
            StopReason reason,
            String text,
            long durationMillis,
            TokenCount tokens,
            String snapshot,
            HostText.Code says)
            implements SessionUpdate {
        public TurnEnded(
                ItemId item,
                TurnId turn,
                StopReason reason,
                HostText text,
                long durationMillis,
                TokenCount tokens,
                String snapshot) {
            this(item, turn, reason, text.text(), durationMillis, tokens, snapshot, text.code());
        }

        public TurnEnded(
                ItemId item,
                TurnId turn,
                StopReason reason,
                String text,
                long durationMillis,
                TokenCount tokens,
                String snapshot) {
            this(item, turn, reason, text, durationMillis, tokens, snapshot, HostText.Code.NONE);
        }

        public TurnEnded(
                ItemId item, TurnId turn, StopReason reason, String text, long durationMillis, TokenCount tokens) {
            this(item, turn, reason, text, durationMillis, tokens, "");
        }
    }

    /**
     * The files of the session's directory were kept before the turn's prompt was sent. It changes no state; the end of
     * the turn names the snapshot again.
     *
     * @param snapshot id of the snapshot
     */
    record TurnSnapshot(TurnId turn, String snapshot) implements SessionUpdate {}

    /** The person's prompt, as sent to the agent. */
    record UserMessage(ItemId item, String text, List<Attachment> attachments) implements SessionUpdate {
        public UserMessage {
            attachments = List.copyOf(attachments);
        }

        public UserMessage(ItemId item, String text) {
            this(item, text, List.of());
        }
    }

    /**
     * The host accepted an intent that only the agent can carry out, such as another mode. It changes no state. With
     * its cause it records that the intent must not be forwarded again.
     *
     * @param intent the intent's type on the bridge
     */
    record PassedOn(String intent) implements SessionUpdate {}

    /**
     * A streamed chunk of an agent's message; never splits a surrogate pair.
     *
     * @param attachments images and files after the text; the item gets no more text after them
     */
    record AgentMessageChunk(ItemId item, String text, List<Attachment> attachments) implements SessionUpdate {
        public AgentMessageChunk {
            attachments = List.copyOf(attachments);
        }

        public AgentMessageChunk(ItemId item, String text) {
            this(item, text, List.of());
        }
    }

    /** A streamed chunk of an agent's thought; never splits a surrogate pair. */
    record ThoughtChunk(ItemId item, String text) implements SessionUpdate {}

    /** A complete tool call. */
    record ToolCallStarted(ItemId item, ToolCall call) implements SessionUpdate {}

    /** Changed fields of a tool call. */
    record ToolCallChanged(ItemId item, ToolCallPatch patch) implements SessionUpdate {}

    /** The agent's complete plan. */
    record PlanChanged(List<PlanEntry> entries) implements SessionUpdate {
        public PlanChanged {
            entries = List.copyOf(entries);
        }
    }

    /** The agent asks the person. */
    record PendingAsked(ItemId item, Pending pending) implements SessionUpdate {}

    /**
     * A question was answered or closed.
     *
     * @param item the item of the question
     */
    record PendingAnswered(ItemId item, PendingId pendingId, PendingAnswer answer) implements SessionUpdate {}

    /**
     * The agent's mode and all available modes.
     *
     * @param current a mode id; may be missing in {@code available}
     */
    record ModeChanged(String current, List<AgentMode> available) implements SessionUpdate {
        public ModeChanged {
            available = List.copyOf(available);
        }
    }

    /** The agent's model and all available models. */
    record ModelChanged(String current, List<AgentModel> available) implements SessionUpdate {
        public ModelChanged {
            available = List.copyOf(available);
        }
    }

    /** All of the agent's other options. */
    record OptionsChanged(List<AgentOption> options) implements SessionUpdate {
        public OptionsChanged {
            options = List.copyOf(options);
        }
    }

    /** All of the agent's slash commands. */
    record CommandsChanged(List<AgentCommand> commands) implements SessionUpdate {
        public CommandsChanged {
            commands = List.copyOf(commands);
        }
    }

    /** The session's usage so far. */
    record UsageChanged(Usage usage) implements SessionUpdate {}

    /**
     * A note from the host. A later note with the same item replaces it.
     *
     * @param code a stable keyword for the kind of note, such as {@code memoryLost}
     * @param text a sentence for the person
     * @param detail Markdown that is shown when the note is expanded, may be empty
     * @param snapshot id of a snapshot of files that can be brought back to undo what the note tells; may be empty
     * @param says the code and the arguments of the text, for its translation
     */
    record Note(
            ItemId item, NoteLevel level, String code, String text, String detail, String snapshot, HostText.Code says)
            implements SessionUpdate {
        public Note(ItemId item, NoteLevel level, String code, HostText text, String detail) {
            this(item, level, code, text, detail, "");
        }

        public Note(ItemId item, NoteLevel level, String code, HostText text, String detail, String snapshot) {
            this(item, level, code, text.text(), detail, snapshot, text.code());
        }

        public Note(ItemId item, NoteLevel level, String code, String text, String detail, String snapshot) {
            this(item, level, code, text, detail, snapshot, HostText.Code.NONE);
        }

        public Note(ItemId item, NoteLevel level, String code, String text, String detail) {
            this(item, level, code, text, detail, "");
        }

        public Note(ItemId item, NoteLevel level, String code, String text) {
            this(item, level, code, text, "", "");
        }
    }

    /** The session's name. A person's name takes precedence over the agent's title, even over a later one. */
    record Renamed(String name, boolean byPerson) implements SessionUpdate {}

    /** The complete organisation of the session. */
    record Organised(Organisation organisation) implements SessionUpdate {}

    /** The agent got the session's profile; later, a tool of one of its servers was called for the first time. */
    record ProfileApplied(SessionProfile profile) implements SessionUpdate {}

    /** All queued prompts in order. */
    record QueueChanged(List<QueuedPrompt> queue) implements SessionUpdate {
        public QueueChanged {
            queue = List.copyOf(queue);
        }
    }

    /** A review comment as it is now: added, edited, resolved or reopened. */
    record CommentChanged(ReviewComment comment) implements SessionUpdate {}

    /** A review comment was deleted. */
    record CommentRemoved(CommentId commentId) implements SessionUpdate {}

    /**
     * Review comments belong to a prompt.
     *
     * @param prompt the request that made the prompt
     * @param turn the turn that began with the prompt; null while it waits, and if the agent did not get it
     */
    record ReviewSent(
            RequestId prompt,
            List<CommentId> comments,
            @Nullable TurnId turn) implements SessionUpdate {
        public ReviewSent {
            comments = List.copyOf(comments);
        }
    }

    /**
     * Agent output of an unknown kind.
     *
     * @param sourceKind the agent's name for the kind
     * @param json the original JSON
     */
    record Unknown(String sourceKind, String json) implements SessionUpdate {}

    /** One method for each kind, so that a new kind fails to compile until every visitor handles it. */
    interface Visitor<R> {
        R sessionCreated(SessionCreated update);

        R agentStarting(AgentStarting update);

        R agentStarted(AgentStarted update);

        R agentExited(AgentExited update);

        R loginNeeded(LoginNeeded update);

        R sessionClosed(SessionClosed update);

        R turnStarted(TurnStarted update);

        R turnEnded(TurnEnded update);

        R turnSnapshot(TurnSnapshot update);

        R userMessage(UserMessage update);

        R passedOn(PassedOn update);

        R agentMessageChunk(AgentMessageChunk update);

        R thoughtChunk(ThoughtChunk update);

        R toolCallStarted(ToolCallStarted update);

        R toolCallChanged(ToolCallChanged update);

        R planChanged(PlanChanged update);

        R pendingAsked(PendingAsked update);

        R pendingAnswered(PendingAnswered update);

        R modeChanged(ModeChanged update);

        R modelChanged(ModelChanged update);

        R optionsChanged(OptionsChanged update);

        R commandsChanged(CommandsChanged update);

        R usageChanged(UsageChanged update);

        R note(Note update);

        R renamed(Renamed update);

        R organised(Organised update);

        R profileApplied(ProfileApplied update);

        R queueChanged(QueueChanged update);

        R commentChanged(CommentChanged update);

        R commentRemoved(CommentRemoved update);

        R reviewSent(ReviewSent update);

        R unknown(Unknown update);
    }

    default <R> R accept(Visitor<R> visitor) {
        if (this instanceof SessionCreated update) {
            return visitor.sessionCreated(update);
        } else if (this instanceof AgentStarting update) {
            return visitor.agentStarting(update);
        } else if (this instanceof AgentStarted update) {
            return visitor.agentStarted(update);
        } else if (this instanceof AgentExited update) {
            return visitor.agentExited(update);
        } else if (this instanceof LoginNeeded update) {
            return visitor.loginNeeded(update);
        } else if (this instanceof SessionClosed update) {
            return visitor.sessionClosed(update);
        } else if (this instanceof TurnStarted update) {
            return visitor.turnStarted(update);
        } else if (this instanceof TurnEnded update) {
            return visitor.turnEnded(update);
        } else if (this instanceof TurnSnapshot update) {
            return visitor.turnSnapshot(update);
        } else if (this instanceof UserMessage update) {
            return visitor.userMessage(update);
        } else if (this instanceof PassedOn update) {
            return visitor.passedOn(update);
        } else if (this instanceof AgentMessageChunk update) {
            return visitor.agentMessageChunk(update);
        } else if (this instanceof ThoughtChunk update) {
            return visitor.thoughtChunk(update);
        } else if (this instanceof ToolCallStarted update) {
            return visitor.toolCallStarted(update);
        } else if (this instanceof ToolCallChanged update) {
            return visitor.toolCallChanged(update);
        } else if (this instanceof PlanChanged update) {
            return visitor.planChanged(update);
        } else if (this instanceof PendingAsked update) {
            return visitor.pendingAsked(update);
        } else if (this instanceof PendingAnswered update) {
            return visitor.pendingAnswered(update);
        } else if (this instanceof ModeChanged update) {
            return visitor.modeChanged(update);
        } else if (this instanceof ModelChanged update) {
            return visitor.modelChanged(update);
        } else if (this instanceof OptionsChanged update) {
            return visitor.optionsChanged(update);
        } else if (this instanceof CommandsChanged update) {
            return visitor.commandsChanged(update);
        } else if (this instanceof UsageChanged update) {
            return visitor.usageChanged(update);
        } else if (this instanceof Note update) {
            return visitor.note(update);
        } else if (this instanceof Renamed update) {
            return visitor.renamed(update);
        } else if (this instanceof Organised update) {
            return visitor.organised(update);
        } else if (this instanceof ProfileApplied update) {
            return visitor.profileApplied(update);
        } else if (this instanceof QueueChanged update) {
            return visitor.queueChanged(update);
        } else if (this instanceof CommentChanged update) {
            return visitor.commentChanged(update);
        } else if (this instanceof CommentRemoved update) {
            return visitor.commentRemoved(update);
        } else if (this instanceof ReviewSent update) {
            return visitor.reviewSent(update);
        }
        return visitor.unknown((Unknown) this);
    }
}
