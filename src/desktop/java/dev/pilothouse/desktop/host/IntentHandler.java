package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.agent.AgentAdapter;
import dev.pilothouse.desktop.agent.AgentLauncher;
import dev.pilothouse.desktop.bridge.Submission;
import dev.pilothouse.desktop.git.KeptTree;
import dev.pilothouse.desktop.host.SessionLog.Batch;
import dev.pilothouse.desktop.journal.UpdateLimits;
import dev.pilothouse.desktop.review.CommentValidator;
import dev.pilothouse.desktop.review.ReviewPrompt;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.Cause;
import dev.pilothouse.model.CommentId;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostQuestion;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.NoteLevel;
import dev.pilothouse.model.Organisation;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.QueuedPrompt;
import dev.pilothouse.model.ReviewComment;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.Review;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.WhenBusy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * Executes intents on the session. A repeated request gets its first outcome before any other check. The same request
 * id with another intent is a conflict. A new request is acknowledged when its effect is on disk.
 *
 * <p>Confined to the session's lane.
 */
final class IntentHandler {
    static final int MAX_QUEUE = 100;
    static final int MAX_QUEUED_TEXT = 2 * PromptAssembler.MAX_PROMPT;
    /** Approximate characters that an attachment of a queued prompt takes in an update. */
    private static final int ATTACHMENT = 500;

    private final SessionCore core;
    private final SessionLog log;
    private final PromptAssembler intake;
    private final RequestOutcomes outcomes;

    IntentHandler(SessionCore core, SessionLog log, PromptAssembler intake, RequestOutcomes outcomes) {
        this.core = core;
        this.intake = intake;
        this.log = log;
        this.outcomes = outcomes;
    }

    void handle(Submission submission) {
        Optional<RequestOutcomes.Done> done = outcomes.find(submission.cause());
        if (done.isPresent()) {
            RequestOutcomes.Done before = done.get();
            if (submission.conflicts(before.digest())) {
                return;
            }
            acknowledge(
                    submission, () -> submission.repeatOutcome(before.outcome(), state().sessionId(), before.seq()));
        } else if (submission.isForbidden()) {
            submission.forbid();
        } else if (core.isClosed()) {
            submission.refuse(ErrorCode.SHUTTING_DOWN, HostText.of(HostTextCode.SESSION_ENDING));
        } else if (!log.refusal().isEmpty()) {
            submission.refuse(ErrorCode.JOURNAL_FAILED, log.refusal());
        } else {
            // An agent's step that meets a full disk waits for room; a person's request is refused instead.
            HostText fault = log.spaceFailure();
            if (fault.isEmpty()) {
                submission.intent().accept(new Handler(submission));
            } else {
                submission.refuse(ErrorCode.JOURNAL_FAILED, fault);
            }
        }
    }

    /**
     * Adds findings of an agent as drafts, once for the cause. A finding that has no room is left out.
     *
     * @param then receives the number of findings that were left out, when the others are on disk
     * @param failed receives the reason why nothing may be on disk
     */
    void addFindings(List<ReviewComment> findings, Cause cause, IntConsumer then, Consumer<HostText> failed) {
        if (core.isClosed()) {
            failed.accept(HostText.of(HostTextCode.SESSION_ENDING));
            return;
        }
        List<SessionUpdate> updates = new ArrayList<>();
        Review review = state().review();
        int left = 0;
        if (outcomes.find(cause).isEmpty()) {
            for (ReviewComment finding : findings) {
                Optional<List<CommentId>> room = review.find(finding.id()).isPresent()
                        ? Optional.of(List.of())
                        : CommentValidator.room(review, finding);
                left += room.isEmpty() ? 1 : 0;
                if (room.isPresent() && review.find(finding.id()).isEmpty()) {
                    for (CommentId id : room.get()) {
                        updates.add(new SessionUpdate.CommentRemoved(id));
                        review = review.without(id);
                    }
                    updates.add(new SessionUpdate.CommentChanged(finding));
                    review = review.with(finding);
                }
            }
        }
        Batch batch = log.batch();
        for (int i = 0; i < updates.size(); i++) {
            // The last one: if the batch reaches the disk in part, the rest is added by the repetition.
            batch.add(i == updates.size() - 1 ? cause : null, updates.get(i));
        }
        log.write(batch);
        int leftOut = left;
        log.afterSync(() -> then.accept(leftOut), () -> failed.accept(log.refusal()));
    }

    private void acknowledge(Submission submission, IntentResult.Outcome outcome, long seq) {
        acknowledge(submission, () -> submission.accept(outcome, state().sessionId(), seq));
    }

    private void acknowledge(Submission submission, Runnable accept) {
        log.afterSync(accept, () -> submission.refuse(ErrorCode.JOURNAL_FAILED, log.refusal()));
    }

    private SessionState state() {
        return log.state();
    }

    /** The queue is journaled and sent as a whole, so its total size is bounded. @param next is not in the queue yet */
    private static boolean fitsQueue(List<QueuedPrompt> queue, QueuedPrompt next) {
        List<QueuedPrompt> longer = new ArrayList<>(queue);
        longer.add(next);
        int waiting = longer.stream()
                .mapToInt(prompt -> prompt.text().length()
                        + ATTACHMENT * prompt.attachments().size())
                .sum();
        return longer.size() <= MAX_QUEUE
                && waiting <= MAX_QUEUED_TEXT
                && UpdateLimits.fits(new SessionUpdate.QueueChanged(longer));
    }

    private static int indexOf(List<QueuedPrompt> queue, long queueId) {
        for (int i = 0; i < queue.size(); i++) {
            if (queue.get(i).queueId() == queueId) {
                return i;
            }
        }
        return -1;
    }

    private final class Handler implements Intent.Visitor<Void> {
        private final Submission submission;
        private final Cause cause;

        Handler(Submission submission) {
            this.submission = submission;
            this.cause = submission.cause();
        }

        private Void refuse(ErrorCode code, HostText sentence) {
            submission.refuse(code, sentence);
            return null;
        }

        private Void accepted(long seq) {
            acknowledge(submission, IntentResult.Outcome.ACCEPTED, seq);
            return null;
        }

        /** Acknowledges an intent whose effect comes later, through an event of the agent or of its process. */
        private Void passedOn(String word) {
            return accepted(log.write(cause, new SessionUpdate.PassedOn(word)));
        }

        @Override
        public Void createSession(Intent.CreateSession intent) {
            return refuse(ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.SESSION_CREATES_NONE));
        }

        @Override
        public Void deleteSession(Intent.DeleteSession intent) {
            return refuse(ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.SESSION_DELETES_NOT_ITSELF));
        }

        @Override
        public Void prompt(Intent.Prompt intent) {
            HostText fault = PromptAssembler.textFault(intent.text(), intent.attachments());
            if (fault.isEmpty()) {
                fault = intake.fault(intent.attachments(), state());
            }
            return fault.isEmpty() ? submit(intent, List.of()) : refuse(ErrorCode.BAD_REQUEST, fault);
        }

        /** Begins a turn, or queues the prompt. @param review the comments that the prompt sends */
        private Void submit(Intent.Prompt intent, List<CommentId> review) {
            List<QueuedPrompt> queue = state().queue();
            if (core.mayStartTurn() && queue.isEmpty()) {
                return accepted(core.begin(intent.text(), intent.attachments(), cause, cause, null, review));
            }
            if (!fitsQueue(queue, new QueuedPrompt(0, 1, intent.text(), cause, intent.attachments()))) {
                return refuse(ErrorCode.BUSY, HostText.of(HostTextCode.QUEUE_FULL));
            }
            boolean steer = intent.whenBusy() == WhenBusy.STEER;
            List<QueuedPrompt> longer = new ArrayList<>(queue);
            Batch batch = log.batch();
            if (!review.isEmpty()) {
                // First: if only this one reaches the disk, the comments are still drafts.
                batch.add(null, new SessionUpdate.ReviewSent(cause.requestId(), review, null));
            }
            long seq = batch.add(cause, born -> {
                longer.add(
                        steer ? 0 : longer.size(),
                        new QueuedPrompt(born, 1, intent.text(), cause, intent.attachments()));
                return new SessionUpdate.QueueChanged(longer);
            });
            log.write(batch);
            acknowledge(submission, IntentResult.Outcome.QUEUED, seq);
            // Without a budget for the prompt, the running turn ends by itself.
            if (core.turn() != null && steer && !core.isOverBudget()) {
                core.cancel(cause);
            }
            resumeSession();
            return null;
        }

        /** Starts the agent if there is none; the queued prompt waits for it. */
        private void resumeSession() {
            if (core.run() == null) {
                core.start(null).ifPresent(refused -> core.note(NoteLevel.ERROR, "startRefused", refused.sentence()));
            } else if (core.run().isStopping()) {
                core.startWhenGone(cause);
            } else {
                core.startNext();
            }
        }

        @Override
        public Void cancel(Intent.Cancel intent) {
            if (core.turn() == null || !core.turn().equals(intent.turnId())) {
                return refuse(ErrorCode.NO_SUCH_TURN, HostText.of(HostTextCode.TURN_OVER));
            }
            Void taken = passedOn("cancel");
            core.cancel(cause);
            return taken;
        }

        @Override
        public Void answer(Intent.AnswerPending intent) {
            Optional<AnswerValidator.Refusal> refusal = AnswerValidator.check(state(), intent);
            if (refusal.isPresent()) {
                return refuse(refusal.get().code(), refusal.get().sentence());
            }
            HostQuestion host = AnswerValidator.pending(state(), intent).host();
            if (host == null) {
                return answerOpen(intent);
            }
            if (!submission.permit().covers(host.scope())) {
                submission.forbid(host.scope());
                return null;
            }
            return answerHost(intent, host);
        }

        /** The answer to a question of the host. The agent gets nothing of it. */
        private Void answerHost(Intent.AnswerPending intent, HostQuestion host) {
            AnswerValidator.Target target = AnswerValidator.target(state(), intent, cause.deviceName());
            long seq = log.write(
                    cause, new SessionUpdate.PendingAnswered(target.item(), intent.pendingId(), target.answer()));
            log.afterSync(() -> core.hostAnswered(host, target.answer(), cause), () -> {});
            return accepted(seq);
        }

        private Void answerOpen(Intent.AnswerPending intent) {
            AnswerValidator.Target target = AnswerValidator.target(state(), intent, cause.deviceName());
            String askId = core.questionId(intent.pendingId());
            AgentRun run = core.run();
            long seq = log.write(
                    cause, new SessionUpdate.PendingAnswered(target.item(), intent.pendingId(), target.answer()));
            core.answered(intent.pendingId());
            log.afterSync(
                    () -> {
                        if (run == null || core.run() != run || askId == null) {
                            return;
                        }
                        if (core.covers(cause, Scope.ANSWER)) {
                            run.adapter().answer(askId, intent.answer());
                        } else {
                            // The agent waits for an answer, and must not wait forever.
                            core.notSent(cause, HostTextCode.NOT_PASSED_ON_ANSWER);
                            run.adapter().answer(askId, new Answer.Decline());
                        }
                    },
                    () -> {});
            return accepted(seq);
        }

        @Override
        public Void resumeSession(Intent.ResumeSession intent) {
            AgentRun run = core.run();
            if (run == null) {
                Optional<AgentLauncher.Launch.Refused> refused = core.start(cause);
                return refused.isPresent()
                        ? refuse(refused.get().code(), refused.get().sentence())
                        : accepted(log.head());
            }
            if (run.isStopping()) {
                core.startWhenGone(cause);
            }
            return passedOn("resumeSession");
        }

        @Override
        public Void closeSession(Intent.CloseSession intent) {
            if (core.run() == null || core.run().isStopping()) {
                // Also cancels the restart that a prompt requested for after the agent's end.
                core.startWhenGone(null);
                core.remainStopped();
                return core.run() == null && log.activity().turn() == null
                        ? accepted(log.write(cause, new SessionUpdate.SessionClosed()))
                        : passedOn("closeSession");
            }
            return accepted(core.closeSession(cause));
        }

        @Override
        public Void renameSession(Intent.RenameSession intent) {
            String name = PlainText.line(intent.name());
            return name.isEmpty() || name.length() > Intent.RenameSession.MAX_NAME
                    ? refuse(
                            ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.NAME_LENGTH, Intent.RenameSession.MAX_NAME))
                    : accepted(log.write(cause, new SessionUpdate.Renamed(name, true)));
        }

        @Override
        public Void restoreFiles(Intent.RestoreFiles intent) {
            if (!KeptTree.isId(intent.snapshot())) {
                return refuse(ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.NO_SNAPSHOT_ID));
            }
            if (core.turn() != null) {
                return refuse(ErrorCode.BUSY, HostText.of(HostTextCode.FILES_IN_USE));
            }
            if (core.isRestoring()) {
                return refuse(ErrorCode.BUSY, HostText.of(HostTextCode.FILES_BEING_RESTORED));
            }
            Void taken = passedOn("restoreFiles");
            core.restoreFiles(cause, intent.snapshot());
            return taken;
        }

        @Override
        public Void organise(Intent.Organise intent) {
            if (intent.pinned() == null && intent.archived() == null && intent.group() == null) {
                return refuse(ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.NOTHING_TO_CHANGE));
            }
            String group = intent.group() == null ? null : PlainText.line(intent.group());
            if (group != null && group.length() > Organisation.MAX_GROUP) {
                return refuse(ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.GROUP_LENGTH, Organisation.MAX_GROUP));
            }
            Organisation before = log.info().organisation();
            return accepted(log.write(
                    cause,
                    new SessionUpdate.Organised(new Organisation(
                            intent.pinned() == null ? before.pinned() : intent.pinned(),
                            intent.archived() == null ? before.archived() : intent.archived(),
                            group == null ? before.group() : group))));
        }

        /** The intent is on disk before the agent receives it, so that a repeated request finds it after a restart. */
        private Void toAgent(String word, Consumer<Cause> requested, Consumer<AgentAdapter> command) {
            AgentRun run = core.run();
            if (run == null || !run.isReady()) {
                return refuse(SessionCore.goneCode(log.activity().phase()), SessionCore.notRunning(log.activity()));
            }
            Void taken = passedOn(word);
            log.afterSync(
                    () -> {
                        if (core.run() != run || !run.isReady()) {
                            return;
                        }
                        if (!core.covers(cause, Scope.STEER)) {
                            core.notSent(cause, HostTextCode.NOT_PASSED_ON_OPTION);
                        } else {
                            requested.accept(cause);
                            command.accept(run.adapter());
                        }
                    },
                    () -> {});
            return taken;
        }

        @Override
        public Void setMode(Intent.SetMode intent) {
            return toAgent("setMode", core::modeRequested, agent -> agent.setMode(intent.modeId()));
        }

        @Override
        public Void setModel(Intent.SetModel intent) {
            return toAgent("setModel", core::modelRequested, agent -> agent.setModel(intent.modelId()));
        }

        @Override
        public Void setOption(Intent.SetOption intent) {
            return toAgent(
                    "setOption", core::optionRequested, agent -> agent.setOption(intent.optionId(), intent.value()));
        }

        @Override
        public Void editQueued(Intent.EditQueued intent) {
            List<QueuedPrompt> queue = new ArrayList<>(state().queue());
            int index = indexOf(queue, intent.queueId());
            if (index < 0) {
                return notQueued();
            }
            QueuedPrompt old = queue.get(index);
            HostText fault = PromptAssembler.textFault(intent.text(), old.attachments());
            if (!fault.isEmpty()) {
                return refuse(ErrorCode.BAD_REQUEST, fault);
            }
            if (old.rev() != intent.rev()) {
                return refuse(ErrorCode.CONFLICT, HostText.of(HostTextCode.PROMPT_EDITED));
            }
            queue.remove(index);
            QueuedPrompt edited = new QueuedPrompt(
                    old.queueId(), old.rev() + 1, intent.text(), old.cause(), old.attachments(), cause);
            if (!fitsQueue(queue, edited)) {
                return refuse(ErrorCode.BUSY, HostText.of(HostTextCode.QUEUE_FULL));
            }
            queue.add(index, edited);
            return setQueue(queue);
        }

        @Override
        public Void moveQueued(Intent.MoveQueued intent) {
            List<QueuedPrompt> queue = new ArrayList<>(state().queue());
            int index = indexOf(queue, intent.queueId());
            if (index < 0) {
                return notQueued();
            }
            QueuedPrompt moved = queue.remove(index);
            queue.add(Math.max(0, Math.min(intent.position(), queue.size())), moved);
            return setQueue(queue);
        }

        @Override
        public Void removeQueued(Intent.RemoveQueued intent) {
            List<QueuedPrompt> queue = new ArrayList<>(state().queue());
            int index = indexOf(queue, intent.queueId());
            if (index < 0) {
                return notQueued();
            }
            queue.remove(index);
            return setQueue(queue);
        }

        @Override
        public Void sendQueued(Intent.SendQueued intent) {
            List<QueuedPrompt> queue = new ArrayList<>(state().queue());
            int index = indexOf(queue, intent.queueId());
            if (index < 0) {
                return notQueued();
            }
            queue.add(0, queue.remove(index));
            Void moved = setQueue(queue);
            if (core.turn() != null) {
                core.cancel(cause);
            }
            resumeSession();
            return moved;
        }

        @Override
        public Void addComment(Intent.AddComment intent) {
            ReviewComment comment = new ReviewComment(
                    intent.commentId(), intent.anchor(), intent.text(), cause.deviceId(), cause.deviceName());
            Optional<HostText> fault = CommentValidator.fault(comment);
            if (fault.isPresent()) {
                return refuse(ErrorCode.BAD_REQUEST, fault.get());
            }
            Optional<ReviewComment> known = state().review().find(comment.id());
            if (known.isPresent()) {
                return CommentValidator.isSame(known.get(), comment)
                        ? accepted(log.head())
                        : refuse(ErrorCode.CONFLICT, HostText.of(HostTextCode.COMMENT_ID_USED));
            }
            return putComment(comment);
        }

        private Void putComment(ReviewComment comment) {
            Review review = state().review();
            Optional<List<CommentId>> room = CommentValidator.room(review, comment);
            if (room.isEmpty()) {
                return refuse(
                        ErrorCode.BUSY,
                        review.comments().size() < Review.MAX_COMMENTS
                                ? HostText.of(HostTextCode.REVIEW_TOO_LARGE)
                                : HostText.of(HostTextCode.REVIEW_FULL, Review.MAX_COMMENTS));
            }
            Batch batch = log.batch();
            room.get().forEach(id -> batch.add(null, new SessionUpdate.CommentRemoved(id)));
            long seq = batch.add(cause, new SessionUpdate.CommentChanged(comment));
            log.write(batch);
            return accepted(seq);
        }

        /** Changes a comment, unless another device wrote it and this one may not steer. */
        private Void changeComment(CommentId id, Function<ReviewComment, Void> change) {
            Optional<ReviewComment> comment = state().review().find(id);
            if (comment.isEmpty()) {
                return refuse(ErrorCode.NO_SUCH_COMMENT, HostText.of(HostTextCode.COMMENT_UNKNOWN));
            }
            return comment.get().author().device().equals(cause.deviceId()) || core.covers(cause, Scope.STEER)
                    ? change.apply(comment.get())
                    : refuse(ErrorCode.FORBIDDEN, HostText.of(HostTextCode.COMMENT_OF_OTHER));
        }

        @Override
        public Void editComment(Intent.EditComment intent) {
            Optional<HostText> fault = CommentValidator.fault(intent.text());
            if (fault.isPresent()) {
                return refuse(ErrorCode.BAD_REQUEST, fault.get());
            }
            return changeComment(
                    intent.commentId(),
                    comment -> Review.status(comment, state().queue()) == Review.Status.DRAFT
                            ? putComment(comment.withText(intent.text()))
                            : refuse(ErrorCode.CLOSED, HostText.of(HostTextCode.COMMENT_SENT)));
        }

        @Override
        public Void deleteComment(Intent.DeleteComment intent) {
            return state().review().find(intent.commentId()).isEmpty()
                    ? accepted(log.head())
                    : changeComment(
                            intent.commentId(),
                            comment ->
                                    accepted(log.write(cause, new SessionUpdate.CommentRemoved(intent.commentId()))));
        }

        @Override
        public Void resolveComment(Intent.ResolveComment intent) {
            return changeComment(
                    intent.commentId(),
                    comment -> accepted(log.write(
                            cause, new SessionUpdate.CommentChanged(comment.withResolved(intent.resolved())))));
        }

        @Override
        public Void sendReview(Intent.SendReview intent) {
            List<ReviewComment> drafts = state().review().drafts(state().queue()).stream()
                    .filter(comment ->
                            intent.comments().isEmpty() || intent.comments().contains(comment.id()))
                    .toList();
            if (drafts.isEmpty()) {
                return refuse(ErrorCode.CLOSED, HostText.of(HostTextCode.REVIEW_EMPTY));
            }
            String text = ReviewPrompt.of(intent.introduction(), drafts);
            if (text.length() > PromptAssembler.MAX_PROMPT) {
                return refuse(
                        ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.REVIEW_TOO_LONG, PromptAssembler.MAX_PROMPT));
            }
            return submit(
                    new Intent.Prompt(intent.sessionId(), text, WhenBusy.QUEUE),
                    drafts.stream().map(ReviewComment::id).toList());
        }

        private Void notQueued() {
            return refuse(ErrorCode.CLOSED, HostText.of(HostTextCode.PROMPT_NOT_QUEUED));
        }

        private Void setQueue(List<QueuedPrompt> queue) {
            long seq = log.write(cause, new SessionUpdate.QueueChanged(queue));
            core.withdrawIfNothingWaits();
            return accepted(seq);
        }
    }
}
