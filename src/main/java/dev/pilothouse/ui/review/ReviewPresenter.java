package dev.pilothouse.ui.review;

import dev.pilothouse.model.CommentAnchor;
import dev.pilothouse.model.CommentId;
import dev.pilothouse.model.CommentPlace;
import dev.pilothouse.model.Scope;
import dev.pilothouse.platform.Preferences;
import dev.pilothouse.session.HostGateway.Reply;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.LastTurn;
import dev.pilothouse.session.SessionGateway;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.session.SessionView;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.Texts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/**
 * The review of the session whose changes are shown: its comments, the comment that is being written, and the
 * introduction. Keeps the session open while it is shown.
 *
 * <p>Confined to the FX thread. Lives as long as the window.
 */
public final class ReviewPresenter {
    private static final String DRAFT = "comment.";
    private static final String INTRODUCTION = "introduction.";

    private final Preferences kept;
    private final Executor fx;
    private final Consumer<String> notice;
    private final ReadOnlyObjectWrapper<Content> content = new ReadOnlyObjectWrapper<>(this, "content", Content.NONE);
    private final ReadOnlyObjectWrapper<Optional<CommentDraft>> draft =
            new ReadOnlyObjectWrapper<>(this, "draft", Optional.empty());
    private final StringProperty introduction = new SimpleStringProperty(this, "introduction", "");
    private final Map<CommentId, CommentPlace> places = new HashMap<>();

    private @Nullable HostLink link;
    /** Also read by other threads. */
    private volatile @Nullable SessionKey key;

    private SessionGateway.Subscription subscription = () -> {};
    /** The last turn for which places were requested. */
    private @Nullable LastTurn placedAfter;

    private long placeRequest;

    /**
     * Immutable.
     *
     * @param loading whether the session's state has not arrived
     * @param mayComment whether this device may write comments
     * @param maySend whether it may send them
     * @param working whether a prompt waits until the agent's turn ends
     */
    public record Content(
            List<ReviewEntry> entries, boolean loading, boolean mayComment, boolean maySend, boolean working) {
        static final Content NONE = new Content(List.of(), false, false, false, false);

        public Content {
            entries = List.copyOf(entries);
        }

        /** The comments that would be sent. */
        public List<ReviewEntry> drafts() {
            return entries.stream().filter(ReviewEntry::isEditable).toList();
        }
    }

    /** @param notice shows a sentence about a refused command */
    public ReviewPresenter(Preferences kept, Executor fx, Consumer<String> notice) {
        this.kept = kept;
        this.fx = fx;
        this.notice = notice;
        introduction.addListener((property, before, now) -> keepIntroduction(now));
    }

    /** Stays on the device until the review is sent. The usual text is not stored. */
    private void keepIntroduction(String text) {
        if (key != null) {
            boolean usual = text.equals(Texts.text("review.introduction"));
            kept.put(INTRODUCTION + key.asText(), usual ? "" : text);
        }
    }

    public ReadOnlyObjectProperty<Content> contentProperty() {
        return content.getReadOnlyProperty();
    }

    /** The comment that is being written; empty if there is none. */
    ReadOnlyObjectProperty<Optional<CommentDraft>> draftProperty() {
        return draft.getReadOnlyProperty();
    }

    /** The text before the comments in the prompt. */
    public StringProperty introductionProperty() {
        return introduction;
    }

    /** Whether this is the session that is shown. Any thread. */
    public boolean isShown(SessionKey session) {
        return session.equals(key);
    }

    /** Shows the review of a session. */
    public void show(HostLink host, SessionKey session) {
        if (session.equals(key)) {
            return;
        }
        hide();
        link = host;
        key = session;
        subscription = host.sessions().open(session.sessionId());
        introduction.set(kept.get(INTRODUCTION + session.asText())
                .filter(text -> !text.isEmpty())
                .orElseGet(() -> Texts.text("review.introduction")));
        draft.set(kept.get(DRAFT + session.asText()).flatMap(CommentDraft::of));
        render();
        onRefresh();
    }

    /** Ends the view of the session. What was being written stays on the device. */
    public void hide() {
        subscription.close();
        subscription = () -> {};
        link = null;
        key = null;
        placeRequest++;
        placedAfter = null;
        places.clear();
        draft.set(Optional.empty());
        content.set(Content.NONE);
    }

    /** Draws the newest state of the session. */
    public void render() {
        HostLink host = link;
        SessionKey session = key;
        if (host == null || session == null) {
            return;
        }
        Scope scope = host.reader().host().scope();
        Optional<SessionView> view = host.reader().session(session.sessionId());
        content.set(new Content(
                view.map(shown -> ReviewProjection.of(shown, places)).orElse(List.of()),
                view.isEmpty(),
                scope.covers(Scope.ANSWER),
                scope.covers(Scope.STEER),
                view.map(shown -> shown.state().activity())
                        .filter(activity -> activity.turn() != null)
                        .isPresent()));
        LastTurn turn = view.map(shown -> shown.state().lastTurn()).orElse(null);
        if (turn != null && !turn.equals(placedAfter)) {
            onRefresh();
        }
    }

    /** Asks the host where the lines of the comments are now. */
    public void onRefresh() {
        HostLink host = link;
        SessionKey session = key;
        if (host == null || session == null) {
            return;
        }
        placedAfter = host.reader()
                .session(session.sessionId())
                .map(view -> view.state().lastTurn())
                .orElse(null);
        if (content.get().entries().isEmpty()) {
            return;
        }
        long request = ++placeRequest;
        host.host()
                .commentPlaces(session.sessionId())
                .thenAcceptAsync(
                        reply -> {
                            if (request == placeRequest && reply instanceof Reply.Value<List<CommentPlace>> value) {
                                places.clear();
                                value.value().forEach(place -> places.put(place.commentId(), place));
                                render();
                            }
                        },
                        fx);
    }

    // --- writing

    /** Begins a comment, or moves the one that is being written to other lines. */
    void onWrite(CommentAnchor anchor) {
        boolean moves = draft.get().filter(one -> one.edited() == null).isPresent();
        if (!moves) {
            submitTyped();
        }
        setDraft(new CommentDraft(anchor, null, moves ? draftText() : ""));
    }

    /** Begins to change the text of a comment. */
    void onEdit(ReviewEntry entry) {
        submitTyped();
        setDraft(new CommentDraft(
                entry.anchor(), entry.comment().id(), entry.comment().text()));
    }

    /** The person types. */
    void onType(String text) {
        draft.get().ifPresent(one -> keep(one.withText(text)));
    }

    /** A field was closed with text in it; the other one shows that text. */
    void onLeave() {
        SessionKey session = key;
        if (session != null && draft.get().isPresent()) {
            draft.set(stored(session));
        }
    }

    /** The Escape key in the field closes it if there is nothing to lose. */
    void onTextLeft() {
        SessionKey session = key;
        Optional<CommentDraft> typed = session == null ? Optional.empty() : stored(session);
        if (typed.isEmpty() || typed.get().text().isBlank() || isUnchanged(typed.get())) {
            onDiscard();
        }
    }

    private boolean isUnchanged(CommentDraft typed) {
        return content.get().entries().stream()
                .map(ReviewEntry::comment)
                .anyMatch(one -> one.id().equals(typed.edited()) && one.text().equals(typed.text()));
    }

    void onDiscard() {
        if (key != null) {
            kept.put(DRAFT + key.asText(), "");
        }
        draft.set(Optional.empty());
    }

    /** Adds the comment that is being written, or changes the one that it is about. */
    void onSave() {
        SessionKey session = key;
        CommentDraft written = session == null ? null : stored(session).orElse(null);
        if (session == null || written == null || written.text().isBlank()) {
            return;
        }
        submit(session, written);
        onDiscard();
    }

    /** Another comment takes the field, so what was typed about the one before must not be lost. */
    private void submitTyped() {
        SessionKey session = key;
        CommentDraft written = session == null || draft.get().isEmpty()
                ? null
                : stored(session).orElse(null);
        if (session == null || written == null || written.text().isBlank()) {
            return;
        }
        boolean same = content.get().entries().stream()
                .anyMatch(entry -> entry.comment().id().equals(written.edited())
                        && entry.comment().text().equals(written.text().strip()));
        if (!same) {
            submit(session, written);
        }
    }

    private void submit(SessionKey session, CommentDraft written) {
        String text = written.text().strip();
        submit(
                written.edited() == null
                        ? new Intent.AddComment(
                                session.sessionId(),
                                new CommentId(UUID.randomUUID().toString()),
                                written.anchor(),
                                text)
                        : new Intent.EditComment(session.sessionId(), written.edited(), text));
    }

    private void setDraft(CommentDraft now) {
        keep(now);
        draft.set(Optional.of(now));
    }

    private void keep(CommentDraft now) {
        if (key != null) {
            kept.put(DRAFT + key.asText(), now.asText());
        }
    }

    private Optional<CommentDraft> stored(SessionKey session) {
        return kept.get(DRAFT + session.asText()).flatMap(CommentDraft::of);
    }

    /** The text that was typed so far. */
    String draftText() {
        return key == null ? "" : stored(key).map(CommentDraft::text).orElse("");
    }

    // --- commands

    void onDelete(ReviewEntry entry) {
        HostLink host = link;
        SessionKey session = key;
        if (host == null || session == null) {
            return;
        }
        if (entry.refused() != null) {
            host.sessions().dismiss(entry.refused());
            render();
        } else {
            submit(new Intent.DeleteComment(session.sessionId(), entry.comment().id()));
        }
    }

    void onResolve(ReviewEntry entry, boolean resolved) {
        if (key != null) {
            submit(new Intent.ResolveComment(key.sessionId(), entry.comment().id(), resolved));
        }
    }

    /** Sends the drafts that are shown. */
    void onSend() {
        List<CommentId> ids = content.get().drafts().stream()
                .map(entry -> entry.comment().id())
                .toList();
        if (key != null && !ids.isEmpty()) {
            SessionKey session = key;
            submit(new Intent.SendReview(session.sessionId(), introduction.get().strip(), ids), () -> {
                kept.put(INTRODUCTION + session.asText(), "");
                if (session.equals(key)) {
                    introduction.set(Texts.text("review.introduction"));
                }
            });
        }
    }

    private void submit(Intent intent) {
        submit(intent, () -> {});
    }

    /** @param done runs unless the host has refused it */
    private void submit(Intent intent, Runnable done) {
        HostLink host = link;
        if (host == null) {
            return;
        }
        host.sessions()
                .submit(intent)
                .thenAcceptAsync(
                        result -> {
                            if (result instanceof IntentResult.Refused refused) {
                                notice.accept(HostTexts.text(refused.sentence()));
                            } else {
                                done.run();
                            }
                            render();
                        },
                        fx);
        render();
    }

    /** The number of comments of this session that are not sent, as far as they are known. */
    public int drafts(HostLink host, SessionKey session) {
        return isShown(session) && !content.get().loading()
                ? content.get().drafts().size()
                : host.reader().host().sessions().stream()
                        .filter(summary -> summary.sessionId().equals(session.sessionId()))
                        .findFirst()
                        .map(SessionSummary::drafts)
                        .orElse(0);
    }
}
