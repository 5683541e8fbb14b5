package dev.pilothouse.desktop.journal;

import dev.pilothouse.model.AgentCommand;
import dev.pilothouse.model.AgentMode;
import dev.pilothouse.model.AgentModel;
import dev.pilothouse.model.AgentOption;
import dev.pilothouse.model.Attachment;
import dev.pilothouse.model.BrowserLink;
import dev.pilothouse.model.Cause;
import dev.pilothouse.model.CommentAnchor;
import dev.pilothouse.model.CommentAuthor;
import dev.pilothouse.model.HostQuestion;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.Organisation;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.PendingAnswer;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.PlanEntry;
import dev.pilothouse.model.PullRequestSource;
import dev.pilothouse.model.QuestionField;
import dev.pilothouse.model.QueuedPrompt;
import dev.pilothouse.model.ReviewComment;
import dev.pilothouse.model.SessionProfile;
import dev.pilothouse.model.SessionServer;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.model.ToolCall;
import dev.pilothouse.model.ToolCallPatch;
import dev.pilothouse.model.ToolContent;
import dev.pilothouse.model.ToolLocation;
import dev.pilothouse.model.Usage;
import dev.pilothouse.model.WorktreeSpec;
import dev.pilothouse.protocol.StrictJson;
import dev.pilothouse.protocol.UpdateCodec;
import dev.pilothouse.session.Review;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The limits of one update, for new updates and for those of old journals. Every text and every list has a limit; see
 * section 10 of docs/protocol.md. If an update is within its limits but its JSON is still too large, all limits are
 * halved until it fits.
 *
 * <p>Display texts are shortened. An id, a location path or a JSON text that is too long is omitted, because a
 * shortened one would have another meaning. Pure; any thread.
 */
public final class UpdateLimits implements SessionUpdate.Visitor<SessionUpdate> {
    /** Maximum bytes of an update's JSON. */
    public static final int MAX_BYTES = 512 * 1024;
    /** Maximum bytes of a question's JSON. It is lower because a snapshot contains all open questions. */
    public static final int MAX_QUESTION_BYTES = 128 * 1024;
    /** Maximum open questions per session. With {@link #MAX_QUESTION_BYTES} they fit into a snapshot. */
    public static final int MAX_OPEN_QUESTIONS = 32;

    private static final int MAX_LIST = 200;
    private static final int MAX_ID = 500;
    private static final int MAX_NAME = 200;
    private static final int MAX_TEXT = 500;
    private static final int MAX_CHOICES = 100;
    private static final int MAX_OPTIONS = 20;
    private static final int MAX_ATTACHMENTS = 28;
    private static final int MAX_CONTENT = 64;
    private static final int MAX_TITLE = 1_000;
    private static final int MAX_PATH = 4_096;
    private static final int MAX_ARGUMENTS = 16;
    private static final int MAX_ARGUMENT = 4_000;
    private static final int MAX_NOTE = 8_000;
    private static final int MAX_SNAPSHOT = 64;
    private static final int MAX_LONG_TEXT = 96 * 1024;
    private static final int MAX_DETAIL = 64 * 1024;
    private static final int MAX_WORD = 64;
    private static final int MAX_GROUP = 60;
    private static final int MAX_CURRENCY = 16;
    /** The most bytes that one UTF-16 unit takes in JSON. */
    private static final int BYTES_OF_UNIT = 6;

    /** A multiple of the limit. The weight is slightly larger than the size of an object without texts. */
    private static final int CLEARLY_TOO_LARGE = 8;

    private static final UpdateLimits WHOLE = new UpdateLimits(1);

    /** All limits are divided by this. */
    private final int divisor;

    private UpdateLimits(int divisor) {
        this.divisor = divisor;
    }

    /** Reduces the update to its limits. */
    public static JournaledUpdate bound(JournaledUpdate update) {
        return new JournaledUpdate(
                update.seq(),
                update.at(),
                update.cause() == null ? null : cause(update.cause()),
                bound(update.update()));
    }

    /** Reduces the update to its limits. */
    public static SessionUpdate bound(SessionUpdate update) {
        SessionUpdate bounded = update.accept(WHOLE);
        for (int divisor = 2; !fits(bounded); divisor *= 2) {
            bounded = update.accept(new UpdateLimits(divisor));
        }
        return bounded;
    }

    /** Whether the JSON of the update is small enough. */
    public static boolean fits(SessionUpdate update) {
        long limit = update instanceof SessionUpdate.PendingAsked ? MAX_QUESTION_BYTES : MAX_BYTES;
        long weight = UpdateWeight.of(update);
        if (weight > CLEARLY_TOO_LARGE * limit) {
            return false;
        }
        return weight * BYTES_OF_UNIT <= limit || bytes(update) <= limit;
    }

    /** Reduces an agent's modes to the limits of an update. */
    public static List<AgentMode> modes(List<AgentMode> modes) {
        return ((SessionUpdate.ModeChanged) bound(new SessionUpdate.ModeChanged("", modes))).available();
    }

    private static int bytes(SessionUpdate update) {
        JournaledUpdate journaled = new JournaledUpdate(1, Instant.EPOCH, null, update);
        return StrictJson.write(UpdateCodec.encode(journaled)).getBytes(StandardCharsets.UTF_8).length;
    }

    private static Cause cause(Cause cause) {
        return cause.deviceName().length() <= MAX_NAME
                ? cause
                : new Cause(
                        cause.requestId(),
                        cause.deviceId(),
                        TextCutter.head(cause.deviceName(), MAX_NAME),
                        cause.digest());
    }

    // --- parts

    private String head(String text, int limit) {
        return TextCutter.head(text, limit / divisor);
    }

    private @Nullable String headOrNull(@Nullable String text, int limit) {
        return text == null ? null : head(text, limit);
    }

    private boolean isWithin(String text, int limit) {
        return text == null || text.length() <= limit / divisor;
    }

    /** @return empty if the id is too long */
    private String id(String id) {
        return isWithin(id, MAX_ID) ? id : "";
    }

    private <T> List<T> list(List<T> all, int limit, Predicate<T> kept, UnaryOperator<T> bound) {
        return all.stream().filter(kept).limit(limit / divisor).map(bound).toList();
    }

    private List<Attachment> attachments(List<Attachment> attachments) {
        return list(
                attachments,
                MAX_ATTACHMENTS,
                attachment -> isWithin(attachment.name(), MAX_TITLE),
                attachment -> attachment instanceof Attachment.Blob blob
                        ? new Attachment.Blob(
                                blob.blobId(),
                                head(blob.name(), MAX_NAME),
                                head(blob.mimeType(), MAX_NAME),
                                blob.bytes(),
                                blob.thumbnail())
                        : attachment);
    }

    private List<ToolLocation> locations(List<ToolLocation> locations) {
        return list(locations, MAX_LIST, place -> isWithin(place.path(), MAX_PATH), place -> place);
    }

    private List<ToolContent> content(List<ToolContent> content) {
        return list(
                content,
                MAX_CONTENT,
                part -> !(part instanceof ToolContent.Other other) || isWithin(other.json(), MAX_LONG_TEXT),
                this::content);
    }

    private ToolContent content(ToolContent content) {
        return content.accept(new ToolContent.Visitor<>() {
            @Override
            public ToolContent text(ToolContent.Text text) {
                return new ToolContent.Text(head(text.text(), MAX_LONG_TEXT));
            }

            @Override
            public ToolContent diff(ToolContent.Diff diff) {
                return new ToolContent.Diff(
                        head(diff.path(), MAX_PATH),
                        headOrNull(diff.oldText(), MAX_LONG_TEXT),
                        head(diff.newText(), MAX_LONG_TEXT));
            }

            @Override
            public ToolContent terminal(ToolContent.Terminal terminal) {
                return new ToolContent.Terminal(head(terminal.output(), MAX_LONG_TEXT));
            }

            @Override
            public ToolContent large(ToolContent.Large large) {
                return new ToolContent.Large(large.blob(), head(large.head(), MAX_NOTE), large.characters());
            }

            @Override
            public ToolContent other(ToolContent.Other other) {
                return new ToolContent.Other(head(other.kind(), MAX_NAME), other.json());
            }
        });
    }

    private @Nullable String json(@Nullable String json) {
        return json != null && isWithin(json, MAX_LONG_TEXT) ? json : null;
    }

    private List<PendingOption> answers(List<PendingOption> options) {
        return list(
                options,
                MAX_CHOICES,
                option -> isWithin(option.optionId(), MAX_ID),
                option -> new PendingOption(option.optionId(), head(option.name(), MAX_TEXT), option.kind()));
    }

    private List<QuestionField> fields(List<QuestionField> fields) {
        return list(
                fields,
                MAX_OPTIONS,
                field -> isWithin(field.name(), MAX_ID)
                        // Cut, it would be another link.
                        && (field.type() != QuestionField.Type.LINK
                                || isWithin(field.initial(), BrowserLink.MAX_LENGTH)),
                field -> new QuestionField(
                        field.name(),
                        head(field.title(), MAX_TEXT),
                        head(field.description(), MAX_TEXT),
                        field.type(),
                        list(
                                field.choices(),
                                MAX_CHOICES,
                                choice -> isWithin(choice.value(), MAX_ID),
                                choice -> new QuestionField.Choice(choice.value(), head(choice.title(), MAX_NAME))),
                        field.type() == QuestionField.Type.LINK ? field.initial() : head(field.initial(), MAX_TEXT),
                        field.required()));
    }

    /** A question is shown completely, or with a warning that it is cut. */
    private String detail(String text) {
        if (isWithin(text, MAX_DETAIL)) {
            return text;
        }
        String warning = "**" + HostText.of(HostTextCode.QUESTION_CUT, text.length()) + "**\n\n";
        return warning + head(text, MAX_DETAIL - warning.length() * divisor);
    }

    // --- kinds

    @Override
    public SessionUpdate sessionCreated(SessionUpdate.SessionCreated update) {
        SessionUpdate.StartWish wish = update.wish();
        return new SessionUpdate.SessionCreated(
                update.agentId(),
                head(update.agentName(), MAX_NAME),
                head(update.cwd(), MAX_PATH),
                head(update.name(), MAX_NAME),
                new SessionUpdate.StartWish(
                        id(wish.mode()),
                        id(wish.model()),
                        id(wish.agentSessionId()),
                        worktree(wish.worktree()),
                        head(wish.profile(), MAX_NAME),
                        id(wish.forkOf())));
    }

    private @Nullable WorktreeSpec worktree(@Nullable WorktreeSpec spec) {
        return spec == null
                ? null
                : new WorktreeSpec(
                        head(spec.repository(), MAX_PATH),
                        head(spec.place(), MAX_PATH),
                        head(spec.branch(), MAX_NAME),
                        head(spec.base(), MAX_NAME),
                        head(spec.from(), MAX_NAME),
                        spec.pullRequest() == null
                                ? null
                                : new PullRequestSource(
                                        head(spec.pullRequest().remote(), MAX_NAME),
                                        spec.pullRequest().number(),
                                        spec.pullRequest().merge()));
    }

    @Override
    public SessionUpdate agentStarting(SessionUpdate.AgentStarting update) {
        return update;
    }

    @Override
    public SessionUpdate agentStarted(SessionUpdate.AgentStarted update) {
        return new SessionUpdate.AgentStarted(
                head(update.title(), MAX_NAME),
                head(update.version(), MAX_NAME),
                id(update.agentSessionId()),
                update.memory(),
                update.support());
    }

    @Override
    public SessionUpdate agentExited(SessionUpdate.AgentExited update) {
        return new SessionUpdate.AgentExited(
                update.exitCode(), update.expected(), head(update.text(), MAX_NOTE), bounded(update.says()));
    }

    @Override
    public SessionUpdate loginNeeded(SessionUpdate.LoginNeeded update) {
        return new SessionUpdate.LoginNeeded(
                head(update.command(), MAX_TITLE), head(update.text(), MAX_NOTE), bounded(update.says()));
    }

    @Override
    public SessionUpdate sessionClosed(SessionUpdate.SessionClosed update) {
        return update;
    }

    @Override
    public SessionUpdate turnStarted(SessionUpdate.TurnStarted update) {
        return update;
    }

    @Override
    public SessionUpdate turnEnded(SessionUpdate.TurnEnded update) {
        return new SessionUpdate.TurnEnded(
                update.item(),
                update.turn(),
                update.reason(),
                head(update.text(), MAX_NOTE),
                update.durationMillis(),
                update.tokens(),
                head(update.snapshot(), MAX_SNAPSHOT),
                bounded(update.says()));
    }

    @Override
    public SessionUpdate turnSnapshot(SessionUpdate.TurnSnapshot update) {
        return new SessionUpdate.TurnSnapshot(update.turn(), head(update.snapshot(), MAX_SNAPSHOT));
    }

    @Override
    public SessionUpdate userMessage(SessionUpdate.UserMessage update) {
        return new SessionUpdate.UserMessage(
                update.item(), head(update.text(), MAX_LONG_TEXT), attachments(update.attachments()));
    }

    @Override
    public SessionUpdate passedOn(SessionUpdate.PassedOn update) {
        return new SessionUpdate.PassedOn(head(update.intent(), MAX_WORD));
    }

    @Override
    public SessionUpdate agentMessageChunk(SessionUpdate.AgentMessageChunk update) {
        return isWithin(update.text(), MAX_LONG_TEXT) && update.attachments().isEmpty()
                ? update
                : new SessionUpdate.AgentMessageChunk(
                        update.item(), head(update.text(), MAX_LONG_TEXT), attachments(update.attachments()));
    }

    @Override
    public SessionUpdate thoughtChunk(SessionUpdate.ThoughtChunk update) {
        return isWithin(update.text(), MAX_LONG_TEXT)
                ? update
                : new SessionUpdate.ThoughtChunk(update.item(), head(update.text(), MAX_LONG_TEXT));
    }

    @Override
    public SessionUpdate toolCallStarted(SessionUpdate.ToolCallStarted update) {
        ToolCall call = update.call();
        return new SessionUpdate.ToolCallStarted(
                update.item(),
                new ToolCall(
                        head(call.toolCallId(), MAX_TITLE),
                        head(call.title(), MAX_TITLE),
                        call.kind(),
                        call.status(),
                        locations(call.locations()),
                        content(call.content()),
                        json(call.input()),
                        json(call.output()),
                        call.startedAt(),
                        call.endedAt(),
                        call.parent()));
    }

    @Override
    public SessionUpdate toolCallChanged(SessionUpdate.ToolCallChanged update) {
        ToolCallPatch patch = update.patch();
        return new SessionUpdate.ToolCallChanged(
                update.item(),
                new ToolCallPatch(
                        headOrNull(patch.title(), MAX_TITLE),
                        patch.kind(),
                        patch.status(),
                        patch.locations() == null ? null : locations(patch.locations()),
                        patch.content() == null ? null : content(patch.content()),
                        json(patch.input()),
                        json(patch.output()),
                        patch.endedAt()));
    }

    @Override
    public SessionUpdate planChanged(SessionUpdate.PlanChanged update) {
        return new SessionUpdate.PlanChanged(list(
                update.entries(),
                MAX_LIST,
                entry -> true,
                entry -> new PlanEntry(head(entry.content(), MAX_TEXT), entry.priority(), entry.status())));
    }

    @Override
    public SessionUpdate pendingAsked(SessionUpdate.PendingAsked update) {
        Pending pending = update.pending();
        return new SessionUpdate.PendingAsked(
                update.item(),
                new Pending(
                        pending.pendingId(),
                        pending.kind(),
                        head(pending.title(), MAX_TEXT),
                        detail(pending.detail()),
                        pending.toolCall(),
                        answers(pending.options()),
                        fields(pending.fields()),
                        pending.toolKind(),
                        head(pending.object(), MAX_TEXT + 1),
                        pending.host() == null ? null : host(pending.host())));
    }

    private HostQuestion host(HostQuestion host) {
        return new HostQuestion(
                head(host.asker(), MAX_ID), head(host.key(), MAX_ID), host.scope(), bounded(host.says()));
    }

    @Override
    public SessionUpdate pendingAnswered(SessionUpdate.PendingAnswered update) {
        PendingAnswer answer = update.answer();
        return new SessionUpdate.PendingAnswered(
                update.item(),
                update.pendingId(),
                new PendingAnswer(
                        answer.outcome(),
                        answer.optionId() != null && isWithin(answer.optionId(), MAX_ID) ? answer.optionId() : null,
                        head(answer.text(), MAX_LONG_TEXT),
                        headOrNull(answer.by(), MAX_NAME),
                        bounded(answer.says())));
    }

    @Override
    public SessionUpdate modeChanged(SessionUpdate.ModeChanged update) {
        return new SessionUpdate.ModeChanged(
                id(update.current()),
                list(
                        update.available(),
                        MAX_OPTIONS,
                        mode -> isWithin(mode.modeId(), MAX_ID),
                        mode -> new AgentMode(
                                mode.modeId(), head(mode.name(), MAX_NAME), head(mode.description(), MAX_TEXT))));
    }

    @Override
    public SessionUpdate modelChanged(SessionUpdate.ModelChanged update) {
        return new SessionUpdate.ModelChanged(
                id(update.current()),
                list(
                        update.available(),
                        MAX_LIST,
                        model -> isWithin(model.modelId(), MAX_ID),
                        model -> new AgentModel(
                                model.modelId(), head(model.name(), MAX_NAME), head(model.description(), MAX_TEXT))));
    }

    @Override
    public SessionUpdate optionsChanged(SessionUpdate.OptionsChanged update) {
        return new SessionUpdate.OptionsChanged(list(
                update.options(),
                MAX_OPTIONS,
                option -> isWithin(option.optionId(), MAX_ID),
                option -> new AgentOption(
                        option.optionId(),
                        head(option.name(), MAX_NAME),
                        head(option.description(), MAX_TEXT),
                        head(option.category(), MAX_NAME),
                        list(
                                option.choices(),
                                MAX_CHOICES,
                                choice -> isWithin(choice.value(), MAX_ID),
                                choice -> new AgentOption.Choice(choice.value(), head(choice.name(), MAX_NAME))),
                        id(option.current()))));
    }

    @Override
    public SessionUpdate commandsChanged(SessionUpdate.CommandsChanged update) {
        return new SessionUpdate.CommandsChanged(list(
                update.commands(),
                MAX_LIST,
                command -> isWithin(command.name(), MAX_NAME),
                command -> new AgentCommand(
                        command.name(), head(command.description(), MAX_TEXT), head(command.hint(), MAX_NAME))));
    }

    @Override
    public SessionUpdate usageChanged(SessionUpdate.UsageChanged update) {
        Usage usage = update.usage();
        return new SessionUpdate.UsageChanged(new Usage(
                usage.usedTokens(), usage.contextTokens(), usage.cost(), head(usage.currency(), MAX_CURRENCY)));
    }

    @Override
    public SessionUpdate note(SessionUpdate.Note update) {
        return new SessionUpdate.Note(
                update.item(),
                update.level(),
                head(update.code(), MAX_WORD),
                head(update.text(), MAX_NOTE),
                head(update.detail(), MAX_DETAIL),
                head(update.snapshot(), MAX_SNAPSHOT),
                bounded(update.says()));
    }

    private HostText.Code bounded(HostText.Code says) {
        return bounded(says, 0);
    }

    private HostText.Code bounded(HostText.Code says, int depth) {
        if (says.equals(HostText.Code.NONE) || depth > HostText.MAX_DEPTH) {
            return HostText.Code.NONE;
        }
        Map<String, HostText> arguments = new LinkedHashMap<>();
        says.arguments().forEach((name, value) -> {
            if (arguments.size() < MAX_ARGUMENTS) {
                arguments.put(
                        head(name, MAX_WORD),
                        new HostText(head(value.text(), MAX_ARGUMENT), bounded(value.code(), depth + 1)));
            }
        });
        return new HostText.Code(head(says.word(), MAX_WORD), arguments);
    }

    @Override
    public SessionUpdate renamed(SessionUpdate.Renamed update) {
        return new SessionUpdate.Renamed(head(update.name(), MAX_NAME), update.byPerson());
    }

    @Override
    public SessionUpdate organised(SessionUpdate.Organised update) {
        Organisation place = update.organisation();
        return new SessionUpdate.Organised(
                new Organisation(place.pinned(), place.archived(), head(place.group(), MAX_GROUP)));
    }

    @Override
    public SessionUpdate profileApplied(SessionUpdate.ProfileApplied update) {
        SessionProfile profile = update.profile();
        return new SessionUpdate.ProfileApplied(new SessionProfile(
                head(profile.name(), MAX_NAME),
                head(profile.revision(), MAX_NAME),
                list(
                        profile.servers(),
                        MAX_CHOICES,
                        server -> true,
                        server -> new SessionServer(
                                head(server.name(), MAX_NAME),
                                server.kind(),
                                server.sent(),
                                server.reason().bounded(MAX_NAME),
                                server.called()))));
    }

    @Override
    public SessionUpdate queueChanged(SessionUpdate.QueueChanged update) {
        return new SessionUpdate.QueueChanged(list(
                update.queue(),
                MAX_CHOICES,
                prompt -> true,
                prompt -> new QueuedPrompt(
                        prompt.queueId(),
                        prompt.rev(),
                        head(prompt.text(), MAX_LONG_TEXT),
                        cause(prompt.cause()),
                        attachments(prompt.attachments()),
                        prompt.editedBy() == null ? null : cause(prompt.editedBy()))));
    }

    @Override
    public SessionUpdate commentChanged(SessionUpdate.CommentChanged update) {
        ReviewComment comment = update.comment();
        CommentAnchor anchor = comment.anchor();
        return new SessionUpdate.CommentChanged(new ReviewComment(
                comment.id(),
                new CommentAnchor(
                        head(anchor.path(), CommentAnchor.MAX_PATH),
                        anchor.old(),
                        anchor.line(),
                        anchor.lastLine(),
                        CommentAnchor.quote(list(
                                anchor.lines(),
                                CommentAnchor.MAX_LINES,
                                line -> true,
                                line -> head(line, CommentAnchor.MAX_QUOTE))),
                        head(anchor.content(), CommentAnchor.MAX_CONTENT)),
                head(comment.text(), ReviewComment.MAX_TEXT),
                new CommentAuthor(
                        comment.author().device(),
                        head(comment.author().name(), MAX_NAME),
                        comment.author().severity()),
                comment.prompt(),
                comment.turn(),
                comment.resolved()));
    }

    @Override
    public SessionUpdate commentRemoved(SessionUpdate.CommentRemoved update) {
        return update;
    }

    @Override
    public SessionUpdate reviewSent(SessionUpdate.ReviewSent update) {
        return new SessionUpdate.ReviewSent(
                update.prompt(), list(update.comments(), Review.MAX_COMMENTS, id -> true, id -> id), update.turn());
    }

    @Override
    public SessionUpdate unknown(SessionUpdate.Unknown update) {
        return new SessionUpdate.Unknown(head(update.sourceKind(), MAX_NAME), head(update.json(), MAX_LONG_TEXT));
    }
}
