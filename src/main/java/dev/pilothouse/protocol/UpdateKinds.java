package dev.pilothouse.protocol;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.PromptSupport;
import dev.pilothouse.model.PullRequestSource;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.SessionUpdate.AgentExited;
import dev.pilothouse.model.SessionUpdate.AgentMessageChunk;
import dev.pilothouse.model.SessionUpdate.AgentStarted;
import dev.pilothouse.model.SessionUpdate.AgentStarting;
import dev.pilothouse.model.SessionUpdate.CommandsChanged;
import dev.pilothouse.model.SessionUpdate.CommentChanged;
import dev.pilothouse.model.SessionUpdate.CommentRemoved;
import dev.pilothouse.model.SessionUpdate.LoginNeeded;
import dev.pilothouse.model.SessionUpdate.ModeChanged;
import dev.pilothouse.model.SessionUpdate.ModelChanged;
import dev.pilothouse.model.SessionUpdate.Note;
import dev.pilothouse.model.SessionUpdate.OptionsChanged;
import dev.pilothouse.model.SessionUpdate.Organised;
import dev.pilothouse.model.SessionUpdate.PassedOn;
import dev.pilothouse.model.SessionUpdate.PendingAnswered;
import dev.pilothouse.model.SessionUpdate.PendingAsked;
import dev.pilothouse.model.SessionUpdate.PlanChanged;
import dev.pilothouse.model.SessionUpdate.ProfileApplied;
import dev.pilothouse.model.SessionUpdate.QueueChanged;
import dev.pilothouse.model.SessionUpdate.Renamed;
import dev.pilothouse.model.SessionUpdate.ReviewSent;
import dev.pilothouse.model.SessionUpdate.SessionClosed;
import dev.pilothouse.model.SessionUpdate.SessionCreated;
import dev.pilothouse.model.SessionUpdate.StartWish;
import dev.pilothouse.model.SessionUpdate.ThoughtChunk;
import dev.pilothouse.model.SessionUpdate.ToolCallChanged;
import dev.pilothouse.model.SessionUpdate.ToolCallStarted;
import dev.pilothouse.model.SessionUpdate.TurnEnded;
import dev.pilothouse.model.SessionUpdate.TurnSnapshot;
import dev.pilothouse.model.SessionUpdate.TurnStarted;
import dev.pilothouse.model.SessionUpdate.Unknown;
import dev.pilothouse.model.SessionUpdate.UsageChanged;
import dev.pilothouse.model.SessionUpdate.UserMessage;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.WorktreeSpec;
import java.util.List;

/** The name of each kind of update in the bridge, the journal and the command line, and its members. Stateless. */
public final class UpdateKinds {
    static final RecordCodec<TokenCount> TOKENS = io -> new TokenCount(
            io.opt("tokensIn", Json.NUMBER, TokenCount::in),
            io.opt("tokensOut", Json.NUMBER, TokenCount::out),
            io.opt("tokensCached", Json.NUMBER, TokenCount::cached),
            io.opt("tokensReasoning", Json.NUMBER, TokenCount::reasoning));

    static final RecordCodec<PromptSupport> SUPPORT = io -> new PromptSupport(
            io.opt("images", Json.FLAG, PromptSupport::images), io.opt("embedded", Json.FLAG, PromptSupport::embedded));

    private static final RecordCodec<PullRequestSource> PULL_REQUEST = io -> new PullRequestSource(
            io.put("remote", Json.TEXT, PullRequestSource::remote),
            io.put("number", Json.INT, PullRequestSource::number),
            io.opt("merge", Json.FLAG, PullRequestSource::merge));

    private static final RecordCodec<WorktreeSpec> WORKTREE = io -> new WorktreeSpec(
            io.put("repository", Json.TEXT, WorktreeSpec::repository),
            io.put("place", Json.TEXT, WorktreeSpec::place),
            io.put("branch", Json.TEXT, WorktreeSpec::branch),
            io.put("base", Json.TEXT, WorktreeSpec::base),
            io.opt("from", Json.TEXT, WorktreeSpec::from),
            io.orNull("pullRequest", PULL_REQUEST, WorktreeSpec::pullRequest));

    private static final RecordCodec<StartWish> WISH = io -> new StartWish(
            io.opt("mode", Json.TEXT, StartWish::mode),
            io.opt("model", Json.TEXT, StartWish::model),
            io.opt("agentSessionId", Json.TEXT, StartWish::agentSessionId),
            io.orNull("worktree", WORKTREE, StartWish::worktree),
            io.opt("profile", Json.TEXT, StartWish::profile),
            io.opt("forkOf", Json.TEXT, StartWish::forkOf));

    static final Kinds<SessionUpdate> KINDS = new Kinds<SessionUpdate>()
            .add(
                    "sessionCreated",
                    SessionCreated.class,
                    io -> new SessionCreated(
                            io.put("agentId", Json.AGENT_ID, SessionCreated::agentId),
                            io.put("agentName", Json.TEXT, SessionCreated::agentName),
                            io.put("cwd", Json.TEXT, SessionCreated::cwd),
                            io.put("name", Json.TEXT, SessionCreated::name),
                            io.inline(WISH, SessionCreated::wish)))
            .add("agentStarting", AgentStarting.class, io -> new AgentStarting())
            .add(
                    "agentStarted",
                    AgentStarted.class,
                    io -> new AgentStarted(
                            io.opt("title", Json.TEXT, AgentStarted::title),
                            io.opt("version", Json.TEXT, AgentStarted::version),
                            io.opt("agentSessionId", Json.TEXT, AgentStarted::agentSessionId),
                            io.put("memory", WireEnum.MEMORY, AgentStarted::memory),
                            io.inline(SUPPORT, AgentStarted::support)))
            .add(
                    "agentExited",
                    AgentExited.class,
                    io -> new AgentExited(
                            io.orNull("exitCode", Json.INT, AgentExited::exitCode),
                            io.opt("expected", Json.FLAG, AgentExited::expected),
                            io.put("text", Json.TEXT, AgentExited::text),
                            io.opt("says", HostTextCodec.CODE, AgentExited::says, HostText.Code.NONE)))
            .add(
                    "loginNeeded",
                    LoginNeeded.class,
                    io -> new LoginNeeded(
                            io.opt("command", Json.TEXT, LoginNeeded::command),
                            io.put("text", Json.TEXT, LoginNeeded::text),
                            io.opt("says", HostTextCodec.CODE, LoginNeeded::says, HostText.Code.NONE)))
            .add("sessionClosed", SessionClosed.class, io -> new SessionClosed())
            .add("turnStarted", TurnStarted.class, io -> new TurnStarted())
            .add(
                    "turnEnded",
                    TurnEnded.class,
                    io -> new TurnEnded(
                            io.put("item", Json.ITEM_ID, TurnEnded::item),
                            io.put("turn", Json.TURN_ID, TurnEnded::turn),
                            io.put("reason", WireEnum.STOP_REASON, TurnEnded::reason),
                            io.opt("text", Json.TEXT, TurnEnded::text),
                            io.put("durationMillis", Json.NUMBER, TurnEnded::durationMillis),
                            io.inline(TOKENS, TurnEnded::tokens),
                            io.opt("snapshot", Json.TEXT, TurnEnded::snapshot),
                            io.opt("says", HostTextCodec.CODE, TurnEnded::says, HostText.Code.NONE)))
            .add(
                    "turnSnapshot",
                    TurnSnapshot.class,
                    io -> new TurnSnapshot(
                            io.put("turn", Json.TURN_ID, TurnSnapshot::turn),
                            io.put("snapshot", Json.TEXT, TurnSnapshot::snapshot)))
            .add(
                    "userMessage",
                    UserMessage.class,
                    io -> new UserMessage(
                            io.put("item", Json.ITEM_ID, UserMessage::item),
                            io.put("text", Json.TEXT, UserMessage::text),
                            io.opt("attachments", AttachmentCodec.LIST, UserMessage::attachments)))
            .add("passedOn", PassedOn.class, io -> new PassedOn(io.put("intent", Json.TEXT, PassedOn::intent)))
            .add(
                    "message",
                    AgentMessageChunk.class,
                    io -> new AgentMessageChunk(
                            io.put("item", Json.ITEM_ID, AgentMessageChunk::item),
                            io.put("text", Json.TEXT, AgentMessageChunk::text),
                            io.opt("attachments", AttachmentCodec.LIST, AgentMessageChunk::attachments)))
            .add(
                    "thought",
                    ThoughtChunk.class,
                    io -> new ThoughtChunk(
                            io.put("item", Json.ITEM_ID, ThoughtChunk::item),
                            io.put("text", Json.TEXT, ThoughtChunk::text)))
            .add(
                    "toolCall",
                    ToolCallStarted.class,
                    io -> new ToolCallStarted(
                            io.put("item", Json.ITEM_ID, ToolCallStarted::item),
                            io.put("call", ToolCodec.CALL, ToolCallStarted::call)))
            .add(
                    "toolCallUpdate",
                    ToolCallChanged.class,
                    io -> new ToolCallChanged(
                            io.put("item", Json.ITEM_ID, ToolCallChanged::item),
                            io.put("patch", ToolCodec.PATCH, ToolCallChanged::patch)))
            .add(
                    "plan",
                    PlanChanged.class,
                    io -> new PlanChanged(io.opt("entries", UpdateCodec.PLAN, PlanChanged::entries)))
            .add(
                    "pendingAsked",
                    PendingAsked.class,
                    io -> new PendingAsked(
                            io.put("item", Json.ITEM_ID, PendingAsked::item),
                            io.put("pending", PendingCodec.PENDING, PendingAsked::pending)))
            .add(
                    "pendingAnswered",
                    PendingAnswered.class,
                    io -> new PendingAnswered(
                            io.put("item", Json.ITEM_ID, PendingAnswered::item),
                            io.put("pendingId", Json.PENDING_ID, PendingAnswered::pendingId),
                            io.put("answer", PendingCodec.ANSWER, PendingAnswered::answer)))
            .add(
                    "modeChanged",
                    ModeChanged.class,
                    io -> new ModeChanged(
                            io.put("current", Json.TEXT, ModeChanged::current),
                            io.opt("available", OfferCodec.MODES, ModeChanged::available)))
            .add(
                    "modelChanged",
                    ModelChanged.class,
                    io -> new ModelChanged(
                            io.put("current", Json.TEXT, ModelChanged::current),
                            io.opt("available", OfferCodec.MODELS, ModelChanged::available)))
            .add(
                    "optionChanged",
                    OptionsChanged.class,
                    io -> new OptionsChanged(io.opt("options", OfferCodec.OPTIONS, OptionsChanged::options)))
            .add(
                    "commandsChanged",
                    CommandsChanged.class,
                    io -> new CommandsChanged(io.opt("commands", OfferCodec.COMMANDS, CommandsChanged::commands)))
            .add("usage", UsageChanged.class, io -> new UsageChanged(io.inline(UpdateCodec.USAGE, UsageChanged::usage)))
            .add(
                    "note",
                    Note.class,
                    io -> new Note(
                            io.put("item", Json.ITEM_ID, Note::item),
                            io.put("level", WireEnum.NOTE_LEVEL, Note::level),
                            io.put("code", Json.TEXT, Note::code),
                            io.put("text", Json.TEXT, Note::text),
                            io.opt("detail", Json.TEXT, Note::detail),
                            io.opt("snapshot", Json.TEXT, Note::snapshot),
                            io.opt("says", HostTextCodec.CODE, Note::says, HostText.Code.NONE)))
            .add(
                    "renamed",
                    Renamed.class,
                    io -> new Renamed(
                            io.put("name", Json.TEXT, Renamed::name), io.opt("byPerson", Json.FLAG, Renamed::byPerson)))
            .add(
                    "organised",
                    Organised.class,
                    io -> new Organised(io.inline(OrganisationCodec.MEMBERS, Organised::organisation)))
            .add(
                    "profileApplied",
                    ProfileApplied.class,
                    io -> new ProfileApplied(io.inline(ProfileCodec.OF_SESSION, ProfileApplied::profile)))
            .add(
                    "queueChanged",
                    QueueChanged.class,
                    io -> new QueueChanged(io.opt("queue", UpdateCodec.QUEUE, QueueChanged::queue)))
            .add(
                    "commentChanged",
                    CommentChanged.class,
                    io -> new CommentChanged(io.inline(ReviewCodec.COMMENT, CommentChanged::comment)))
            .add(
                    "commentRemoved",
                    CommentRemoved.class,
                    io -> new CommentRemoved(io.put("commentId", Json.COMMENT_ID, CommentRemoved::commentId)))
            .add(
                    "reviewSent",
                    ReviewSent.class,
                    io -> new ReviewSent(
                            io.put("prompt", Json.REQUEST_ID, ReviewSent::prompt),
                            io.opt("comments", Json.COMMENT_IDS, ReviewSent::comments),
                            io.orNull("turn", Json.TURN_ID, ReviewSent::turn)))
            .add(
                    "unknown",
                    Unknown.class,
                    io -> new Unknown(
                            io.put("sourceKind", Json.TEXT, Unknown::sourceKind),
                            io.put("json", Json.TEXT, Unknown::json)))
            .orElse(fields -> new Unknown(fields.string("kind"), StrictJson.write(fields.json())));

    private UpdateKinds() {}

    public static String of(SessionUpdate update) {
        return KINDS.name(update);
    }

    /** All names, sorted. */
    public static List<String> all() {
        return KINDS.names().stream().sorted().toList();
    }
}
