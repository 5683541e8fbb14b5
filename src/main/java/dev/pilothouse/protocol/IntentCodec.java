package dev.pilothouse.protocol;

import dev.pilothouse.model.Answer;
import dev.pilothouse.model.WorktreeRequest;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.Intent.AddComment;
import dev.pilothouse.session.Intent.AnswerPending;
import dev.pilothouse.session.Intent.Cancel;
import dev.pilothouse.session.Intent.CloseSession;
import dev.pilothouse.session.Intent.CreateSession;
import dev.pilothouse.session.Intent.DeleteComment;
import dev.pilothouse.session.Intent.DeleteSession;
import dev.pilothouse.session.Intent.EditComment;
import dev.pilothouse.session.Intent.EditQueued;
import dev.pilothouse.session.Intent.MoveQueued;
import dev.pilothouse.session.Intent.Organise;
import dev.pilothouse.session.Intent.Prompt;
import dev.pilothouse.session.Intent.RemoveQueued;
import dev.pilothouse.session.Intent.RenameSession;
import dev.pilothouse.session.Intent.ResolveComment;
import dev.pilothouse.session.Intent.RestoreFiles;
import dev.pilothouse.session.Intent.ResumeSession;
import dev.pilothouse.session.Intent.SendQueued;
import dev.pilothouse.session.Intent.SendReview;
import dev.pilothouse.session.Intent.SetMode;
import dev.pilothouse.session.Intent.SetModel;
import dev.pilothouse.session.Intent.SetOption;
import dev.pilothouse.session.WhenBusy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Intents as the fields of a message; the message's type is the intent's kind. Stateless. */
final class IntentCodec {
    /** The forms of an answer by the member that is present. */
    private static final Kinds<Answer> ANSWERS = new Kinds<Answer>()
            .add(
                    "optionId",
                    Answer.Option.class,
                    io -> new Answer.Option(io.put("optionId", Json.TEXT, Answer.Option::optionId)))
            .add("text", Answer.Text.class, io -> new Answer.Text(io.put("text", Json.TEXT, Answer.Text::text)))
            .add(
                    "values",
                    Answer.Form.class,
                    io -> new Answer.Form(io.put("values", Json.TEXTS_BY_NAME, Answer.Form::values)))
            .add("decline", Answer.Decline.class, io -> {
                io.require(io.put("decline", Json.FLAG, answer -> true), "decline", "must be true");
                return new Answer.Decline();
            });

    private static final RecordCodec<Answer> ANSWER = io -> {
        FieldReader in = io.in();
        return ANSWERS.members(io, in == null ? "" : form(in));
    };

    private static final RecordCodec<WorktreeRequest> WORKTREE = io -> new WorktreeRequest(
            io.put("branch", Json.TEXT, WorktreeRequest::branch),
            io.opt("base", Json.TEXT, WorktreeRequest::base),
            io.opt("existing", Json.FLAG, WorktreeRequest::existing));

    static final Kinds<Intent> KINDS = new Kinds<Intent>()
            .add(
                    "createSession",
                    CreateSession.class,
                    io -> new CreateSession(
                            io.put("agentId", Json.AGENT_ID, CreateSession::agentId),
                            io.put("cwd", Json.TEXT, CreateSession::cwd),
                            io.orNull("mode", Json.TEXT, CreateSession::mode),
                            io.orNull("model", Json.TEXT, CreateSession::model),
                            io.orNull("firstPrompt", Json.TEXT, CreateSession::firstPrompt),
                            io.orNull("agentSessionId", Json.TEXT, IntentCodec::agentSessionId),
                            io.orNull("worktree", WORKTREE, CreateSession::worktree),
                            io.orNull("profile", Json.TEXT, CreateSession::profile),
                            io.orNull("forkOf", Json.SESSION_ID, CreateSession::forkOf)))
            .add(
                    "prompt",
                    Prompt.class,
                    io -> new Prompt(
                            io.put("sessionId", Json.SESSION_ID, Prompt::sessionId),
                            io.put("text", Json.TEXT, Prompt::text),
                            io.put("whenBusy", WireEnum.WHEN_BUSY, Prompt::whenBusy, WhenBusy.QUEUE),
                            io.opt("attachments", AttachmentCodec.LIST, Prompt::attachments)))
            .add(
                    "cancel",
                    Cancel.class,
                    io -> new Cancel(
                            io.put("sessionId", Json.SESSION_ID, Cancel::sessionId),
                            io.put("turnId", Json.TURN_ID, Cancel::turnId)))
            .add(
                    "answer",
                    AnswerPending.class,
                    io -> new AnswerPending(
                            io.put("sessionId", Json.SESSION_ID, AnswerPending::sessionId),
                            io.put("pendingId", Json.PENDING_ID, AnswerPending::pendingId),
                            io.inline(ANSWER, AnswerPending::answer)))
            .add(
                    "resumeSession",
                    ResumeSession.class,
                    io -> new ResumeSession(io.put("sessionId", Json.SESSION_ID, ResumeSession::sessionId)))
            .add(
                    "closeSession",
                    CloseSession.class,
                    io -> new CloseSession(io.put("sessionId", Json.SESSION_ID, CloseSession::sessionId)))
            .add(
                    "deleteSession",
                    DeleteSession.class,
                    io -> new DeleteSession(
                            io.put("sessionId", Json.SESSION_ID, DeleteSession::sessionId),
                            io.opt("atAgent", Json.FLAG, DeleteSession::atAgent)))
            .add(
                    "renameSession",
                    RenameSession.class,
                    io -> new RenameSession(
                            io.put("sessionId", Json.SESSION_ID, RenameSession::sessionId),
                            io.put("name", Json.TEXT, RenameSession::name)))
            .add(
                    "restoreFiles",
                    RestoreFiles.class,
                    io -> new RestoreFiles(
                            io.put("sessionId", Json.SESSION_ID, RestoreFiles::sessionId),
                            io.put("snapshot", Json.TEXT, RestoreFiles::snapshot)))
            .add(
                    "organise",
                    Organise.class,
                    io -> new Organise(
                            io.put("sessionId", Json.SESSION_ID, Organise::sessionId),
                            io.orNull("pinned", Json.FLAG, Organise::pinned),
                            io.orNull("archived", Json.FLAG, Organise::archived),
                            io.orNull("group", Json.TEXT, Organise::group)))
            .add(
                    "setMode",
                    SetMode.class,
                    io -> new SetMode(
                            io.put("sessionId", Json.SESSION_ID, SetMode::sessionId),
                            io.put("modeId", Json.TEXT, SetMode::modeId)))
            .add(
                    "setModel",
                    SetModel.class,
                    io -> new SetModel(
                            io.put("sessionId", Json.SESSION_ID, SetModel::sessionId),
                            io.put("modelId", Json.TEXT, SetModel::modelId)))
            .add(
                    "setOption",
                    SetOption.class,
                    io -> new SetOption(
                            io.put("sessionId", Json.SESSION_ID, SetOption::sessionId),
                            io.put("optionId", Json.TEXT, SetOption::optionId),
                            io.put("value", Json.TEXT, SetOption::value)))
            .add(
                    "editQueued",
                    EditQueued.class,
                    io -> new EditQueued(
                            io.put("sessionId", Json.SESSION_ID, EditQueued::sessionId),
                            io.put("queueId", Json.NUMBER, EditQueued::queueId),
                            io.put("rev", Json.INT, EditQueued::rev),
                            io.put("text", Json.TEXT, EditQueued::text)))
            .add(
                    "moveQueued",
                    MoveQueued.class,
                    io -> new MoveQueued(
                            io.put("sessionId", Json.SESSION_ID, MoveQueued::sessionId),
                            io.put("queueId", Json.NUMBER, MoveQueued::queueId),
                            io.put("position", Json.INT, MoveQueued::position)))
            .add(
                    "removeQueued",
                    RemoveQueued.class,
                    io -> new RemoveQueued(
                            io.put("sessionId", Json.SESSION_ID, RemoveQueued::sessionId),
                            io.put("queueId", Json.NUMBER, RemoveQueued::queueId)))
            .add(
                    "sendQueued",
                    SendQueued.class,
                    io -> new SendQueued(
                            io.put("sessionId", Json.SESSION_ID, SendQueued::sessionId),
                            io.put("queueId", Json.NUMBER, SendQueued::queueId)))
            .add(
                    "addComment",
                    AddComment.class,
                    io -> new AddComment(
                            io.put("sessionId", Json.SESSION_ID, AddComment::sessionId),
                            io.put("commentId", Json.COMMENT_ID, AddComment::commentId),
                            io.inline(ReviewCodec.ANCHOR, AddComment::anchor),
                            io.put("text", Json.TEXT, AddComment::text)))
            .add(
                    "editComment",
                    EditComment.class,
                    io -> new EditComment(
                            io.put("sessionId", Json.SESSION_ID, EditComment::sessionId),
                            io.put("commentId", Json.COMMENT_ID, EditComment::commentId),
                            io.put("text", Json.TEXT, EditComment::text)))
            .add(
                    "deleteComment",
                    DeleteComment.class,
                    io -> new DeleteComment(
                            io.put("sessionId", Json.SESSION_ID, DeleteComment::sessionId),
                            io.put("commentId", Json.COMMENT_ID, DeleteComment::commentId)))
            .add(
                    "resolveComment",
                    ResolveComment.class,
                    io -> new ResolveComment(
                            io.put("sessionId", Json.SESSION_ID, ResolveComment::sessionId),
                            io.put("commentId", Json.COMMENT_ID, ResolveComment::commentId),
                            io.put("resolved", Json.FLAG, ResolveComment::resolved)))
            .add(
                    "sendReview",
                    SendReview.class,
                    io -> new SendReview(
                            io.put("sessionId", Json.SESSION_ID, SendReview::sessionId),
                            io.opt("introduction", Json.TEXT, SendReview::introduction),
                            io.opt("comments", Json.COMMENT_IDS, SendReview::comments)));

    static final RecordCodec<Intent> INTENT = KINDS.tagged("type");

    private IntentCodec() {}

    private static @Nullable String agentSessionId(CreateSession intent) {
        return "".equals(intent.agentSessionId()) ? null : intent.agentSessionId();
    }

    private static String form(FieldReader fields) throws CodecException {
        List<String> forms = ANSWERS.names().stream().filter(fields::has).toList();
        if (forms.size() != 1) {
            throw new CodecException("An answer has exactly one of optionId, text, values and decline");
        }
        return forms.get(0);
    }
}
