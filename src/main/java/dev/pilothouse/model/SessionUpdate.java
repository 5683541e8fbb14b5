package dev.pilothouse.model;

import java.util.List;

/**
 * One change of a session. The kinds are the vocabulary of journal and bridge alike; an update that belongs to an item
 * of the transcript names it, so that it is an upsert. Values are replaced whole, except chunks, which append, and tool
 * call patches.
 */
public sealed interface SessionUpdate {

    /**
     * The first update of every session.
     *
     * @param cwd absolute path of the working directory on the host
     * @param name the name to show until somebody or the agent gives a better one
     * @param wish what its maker wants of the agent's first start
     */
    record SessionCreated(AgentId agentId, String agentName, String cwd, String name, StartWish wish)
            implements SessionUpdate {
        public SessionCreated(AgentId agentId, String agentName, String cwd, String name) {
            this(agentId, agentName, cwd, name, StartWish.NONE);
        }
    }

    /**
     * What is wanted of an agent's first start; each may be empty.
     *
     * @param agentSessionId the agent's session to go on with
     */
    record StartWish(String mode, String model, String agentSessionId) {
        public static final StartWish NONE = new StartWish("", "", "");
    }

    /** The host starts the agent's process. */
    record AgentStarting() implements SessionUpdate {}

    /**
     * The agent is ready for prompts.
     *
     * @param title what the agent calls itself, may be empty
     * @param version may be empty
     * @param agentSessionId the agent's id of the session, for loading it again
     * @param support what its prompts may carry
     */
    record AgentStarted(String title, String version, String agentSessionId, AgentMemory memory, PromptSupport support)
            implements SessionUpdate {
        public AgentStarted(String title, String version, String agentSessionId, AgentMemory memory) {
            this(title, version, agentSessionId, memory, PromptSupport.NONE);
        }
    }

    /**
     * The agent's process is gone, or did not start. Open turns and pendings were closed before.
     *
     * @param exitCode null if there never was a process or it is not known
     * @param expected whether the host or the person ended it
     * @param text a sentence that says what happened, with the agent's last words where it had some
     */
    record AgentExited(Integer exitCode, boolean expected, String text) implements SessionUpdate {}

    /**
     * The agent wants a login first.
     *
     * @param command the agent's own login command, may be empty
     * @param text a sentence for the person
     */
    record LoginNeeded(String command, String text) implements SessionUpdate {}

    /** The person closed the session; its agent is ended, its transcript stays. */
    record SessionClosed() implements SessionUpdate {}

    /** A turn begins; its id is the seq of this update. */
    record TurnStarted() implements SessionUpdate {}

    /**
     * A turn is over.
     *
     * @param text what went wrong or the agent's own word for an unusual reason, may be empty
     * @param durationMillis host time since the start of the turn
     */
    record TurnEnded(ItemId item, TurnId turn, StopReason reason, String text, long durationMillis, TokenCount tokens)
            implements SessionUpdate {
        /** Of an agent that gave no tokens. */
        public TurnEnded(ItemId item, TurnId turn, StopReason reason, String text, long durationMillis) {
            this(item, turn, reason, text, durationMillis, TokenCount.NONE);
        }
    }

    /** What the person submitted, as given to the agent. */
    record UserMessage(ItemId item, String text, List<Attachment> attachments) implements SessionUpdate {
        public UserMessage {
            attachments = List.copyOf(attachments);
        }

        public UserMessage(ItemId item, String text) {
            this(item, text, List.of());
        }
    }

    /**
     * The host has taken a wish that only the agent can fulfil, such as another mode. It changes nothing by itself; with its
     * cause it is the record that the wish is not to be passed on again.
     *
     * @param intent the wish's type on the bridge
     */
    record PassedOn(String intent) implements SessionUpdate {}

    /**
     * A streamed piece of an agent's message; never splits a surrogate pair.
     *
     * @param attachments pictures and files that follow the text; the item gets no text after these
     */
    record AgentMessageChunk(ItemId item, String text, List<Attachment> attachments) implements SessionUpdate {
        public AgentMessageChunk {
            attachments = List.copyOf(attachments);
        }

        public AgentMessageChunk(ItemId item, String text) {
            this(item, text, List.of());
        }
    }

    /** A streamed piece of an agent's thought; never splits a surrogate pair. */
    record ThoughtChunk(ItemId item, String text) implements SessionUpdate {}

    /** A tool call, whole. */
    record ToolCallStarted(ItemId item, ToolCall call) implements SessionUpdate {}

    /** What changed of a tool call. */
    record ToolCallChanged(ItemId item, ToolCallPatch patch) implements SessionUpdate {}

    /** The agent's plan, whole. */
    record PlanChanged(List<PlanEntry> entries) implements SessionUpdate {
        public PlanChanged {
            entries = List.copyOf(entries);
        }
    }

    /** The agent asks the person. */
    record PendingAsked(ItemId item, Pending pending) implements SessionUpdate {}

    /**
     * A question is answered, or closed.
     *
     * @param item the item of the question
     */
    record PendingAnswered(ItemId item, PendingId pendingId, PendingAnswer answer) implements SessionUpdate {}

    /**
     * The agent's mode and all that it offers.
     *
     * @param current a mode id; may be missing in {@code available}
     */
    record ModeChanged(String current, List<AgentMode> available) implements SessionUpdate {
        public ModeChanged {
            available = List.copyOf(available);
        }
    }

    /** The agent's model and all that it offers. */
    record ModelChanged(String current, List<AgentModel> available) implements SessionUpdate {
        public ModelChanged {
            available = List.copyOf(available);
        }
    }

    /** The agent's other options, all of them. */
    record OptionsChanged(List<AgentOption> options) implements SessionUpdate {
        public OptionsChanged {
            options = List.copyOf(options);
        }
    }

    /** The agent's slash commands, all of them. */
    record CommandsChanged(List<AgentCommand> commands) implements SessionUpdate {
        public CommandsChanged {
            commands = List.copyOf(commands);
        }
    }

    /** What the session has used so far. */
    record UsageChanged(Usage usage) implements SessionUpdate {}

    /**
     * A remark of the host; a later one of the same item replaces it.
     *
     * @param code a stable word for the kind of remark, such as {@code memoryLost}
     * @param text a sentence for the person
     * @param detail Markdown that is shown when the remark is opened, may be empty
     */
    record Note(ItemId item, NoteLevel level, String code, String text, String detail) implements SessionUpdate {
        public Note(ItemId item, NoteLevel level, String code, String text) {
            this(item, level, code, text, "");
        }
    }

    /** The session's name. A person's name beats the agent's title, whatever comes later. */
    record Renamed(String name, boolean byPerson) implements SessionUpdate {}

    /** Where the person has put the session, whole. */
    record Organised(Organisation organisation) implements SessionUpdate {}

    /** The prompts that wait, all of them in order. */
    record QueueChanged(List<QueuedPrompt> queue) implements SessionUpdate {
        public QueueChanged {
            queue = List.copyOf(queue);
        }
    }

    /**
     * What the agent sent and we do not know.
     *
     * @param sourceKind the agent's word for it
     * @param json as it came
     */
    record Unknown(String sourceKind, String json) implements SessionUpdate {}

    /** One method for each kind, so that a new kind fails to compile until every place handles it. */
    interface Visitor<R> {
        R sessionCreated(SessionCreated update);

        R agentStarting(AgentStarting update);

        R agentStarted(AgentStarted update);

        R agentExited(AgentExited update);

        R loginNeeded(LoginNeeded update);

        R sessionClosed(SessionClosed update);

        R turnStarted(TurnStarted update);

        R turnEnded(TurnEnded update);

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

        R queueChanged(QueueChanged update);

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
        } else if (this instanceof QueueChanged update) {
            return visitor.queueChanged(update);
        }
        return visitor.unknown((Unknown) this);
    }
}
