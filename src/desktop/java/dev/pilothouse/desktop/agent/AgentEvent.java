package dev.pilothouse.desktop.agent;

import dev.pilothouse.model.AgentCommand;
import dev.pilothouse.model.AgentMode;
import dev.pilothouse.model.AgentModel;
import dev.pilothouse.model.AgentOption;
import dev.pilothouse.model.AgentSupport;
import dev.pilothouse.model.AgentTrial.LoginMethod;
import dev.pilothouse.model.ContextRestore;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.PendingKind;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.PlanEntry;
import dev.pilothouse.model.PromptSupport;
import dev.pilothouse.model.QuestionField;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.ToolCallPatch;
import dev.pilothouse.model.ToolKind;
import dev.pilothouse.model.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event that an adapter decoded, before it has a seq. Shaped as upserts by the agent's ids, so that later protocol
 * versions fit.
 *
 * <p>The constructors sanitize all displayed text: they remove terminal control characters, and characters that make a
 * text appear different from its content. Ids that are sent back to the agent stay unchanged. A command, and everything
 * that a permission request shows, stays complete; hidden characters in it are shown by code point.
 */
public sealed interface AgentEvent {
    /** Characters of a sentence in English. */
    int MAX_SENTENCE = 8_000;

    /**
     * The agent accepts prompts. Modes, models and options follow as separate events.
     *
     * @param title may be empty
     */
    record Ready(
            String title,
            String version,
            String agentSessionId,
            ContextRestore memory,
            PromptSupport support,
            AppliedProfile profile,
            AgentSupport offers)
            implements AgentEvent {
        public Ready {
            title = PlainText.line(title);
            version = PlainText.line(version);
        }

        public Ready(
                String title,
                String version,
                String agentSessionId,
                ContextRestore memory,
                PromptSupport support,
                AppliedProfile profile) {
            this(title, version, agentSessionId, memory, support, profile, AgentSupport.NONE);
        }

        public Ready(
                String title, String version, String agentSessionId, ContextRestore memory, PromptSupport support) {
            this(title, version, agentSessionId, memory, support, AppliedProfile.NONE);
        }

        public Ready(String title, String version, String agentSessionId, ContextRestore memory) {
            this(title, version, agentSessionId, memory, PromptSupport.NONE);
        }
    }

    /**
     * The agent never became ready; its process is gone.
     *
     * @param sentence with the agent's last lines
     */
    record StartFailed(
            ErrorCode code, HostText sentence, @Nullable Integer exitCode) implements AgentEvent {
        public StartFailed {
            sentence = sentence.bounded(MAX_SENTENCE);
        }

        public StartFailed(ErrorCode code, String text, @Nullable Integer exitCode) {
            this(code, HostText.untranslated(text), exitCode);
        }

        /** In English. */
        public String text() {
            return sentence.text();
        }
    }

    /**
     * The agent needs a login; its process is ended after this.
     *
     * @param command may be empty
     * @param methods the logins that the agent does itself, when it is started with one of them
     */
    record LoginNeeded(String command, HostText sentence, List<LoginMethod> methods) implements AgentEvent {
        private static final int MAX_METHOD_NAME = 100;
        private static final int MAX_METHOD_TEXT = 300;

        public LoginNeeded {
            command = PlainText.exact(command);
            sentence = sentence.bounded(MAX_SENTENCE);
            methods = methods.stream().map(LoginNeeded::bounded).toList();
        }

        private static LoginMethod bounded(LoginMethod method) {
            String name = TextCutter.line(method.name(), MAX_METHOD_NAME);
            return new LoginMethod(
                    method.id(),
                    name.isEmpty() ? TextCutter.line(method.id(), MAX_METHOD_NAME) : name,
                    TextCutter.line(method.description(), MAX_METHOD_TEXT),
                    "");
        }

        public LoginNeeded(String command, String text) {
            this(command, HostText.untranslated(text), List.of());
        }

        /** In English. */
        public String text() {
            return sentence.text();
        }
    }

    /** An event of an earlier process that the agent replays while it loads a session. */
    record Replayed(AgentEvent event) implements AgentEvent {}

    /** @param messageId the agent's id, or null if it has none */
    record MessageChunk(@Nullable String messageId, String text) implements AgentEvent {
        public MessageChunk {
            text = PlainText.prose(text);
        }
    }

    record ThoughtChunk(@Nullable String messageId, String text) implements AgentEvent {
        public ThoughtChunk {
            text = PlainText.prose(text);
        }
    }

    /** The user's own text, as the agent replays it. */
    record UserChunk(@Nullable String messageId, String text) implements AgentEvent {
        public UserChunk {
            text = PlainText.prose(text);
        }
    }

    /**
     * An image, audio or another file inside a message.
     *
     * @param byPerson whether it replays what the user sent
     * @param name a file name
     * @param bytes the approximate size
     * @param base64 the content; empty if it is over the limit
     */
    record Media(@Nullable String messageId, boolean byPerson, String name, String mimeType, long bytes, String base64)
            implements AgentEvent {
        /** Limit of the content; as base64 it still fits a frame to a client. */
        public static final int MAX_BYTES = 5 * 1024 * 1024;

        public Media {
            name = PlainText.line(name);
            mimeType = PlainText.line(mimeType);
        }
    }

    /**
     * The agent compacts its context; an upsert by id.
     *
     * @param status null if not given
     * @param summary what the agent keeps, in Markdown; null if not given
     * @param appends whether the summary is appended to the earlier one
     * @param error null if not given
     */
    record Compaction(
            String compactionId,
            @Nullable CompactionStatus status,
            @Nullable String summary,
            boolean appends,
            @Nullable String error)
            implements AgentEvent {
        public Compaction {
            summary = AgentEventSanitizer.orNull(summary, PlainText::prose);
            error = AgentEventSanitizer.orNull(error, PlainText::note);
        }
    }

    /** The progress of a compaction. */
    enum CompactionStatus {
        IN_PROGRESS,
        COMPLETED,
        FAILED,
        CANCELLED
    }

    /**
     * A tool call, created when its id first appears. The patch's endedAt is left 0.
     *
     * @param parentId the tool call whose subagent made it; null if the agent made it itself
     */
    record ToolCall(
            String toolCallId,
            ToolCallPatch patch,
            @Nullable String parentId) implements AgentEvent {
        public ToolCall(String toolCallId, ToolCallPatch patch) {
            this(toolCallId, patch, null);
        }

        public ToolCall {
            // Displayed if the call has no title.
            toolCallId = PlainText.exact(toolCallId);
            parentId = AgentEventSanitizer.orNull(parentId, PlainText::exact);
            patch = AgentEventSanitizer.patch(patch);
        }
    }

    record Plan(List<PlanEntry> entries) implements AgentEvent {
        public Plan {
            entries = AgentEventSanitizer.each(entries, AgentEventSanitizer::entry);
        }
    }

    /**
     * @param askId the adapter's id, for {@link AgentAdapter#answer}
     * @param toolKind null if unknown
     * @param object the target of the action, empty if unknown
     */
    record Ask(
            String askId,
            PendingKind kind,
            String title,
            String detail,
            @Nullable String toolCallId,
            List<PendingOption> options,
            List<QuestionField> fields,
            @Nullable ToolKind toolKind,
            String object)
            implements AgentEvent {
        public Ask {
            boolean permission = kind == PendingKind.PERMISSION;
            title = permission ? PlainText.exact(title) : PlainText.line(title);
            detail = permission ? PlainText.exact(detail) : PlainText.prose(detail);
            toolCallId = AgentEventSanitizer.orNull(toolCallId, PlainText::exact);
            options = AgentEventSanitizer.each(options, AgentEventSanitizer::option);
            fields = AgentEventSanitizer.each(fields, AgentEventSanitizer::field);
            object = PlainText.exact(object);
        }
    }

    /** The agent withdrew a question. */
    record AskWithdrawn(String askId) implements AgentEvent {}

    record ModeChanged(String current, List<AgentMode> available) implements AgentEvent {
        public ModeChanged {
            available = AgentEventSanitizer.each(available, AgentEventSanitizer::mode);
        }
    }

    record ModelChanged(String current, List<AgentModel> available) implements AgentEvent {
        public ModelChanged {
            available = AgentEventSanitizer.each(available, AgentEventSanitizer::model);
        }
    }

    record OptionsChanged(List<AgentOption> options) implements AgentEvent {
        public OptionsChanged {
            options = AgentEventSanitizer.each(options, AgentEventSanitizer::option);
        }
    }

    record CommandsChanged(List<AgentCommand> commands) implements AgentEvent {
        public CommandsChanged {
            commands = AgentEventSanitizer.each(commands, AgentEventSanitizer::command);
        }
    }

    record UsageChanged(Usage usage) implements AgentEvent {}

    /** The agent's title for the session. */
    record TitleChanged(String title) implements AgentEvent {
        public TitleChanged {
            title = PlainText.line(title);
        }
    }

    /**
     * @param sentence the error, or the agent's own word for an unusual reason; may be empty
     * @param last whether the agent accepts no further prompt, since it is about to be ended
     */
    record TurnDone(StopReason reason, HostText sentence, boolean last, TokenCount tokens) implements AgentEvent {
        public TurnDone {
            sentence = sentence.bounded(MAX_SENTENCE);
        }

        public TurnDone(StopReason reason, String text) {
            this(reason, HostText.untranslated(text), false, TokenCount.NONE);
        }

        /** In English. */
        public String text() {
            return sentence.text();
        }
    }

    /** A command other than a prompt failed in the agent, or the agent has a notice for the user. */
    record Remark(boolean warning, String code, HostText sentence) implements AgentEvent {
        public Remark {
            sentence = sentence.bounded(MAX_SENTENCE);
        }

        public Remark(boolean warning, String code, String text) {
            this(warning, code, HostText.untranslated(text));
        }

        /** In English. */
        public String text() {
            return sentence.text();
        }
    }

    /** A message of unknown kind. */
    record Unknown(String sourceKind, String json) implements AgentEvent {
        public Unknown {
            sourceKind = PlainText.line(sourceKind);
            json = PlainText.json(json);
        }
    }

    /**
     * A line that is not a JSON-RPC message; logged and counted.
     *
     * @param excerpt at most 200 characters
     */
    record Malformed(long count, String excerpt) implements AgentEvent {
        public Malformed {
            excerpt = PlainText.line(excerpt);
        }
    }

    /**
     * The process is gone after it had been ready, or the session has left it. A running turn was ended by an earlier
     * event.
     *
     * @param exitCode null if the process continues, with other sessions or for a later one
     */
    record Exited(@Nullable Integer exitCode, boolean expected, HostText sentence) implements AgentEvent {
        public Exited {
            sentence = sentence.bounded(MAX_SENTENCE);
        }

        public Exited(@Nullable Integer exitCode, boolean expected, String text) {
            this(exitCode, expected, HostText.untranslated(text));
        }

        /** In English. */
        public String text() {
            return sentence.text();
        }
    }

    interface Visitor {
        void ready(Ready event);

        void startFailed(StartFailed event);

        void loginNeeded(LoginNeeded event);

        void replayed(Replayed event);

        void messageChunk(MessageChunk event);

        void thoughtChunk(ThoughtChunk event);

        void userChunk(UserChunk event);

        void media(Media event);

        void compaction(Compaction event);

        void toolCall(ToolCall event);

        void plan(Plan event);

        void ask(Ask event);

        void askWithdrawn(AskWithdrawn event);

        void modeChanged(ModeChanged event);

        void modelChanged(ModelChanged event);

        void optionsChanged(OptionsChanged event);

        void commandsChanged(CommandsChanged event);

        void usageChanged(UsageChanged event);

        void titleChanged(TitleChanged event);

        void turnDone(TurnDone event);

        void remark(Remark event);

        void unknown(Unknown event);

        void malformed(Malformed event);

        void exited(Exited event);
    }

    default void accept(Visitor visitor) {
        if (this instanceof Ready event) {
            visitor.ready(event);
        } else if (this instanceof StartFailed event) {
            visitor.startFailed(event);
        } else if (this instanceof LoginNeeded event) {
            visitor.loginNeeded(event);
        } else if (this instanceof Replayed event) {
            visitor.replayed(event);
        } else if (this instanceof MessageChunk event) {
            visitor.messageChunk(event);
        } else if (this instanceof ThoughtChunk event) {
            visitor.thoughtChunk(event);
        } else if (this instanceof UserChunk event) {
            visitor.userChunk(event);
        } else if (this instanceof Media event) {
            visitor.media(event);
        } else if (this instanceof Compaction event) {
            visitor.compaction(event);
        } else if (this instanceof ToolCall event) {
            visitor.toolCall(event);
        } else if (this instanceof Plan event) {
            visitor.plan(event);
        } else if (this instanceof Ask event) {
            visitor.ask(event);
        } else if (this instanceof AskWithdrawn event) {
            visitor.askWithdrawn(event);
        } else if (this instanceof ModeChanged event) {
            visitor.modeChanged(event);
        } else if (this instanceof ModelChanged event) {
            visitor.modelChanged(event);
        } else if (this instanceof OptionsChanged event) {
            visitor.optionsChanged(event);
        } else if (this instanceof CommandsChanged event) {
            visitor.commandsChanged(event);
        } else if (this instanceof UsageChanged event) {
            visitor.usageChanged(event);
        } else if (this instanceof TitleChanged event) {
            visitor.titleChanged(event);
        } else if (this instanceof TurnDone event) {
            visitor.turnDone(event);
        } else if (this instanceof Remark event) {
            visitor.remark(event);
        } else if (this instanceof Unknown event) {
            visitor.unknown(event);
        } else if (this instanceof Malformed event) {
            visitor.malformed(event);
        } else {
            visitor.exited((Exited) this);
        }
    }
}
