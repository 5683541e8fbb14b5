package dev.pilothouse.ui.transcript;

import dev.pilothouse.model.Attachment;
import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.ToolContent;
import dev.pilothouse.model.ToolStatus;
import dev.pilothouse.platform.FileOpener;
import dev.pilothouse.platform.TextShare;
import dev.pilothouse.session.Activity;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.FileDiff;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.HostView;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.LastTurn;
import dev.pilothouse.session.OpenPending;
import dev.pilothouse.session.SessionGateway;
import dev.pilothouse.session.SessionInfo;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.ui.attachment.Thumbnail;
import dev.pilothouse.ui.attachment.ThumbnailCache;
import dev.pilothouse.ui.fx.ListReconciler;
import dev.pilothouse.ui.markdown.FileReference;
import dev.pilothouse.ui.status.ConnectionText;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.status.SessionStatus;
import dev.pilothouse.ui.status.SessionText;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.PathText;
import dev.pilothouse.ui.text.Texts;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * The conversation on screen, with its heading and its menu.
 *
 * <p>Owns the rows, their open state, and the subscription of the session. Confined to the FX thread; ends with
 * {@link #hide()}.
 */
public final class TranscriptPresenter implements TranscriptActions {
    private static final Pattern ITEM_OF_ROW = Pattern.compile("^(?:[a-z]+-)+(\\d+)(?:-|$)");

    private final TranscriptFeed feed;
    private final Clock clock;
    private final Executor fx;
    private final Outside outside;
    private final ThumbnailCache thumbnails;
    private final PromptActions prompts;
    private final ObservableList<RowItem> rows = FXCollections.observableArrayList();
    private final ListReconciler<TranscriptRow, RowItem> reconciler =
            new ListReconciler<>(RowItem::new, RowItem::row, RowItem::show);
    private final ReadOnlyObjectWrapper<Heading> heading = new ReadOnlyObjectWrapper<>(this, "heading", Heading.NONE);
    private final ReadOnlyObjectWrapper<Instant> now = new ReadOnlyObjectWrapper<>(this, "now", Instant.EPOCH);
    private final ReadOnlyIntegerWrapper queued = new ReadOnlyIntegerWrapper(this, "queued");
    private final ReadOnlyBooleanWrapper loading = new ReadOnlyBooleanWrapper(this, "loading");
    private final Map<SessionKey, RowExpansion> opened = new HashMap<>();
    private @Nullable HostLink link;
    private @Nullable SessionKey key;
    private SessionGateway.@Nullable Subscription subscription;
    /**
     * The start time of the connection over which earlier items were requested. The request is lost with the
     * connection.
     */
    private @Nullable Instant askedOver;

    private List<List<TranscriptRow>> drawn = List.of();
    private long drawnSeq;
    private long drawnStart;
    /** The item to scroll to once it is loaded, 0 for none. */
    private long revealing;

    private Consumer<RowItem> onReveal = row -> {};
    private Consumer<UndoPresenter> onUndo = undo -> {};

    /** Services outside of the conversation. Called on the FX thread. */
    public interface Outside {
        void openLink(String target);

        void copy(String text);

        /** Adds a prompt to the draft of the session on screen, if there is a composer. */
        default void edit(String text, List<Attachment> attachments) {}

        /** Shows a sentence to the user. */
        void notice(String text);

        /** Shares text with other apps. Empty if the device cannot. */
        default Optional<TextShare> share() {
            return Optional.empty();
        }

        /** The executor that decodes pictures. */
        default Executor pictures() {
            return Runnable::run;
        }

        /** Shows a file of the session in the window. Returns false if it cannot. */
        default boolean view(HostLink link, SessionKey session, FileReference file) {
            return false;
        }

        /** Shows an attachment in the window. */
        default void view(HostLink link, SessionKey session, Attachment.Blob attachment) {}

        /** Opens files of this machine. Empty if the device cannot. */
        default Optional<FileOpener> files() {
            return Optional.empty();
        }
    }

    /**
     * The heading above the conversation. Immutable.
     *
     * @param place agent, directory and mode
     * @param freshness the age of the displayed state, or empty while it is live
     * @param running whether the state text changes every second
     */
    public record Heading(
            String title,
            SessionStatus standing,
            String state,
            String place,
            String freshness,
            boolean running,
            boolean mayResume,
            boolean maySteer) {
        static final Heading NONE = new Heading("", SessionStatus.IDLE, "", "", "", false, false, false);
    }

    public TranscriptPresenter(TranscriptFeed feed, Clock clock, Executor fx, Outside outside) {
        this.feed = feed;
        this.clock = clock;
        this.fx = fx;
        this.outside = outside;
        this.now.set(clock.instant());
        this.thumbnails = new ThumbnailCache(fx, outside.pictures());
        this.prompts = new PromptActions(feed, fx, outside);
    }

    public ObservableList<RowItem> rows() {
        return rows;
    }

    public ReadOnlyObjectProperty<Heading> headingProperty() {
        return heading.getReadOnlyProperty();
    }

    /** The number of queued prompts. */
    public ReadOnlyIntegerProperty queuedProperty() {
        return queued.getReadOnlyProperty();
    }

    /** Whether nothing of the session is loaded yet. */
    public ReadOnlyBooleanProperty loadingProperty() {
        return loading.getReadOnlyProperty();
    }

    /**
     * Puts a session on screen. Draws at once the part that is loaded.
     *
     * @return the projection, or null if there is none yet
     */
    public @Nullable ProjectedTranscript show(HostLink of, SessionKey session) {
        closeSubscription();
        link = of;
        key = session;
        revealing = 0;
        prompts.show(of, session);
        subscription = of.sessions().open(session.sessionId());
        of.sessions().markSeen(session.sessionId());
        clearRows();
        opened.computeIfPresent(session, (same, before) -> before.withEarlierThan(0));
        return render(feed.show(session, of.reader(), openedRows()));
    }

    /** Takes the session off the screen and ends its subscription. */
    public void hide() {
        closeSubscription();
        prompts.hide();
        feed.hide();
        link = null;
        key = null;
        clearRows();
        heading.set(Heading.NONE);
        loading.set(false);
    }

    /** The start of the window whose rows are in {@link #rows()}, 0 for none. */
    public long drawnStart() {
        return drawnStart;
    }

    private void clearRows() {
        queued.set(0);
        rows.clear();
        drawnStart = 0;
        drawn = List.of();
        drawnSeq = 0;
    }

    private void closeSubscription() {
        if (subscription != null) {
            subscription.close();
            subscription = null;
        }
    }

    /**
     * Draws the newest projection.
     *
     * @return the projection, or null if there is none
     */
    public @Nullable ProjectedTranscript render() {
        return render(feed.latest());
    }

    private @Nullable ProjectedTranscript render(@Nullable ProjectedTranscript projected) {
        if (link == null || key == null) {
            return null;
        }
        loading.set(projected == null && link.reader().session(key.sessionId()).isEmpty());
        if (projected == null) {
            renderHeading();
            return null;
        }
        queued.set(projected.view().state().queue().size());
        drawRows(offered(projected.stretches()));
        drawnSeq = projected.view().state().seq();
        drawnStart = projected.view().state().transcript().windowStart();
        renderHeading();
        reveal();
        return projected;
    }

    /** Without the offer to send a prompt again, on a device that may not send prompts. */
    private List<List<TranscriptRow>> offered(List<List<TranscriptRow>> stretches) {
        return link != null && link.reader().host().scope().covers(Scope.STEER)
                ? stretches
                : stretches.stream()
                        .filter(rows -> rows.isEmpty() || !(rows.get(0) instanceof TranscriptRow.Again))
                        .toList();
    }

    /** Skips the stretches that are already in the list, so that a chunk costs the same in a long conversation. */
    private void drawRows(List<List<TranscriptRow>> stretches) {
        int same = 0;
        int from = 0;
        int shorter = Math.min(stretches.size(), drawn.size());
        while (same < shorter && stretches.get(same) == drawn.get(same)) {
            from += stretches.get(same).size();
            same++;
        }
        // A message of many paragraphs is one stretch, of which only the last rows change.
        int head = same < shorter ? sameRows(drawn.get(same), stretches.get(same)) : 0;
        List<TranscriptRow> others = new ArrayList<>();
        stretches.subList(same, stretches.size()).forEach(others::addAll);
        reconciler.reconcile(rows.subList(from + head, rows.size()), others.subList(head, others.size()));
        drawn = stretches;
    }

    /** The number of leading rows that show the same in both lists. */
    private static int sameRows(List<TranscriptRow> before, List<TranscriptRow> now) {
        int shorter = Math.min(before.size(), now.size());
        int same = 0;
        while (same < shorter && showsSame(before.get(same), now.get(same))) {
            same++;
        }
        return same;
    }

    private static boolean showsSame(TranscriptRow before, TranscriptRow now) {
        return before == now
                || (before.revision() == now.revision() && before.id().equals(now.id()));
    }

    /** Updates the heading after time has passed or the connection has changed. */
    public void renderHeading() {
        if (link == null || key == null) {
            return;
        }
        forgetLostQuestion();
        thumbnails.fetchNext();
        HostView host = link.reader().host();
        Instant now = clock.instant();
        // While the host is unreachable, the state on screen is that of the last contact. Its durations do not grow.
        Instant asOf = ConnectionText.asOf(host.connection(), now);
        this.now.set(asOf.truncatedTo(ChronoUnit.SECONDS));
        ProjectedTranscript projected = feed.latest();
        SessionState state = projected == null ? null : projected.view().state();
        long behind = projected == null ? 0 : projected.view().behind();
        String freshness = ConnectionText.freshness(host.connection(), link.local(), behind, now);
        boolean steer = host.scope().covers(Scope.STEER);
        if (state == null || state.info() == null || state.activity() == null) {
            host.sessions().stream()
                    .filter(session -> session.sessionId().equals(key.sessionId()))
                    .findFirst()
                    .ifPresent(session -> heading.set(new Heading(
                            session.name(),
                            SessionStatus.of(session, false),
                            state(session.activity(), session.lastTurn(), session.open(), asOf, host.connection()),
                            SessionText.location(session.agentName(), session.cwd(), session.modeName()),
                            freshness,
                            false,
                            false,
                            steer)));
            return;
        }
        SessionPhase phase = state.activity().phase();
        boolean live = host.connection() instanceof ConnectionState.Live;
        heading.set(new Heading(
                state.info().name(),
                SessionStatus.asksForHost(state.open())
                        ? SessionStatus.WAITING
                        : SessionStatus.of(state.activity(), state.lastTurn(), false),
                state(state.activity(), state.lastTurn(), state.open(), asOf, host.connection()),
                SessionText.location(
                        state.info().agentName(),
                        state.info().cwd(),
                        state.offer().modeName()),
                freshness,
                phase == SessionPhase.WORKING && live,
                steer
                        && (phase == SessionPhase.GONE
                                || phase == SessionPhase.FAILED
                                || phase == SessionPhase.NEEDS_LOGIN),
                steer));
    }

    private static String state(
            Activity activity,
            @Nullable LastTurn last,
            List<OpenPending> open,
            Instant asOf,
            ConnectionState connection) {
        String state = SessionStatus.asksForHost(open)
                ? SessionText.statusText(SessionStatus.WAITING)
                : SessionText.state(activity, last, asOf);
        return connection instanceof ConnectionState.Lost
                ? state + " \u00b7 " + Texts.text("connection.offline")
                : state;
    }

    /** The seq of the state whose rows are in {@link #rows()}, 0 for none. */
    public long drawnSeq() {
        return drawnSeq;
    }

    private RowExpansion openedRows() {
        return opened.getOrDefault(key, RowExpansion.NOTHING);
    }

    private void open(RowExpansion next) {
        if (key != null) {
            opened.put(key, next);
            feed.open(next);
        }
    }

    @Override
    public void toggle(String rowId) {
        open(openedRows().toggled(rowId));
    }

    @Override
    public void toggleSideBySide() {
        open(openedRows().withSideBySide(!openedRows().sideBySide()));
    }

    @Override
    public void unfold(String rowId) {
        String blob = ToolRows.blobOf(rowId);
        if (blob == null) {
            open(openedRows().withUnfolded(rowId));
            return;
        }
        SessionKey of = key;
        if (link == null || of == null) {
            return;
        }
        link.host()
                .fetchBlob(of.sessionId(), new BlobId(blob))
                .thenAcceptAsync(reply -> fetched(of, rowId, blob, reply), fx);
    }

    private void fetched(SessionKey of, String rowId, String blob, HostGateway.Reply<String> reply) {
        if (reply instanceof HostGateway.Reply.Refused<String> refused) {
            outside.notice(HostTexts.text(refused.sentence()));
        } else if (reply instanceof HostGateway.Reply.Value<String> value && of.equals(key)) {
            open(openedRows().withFetched(blob, value.value()).withUnfolded(rowId));
        }
    }

    @Override
    public void showEarlier() {
        Instant liveSince = liveSince();
        long start = windowStart();
        if (link == null || key == null || start <= 1) {
            return;
        }
        if (liveSince == null) {
            outside.notice(Texts.text("transcript.earlierOffline"));
            return;
        }
        if (isWindowFull()) {
            outside.notice(Texts.text("transcript.earlierFull"));
            return;
        }
        askedOver = liveSince;
        link.sessions().loadEarlier(key.sessionId());
        open(openedRows().withEarlierThan(start));
    }

    @Override
    public void onTopReached() {
        long start = windowStart();
        if (start > 1 && openedRows().earlierThan() != start && liveSince() != null && !isWindowFull()) {
            showEarlier();
        }
    }

    /** Scrolls to an item once it is loaded. Loads earlier pages until it is. */
    public void reveal(ItemId item) {
        revealing = item.createdSeq();
        reveal();
    }

    private void reveal() {
        long start = windowStart();
        if (revealing == 0 || start == 0) {
            return;
        }
        if (start > revealing && start > 1) {
            if (openedRows().earlierThan() != start) {
                showEarlier();
                // If no page can be loaded, showEarlier() has shown the reason.
                revealing = openedRows().earlierThan() == start ? revealing : 0;
            }
            return;
        }
        RowItem place = null;
        for (RowItem row : rows) {
            long born = createdSeq(row.row().id());
            if (born > revealing) {
                break;
            }
            place = born > 0 ? row : place;
        }
        revealing = 0;
        if (place != null) {
            onReveal.accept(place);
        }
    }

    /** Returns the number of the row's item, or of the first item merged into the row. 0 for none. */
    private static long createdSeq(String rowId) {
        Matcher number = ITEM_OF_ROW.matcher(rowId);
        return number.find() ? Long.parseLong(number.group(1)) : 0;
    }

    /** @param shown receives the row to scroll to */
    public void setOnReveal(Consumer<RowItem> shown) {
        onReveal = shown;
    }

    /** Called when the user has scrolled to the end of the conversation or away from it. */
    public void onFollowing(boolean following) {
        if (link != null && key != null) {
            link.sessions().following(key.sessionId(), following);
        }
    }

    /** The start of the window on screen, 0 if there is none. */
    private long windowStart() {
        ProjectedTranscript projected = feed.latest();
        return key == null || projected == null
                ? 0
                : projected.view().state().transcript().windowStart();
    }

    /** Returns whether the window on screen has no room for earlier items. */
    private boolean isWindowFull() {
        ProjectedTranscript projected = feed.latest();
        return projected != null && projected.view().state().transcript().isFull();
    }

    /** The time since which the host is connected, or null while it is not. */
    private @Nullable Instant liveSince() {
        return link != null && link.reader().host().connection() instanceof ConnectionState.Live live
                ? live.since()
                : null;
    }

    /** Clears a request for earlier items whose connection is gone, because no reply will arrive. */
    private void forgetLostQuestion() {
        if (openedRows().earlierThan() != 0 && !Objects.equals(askedOver, liveSince())) {
            open(openedRows().withEarlierThan(0));
        }
    }

    @Override
    public void picture(Attachment.Blob attachment, Consumer<Thumbnail> shown) {
        if (link != null && key != null) {
            thumbnails.show(link, key.sessionId(), attachment, shown);
        }
    }

    /** Clears the cache of thumbnails, which can be fetched again. */
    public void releaseMemory() {
        thumbnails.releaseMemory();
    }

    @Override
    public void sendAgain(String rowId) {
        prompts.sendAgain(rowId);
    }

    @Override
    public void retry() {
        prompts.retry();
    }

    @Override
    public void editAndResend() {
        prompts.editAndResend();
    }

    @Override
    public void discard(String rowId) {
        prompts.discard(rowId);
    }

    /** @param shown shows the question whether files are put back */
    public void setOnUndo(Consumer<UndoPresenter> shown) {
        onUndo = shown;
    }

    @Override
    public boolean mayUndo() {
        return link != null && link.reader().host().scope().covers(Scope.STEER);
    }

    @Override
    public void undo(String rowId) {
        HostLink to = link;
        SessionKey of = key;
        ProjectedTranscript projected = feed.latest();
        Matcher item = ITEM_OF_ROW.matcher(rowId);
        if (to == null || of == null || projected == null || !item.find()) {
            return;
        }
        projected
                .view()
                .state()
                .transcript()
                .find(new ItemId(Long.parseLong(item.group(1))))
                .ifPresent(found -> {
                    boolean turn = found instanceof Item.TurnEndItem;
                    String snapshot = found instanceof Item.TurnEndItem end
                            ? end.snapshot()
                            : found instanceof Item.NoteItem note ? note.snapshot() : "";
                    if (!snapshot.isEmpty()) {
                        onUndo.accept(new UndoPresenter(to, of.sessionId(), snapshot, turn, fx, outside::notice));
                    }
                });
    }

    @Override
    public ReadOnlyObjectProperty<Instant> nowProperty() {
        return now.getReadOnlyProperty();
    }

    @Override
    public void openLink(String target) {
        FileReference.ofLink(target).ifPresentOrElse(this::viewFile, () -> outside.openLink(target));
    }

    private void viewFile(FileReference file) {
        if (link == null || key == null || !outside.view(link, key, file)) {
            openFile(file);
        }
    }

    @Override
    public void openAttachment(Attachment attachment) {
        if (attachment instanceof Attachment.ProjectFile file) {
            viewFile(new FileReference(file.path(), 0));
        } else if (link != null && key != null) {
            outside.view(link, key, (Attachment.Blob) attachment);
        }
    }

    /** Whether a file of the session can be opened in another program of this machine. */
    public boolean mayOpenOutside() {
        SessionInfo session = session();
        return link != null
                && link.local()
                && session != null
                && outside.files().isPresent()
                && !isElsewhere(link, session);
    }

    /** The changes to a file that the agent has reported. Safe on any thread, and slow. */
    public Supplier<List<FileDiff>> changesOf(String path) {
        ProjectedTranscript projected = feed.latest();
        SessionState state = projected == null ? null : projected.view().state();
        return () -> state == null ? List.of() : changesOf(state, path);
    }

    private static List<FileDiff> changesOf(SessionState state, String path) {
        List<FileDiff> changes = new ArrayList<>();
        for (Item item : state.transcript().items()) {
            if (item instanceof Item.ToolItem tool
                    && tool.call().status() == ToolStatus.COMPLETED
                    && tool.call().content().stream().anyMatch(ToolContent.Diff.class::isInstance)) {
                FileDiff.of(tool.call()).stream()
                        .filter(change -> isSameFile(change.path(), path))
                        .forEach(changes::add);
            }
        }
        return changes;
    }

    /** Agents name files by absolute and by relative paths. */
    private static boolean isSameFile(String one, String other) {
        return PathText.isSame(one, other);
    }

    /** Opens a file of this machine in another program. If it is elsewhere or must not be opened, copies its path instead. */
    public void openFile(FileReference file) {
        SessionInfo session = session();
        Optional<FileOpener> opener = outside.files();
        if (link == null || !link.local() || session == null || opener.isEmpty() || isElsewhere(link, session)) {
            copied(file, "file.copied");
            return;
        }
        opener.get()
                .open(
                        Path.of(session.cwd()),
                        file.path(),
                        outcome -> fx.execute(() -> {
                            switch (outcome) {
                                case OPENED -> outside.notice(Texts.text("file.opened", file.path()));
                                case MISSING -> copied(file, "file.missing");
                                case OUTSIDE -> copied(file, "file.outside");
                                case NOT_TEXT -> copied(file, "file.notText");
                                case NO_PROGRAM -> copied(file, "file.noProgram");
                            }
                        }));
    }

    private void copied(FileReference file, String why) {
        outside.copy(file.path());
        outside.notice(Texts.text(why, file.path()));
    }

    /** The session on screen, or null if it is not loaded. */
    private @Nullable SessionInfo session() {
        ProjectedTranscript projected = feed.latest();
        SessionState state = projected == null ? null : projected.view().state();
        return state == null ? null : state.info();
    }

    /** Returns whether the agent's files are not the host's, so that the same path may be another file. */
    private static boolean isElsewhere(HostLink link, SessionInfo session) {
        return link.reader().host().agents().stream()
                .anyMatch(agent -> agent.agentId().equals(session.agentId()) && agent.isElsewhere());
    }

    @Override
    public void copy(String text) {
        outside.copy(text);
    }

    @Override
    public void copyMessage(String rowId) {
        ProjectedTranscript projected = feed.latest();
        if (projected != null) {
            FullText.of(projected, rowId).ifPresent(outside::copy);
        }
    }

    @Override
    public boolean mayShare() {
        return outside.share().isPresent();
    }

    @Override
    public void share(String text) {
        if (text.isBlank()) {
            outside.notice(Texts.text("share.nothing"));
        } else if (text.length() > TextShare.MAX_CHARACTERS) {
            outside.notice(Texts.text("share.tooLong"));
        } else {
            outside.share().ifPresent(apps -> apps.share(text));
        }
    }

    @Override
    public void shareMessage(String rowId) {
        ProjectedTranscript projected = feed.latest();
        if (projected != null) {
            share(FullText.of(projected, rowId).orElse(""));
        }
    }

    @Override
    public void shareConversation() {
        ProjectedTranscript projected = feed.latest();
        if (projected != null) {
            share(FullText.conversation(
                    projected, Texts.text("transcript.you"), heading.get().title()));
        }
    }

    /**
     * Searches the rows for a text, off the FX thread.
     *
     * @param hits called on the FX thread with the rows that contain the text, each once per occurrence
     */
    void find(String query, Consumer<List<TextMatch>> hits) {
        List<RowItem> items = List.copyOf(rows);
        List<TranscriptRow> values = items.stream().map(RowItem::row).toList();
        feed.runInBackground(() -> {
            List<TextMatch> found = new ArrayList<>();
            for (int i = 0; i < values.size(); i++) {
                int count = TextMatch.count(values.get(i), query);
                for (int index = 0; index < count; index++) {
                    found.add(new TextMatch(items.get(i), index));
                }
            }
            fx.execute(() -> hits.accept(found));
        });
    }
}
