package dev.pilothouse.desktop.journal;

import dev.pilothouse.model.ContentSize;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.ReviewComment;
import dev.pilothouse.model.SessionProfile;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.WorktreeSpec;
import dev.pilothouse.session.Review;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The approximate number of characters in an update; see {@link ContentSize}. Stateless. */
final class UpdateWeight {
    private UpdateWeight() {}

    /**
     * The weight that the update adds to a batch that ends with {@code before}. A chunk that continues it is merged and
     * counts only its content.
     */
    static long after(@Nullable JournaledUpdate before, JournaledUpdate update) {
        if (before != null && Objects.equals(before.cause(), update.cause())) {
            if (before.update() instanceof SessionUpdate.AgentMessageChunk mine
                    && update.update() instanceof SessionUpdate.AgentMessageChunk next
                    && mine.item().equals(next.item())) {
                return next.text().length() + ContentSize.attachments(next.attachments());
            }
            if (before.update() instanceof SessionUpdate.ThoughtChunk mine
                    && update.update() instanceof SessionUpdate.ThoughtChunk next
                    && mine.item().equals(next.item())) {
                return next.text().length();
            }
        }
        return of(update.update());
    }

    /** All texts of the update, and a constant for each object in it. */
    static long of(SessionUpdate update) {
        return ContentSize.FRAME + update.accept(new Texts());
    }

    private static final class Texts implements SessionUpdate.Visitor<Long> {
        private static final long NONE = 0;

        @Override
        public Long sessionCreated(SessionUpdate.SessionCreated update) {
            return ContentSize.FRAME
                    + ContentSize.of(
                            update.agentName(),
                            update.cwd(),
                            update.name(),
                            update.wish().mode(),
                            update.wish().model(),
                            update.wish().agentSessionId())
                    + worktree(update.wish().worktree());
        }

        private static long worktree(@Nullable WorktreeSpec spec) {
            return spec == null
                    ? NONE
                    : ContentSize.FRAME
                            + ContentSize.of(spec.repository(), spec.place(), spec.branch(), spec.base(), spec.from())
                            + (spec.pullRequest() == null
                                    ? NONE
                                    : ContentSize.FRAME
                                            + ContentSize.of(spec.pullRequest().remote()));
        }

        @Override
        public Long agentStarting(SessionUpdate.AgentStarting update) {
            return NONE;
        }

        @Override
        public Long agentStarted(SessionUpdate.AgentStarted update) {
            return ContentSize.of(update.title(), update.version(), update.agentSessionId());
        }

        @Override
        public Long agentExited(SessionUpdate.AgentExited update) {
            return ContentSize.of(update.text()) + ContentSize.of(update.says());
        }

        @Override
        public Long loginNeeded(SessionUpdate.LoginNeeded update) {
            return ContentSize.of(update.command(), update.text()) + ContentSize.of(update.says());
        }

        @Override
        public Long sessionClosed(SessionUpdate.SessionClosed update) {
            return NONE;
        }

        @Override
        public Long turnStarted(SessionUpdate.TurnStarted update) {
            return NONE;
        }

        @Override
        public Long turnEnded(SessionUpdate.TurnEnded update) {
            return ContentSize.FRAME + ContentSize.of(update.text()) + ContentSize.of(update.says());
        }

        @Override
        public Long userMessage(SessionUpdate.UserMessage update) {
            return ContentSize.of(update.text()) + ContentSize.attachments(update.attachments());
        }

        @Override
        public Long turnSnapshot(SessionUpdate.TurnSnapshot update) {
            return ContentSize.of(update.snapshot());
        }

        @Override
        public Long passedOn(SessionUpdate.PassedOn update) {
            return ContentSize.of(update.intent());
        }

        @Override
        public Long agentMessageChunk(SessionUpdate.AgentMessageChunk update) {
            return ContentSize.of(update.text()) + ContentSize.attachments(update.attachments());
        }

        @Override
        public Long thoughtChunk(SessionUpdate.ThoughtChunk update) {
            return ContentSize.of(update.text());
        }

        @Override
        public Long toolCallStarted(SessionUpdate.ToolCallStarted update) {
            return ContentSize.of(update.call());
        }

        @Override
        public Long toolCallChanged(SessionUpdate.ToolCallChanged update) {
            return ContentSize.of(update.patch());
        }

        @Override
        public Long planChanged(SessionUpdate.PlanChanged update) {
            return ContentSize.plan(update.entries());
        }

        @Override
        public Long pendingAsked(SessionUpdate.PendingAsked update) {
            return ContentSize.of(update.pending());
        }

        @Override
        public Long pendingAnswered(SessionUpdate.PendingAnswered update) {
            return ContentSize.of(update.answer());
        }

        @Override
        public Long modeChanged(SessionUpdate.ModeChanged update) {
            return ContentSize.of(update.current()) + ContentSize.modes(update.available());
        }

        @Override
        public Long modelChanged(SessionUpdate.ModelChanged update) {
            return ContentSize.of(update.current()) + ContentSize.models(update.available());
        }

        @Override
        public Long optionsChanged(SessionUpdate.OptionsChanged update) {
            return ContentSize.options(update.options());
        }

        @Override
        public Long commandsChanged(SessionUpdate.CommandsChanged update) {
            return ContentSize.commands(update.commands());
        }

        @Override
        public Long usageChanged(SessionUpdate.UsageChanged update) {
            return ContentSize.FRAME + ContentSize.of(update.usage().currency());
        }

        @Override
        public Long note(SessionUpdate.Note update) {
            return ContentSize.of(update.code(), update.text(), update.detail()) + ContentSize.of(update.says());
        }

        @Override
        public Long renamed(SessionUpdate.Renamed update) {
            return ContentSize.of(update.name());
        }

        @Override
        public Long organised(SessionUpdate.Organised update) {
            return ContentSize.of(update.organisation().group());
        }

        @Override
        public Long profileApplied(SessionUpdate.ProfileApplied update) {
            SessionProfile profile = update.profile();
            return ContentSize.of(profile.name(), profile.revision())
                    + ContentSize.sum(
                            profile.servers(),
                            server -> 2 * ContentSize.FRAME
                                    + ContentSize.of(
                                            server.name(), server.reason().text())
                                    + ContentSize.of(server.reason().code()));
        }

        @Override
        public Long queueChanged(SessionUpdate.QueueChanged update) {
            return ContentSize.sum(
                    update.queue(),
                    prompt -> 3 * ContentSize.FRAME
                            + ContentSize.of(prompt.text(), prompt.cause().deviceName())
                            + ContentSize.attachments(prompt.attachments()));
        }

        @Override
        public Long commentChanged(SessionUpdate.CommentChanged update) {
            ReviewComment comment = update.comment();
            return 2L * ContentSize.FRAME
                    + Review.characters(comment)
                    + ContentSize.of(
                            comment.id().value(),
                            comment.anchor().path(),
                            comment.anchor().content(),
                            comment.author().name());
        }

        @Override
        public Long commentRemoved(SessionUpdate.CommentRemoved update) {
            return ContentSize.of(update.commentId().value());
        }

        @Override
        public Long reviewSent(SessionUpdate.ReviewSent update) {
            return ContentSize.sum(update.comments(), id -> ContentSize.of(id.value()));
        }

        @Override
        public Long unknown(SessionUpdate.Unknown update) {
            return ContentSize.of(update.sourceKind(), update.json());
        }
    }
}
