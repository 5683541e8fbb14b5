package dev.pilothouse.ui.viewer;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.FilePart;
import dev.pilothouse.model.SessionFile;
import dev.pilothouse.session.DiffRow;
import dev.pilothouse.session.FileDiff;
import dev.pilothouse.session.HostGateway.Reply;
import dev.pilothouse.ui.attachment.Thumbnail;
import dev.pilothouse.ui.diff.DiffHighlighter;
import dev.pilothouse.ui.markdown.CodeHighlighter;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.Texts;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.jspecify.annotations.Nullable;

/**
 * Shows one file of a session. Of a text it loads the pages in view, and those around them; of a picture the whole file,
 * in pieces. Nothing is loaded before it is needed, and nothing after {@link #close}.
 *
 * <p>Confined to the FX thread; lives as long as its sheet.
 */
public final class FileViewerPresenter {
    /** Pages that are fetched at the same time. The host accepts 8 reads of a device. */
    private static final int MAX_FETCHES = 3;

    private static final int SEARCHED = 2_000;
    static final int MAX_HITS = 1_000;
    /** The most lines that are copied at once. */
    static final int MAX_COPIED = 20_000;

    private static final int MAX_PICTURE = 8 * 1024 * 1024;
    /** Larger pictures are scaled down, because graphics cards refuse larger textures. */
    private static final double MAX_SIDE = 4_096;

    private final ViewedFile source;
    private final Executor fx;
    private final Executor background;
    private final Outside outside;
    private final CodeHighlighter highlighter = new CodeHighlighter();
    private final ViewedLines lines = new ViewedLines();
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(this, "state", State.LOADING);
    private final ReadOnlyLongWrapper revision = new ReadOnlyLongWrapper(this, "revision");
    private final ReadOnlyBooleanWrapper changed = new ReadOnlyBooleanWrapper(this, "changed");
    private final ReadOnlyObjectWrapper<Search> search = new ReadOnlyObjectWrapper<>(this, "search", Search.NONE);
    private final ReadOnlyObjectWrapper<List<FileDiff>> changes =
            new ReadOnlyObjectWrapper<>(this, "changes", List.of());
    private Map<DiffRow, List<CodeHighlighter.Colour>> changeColours = Map.of();
    private final BooleanProperty showsChanges = new SimpleBooleanProperty(this, "showsChanges");
    private final Set<Long> fetching = new HashSet<>();
    private long firstWanted;
    private long lastWanted;
    private int line;
    /** Raised when what was requested before is no longer needed. */
    private int generation;

    private int searches;

    /** Services outside of the viewer. Called on the FX thread. */
    public interface Outside {
        void copy(String text);

        /** Shows a sentence to the user. */
        void notice(String text);

        /** Opens the file in a program of this machine; empty if the device cannot. */
        Optional<Runnable> program();
    }

    /** The kinds of content of the viewer. */
    public enum Phase {
        LOADING,
        TEXT,
        PICTURE,
        BINARY,
        MISSING,
        OFFLINE,
        FAILED
    }

    /**
     * The state of the viewer. Immutable.
     *
     * @param message the reason if the file is not shown
     * @param file null until the host has answered
     * @param picture null if it is no picture, or not decoded yet
     */
    public record State(
            Phase phase,
            String message,
            @Nullable SessionFile file,
            @Nullable Thumbnail picture) {
        static final State LOADING = new State(Phase.LOADING, "", null, null);
    }

    /**
     * The result of a search in the file. Immutable.
     *
     * @param query empty if nothing is searched
     * @param hits in the order of the file
     * @param at the current one, -1 if there is none
     * @param running whether the rest of the file is still searched
     */
    public record Search(String query, List<Hit> hits, int at, boolean running) {
        static final Search NONE = new Search("", List.of(), -1, false);

        public Search {
            hits = List.copyOf(hits);
        }

        Optional<Hit> current() {
            return at < 0 ? Optional.empty() : Optional.of(hits.get(at));
        }

        /** The hits of a line. */
        List<Hit> in(long line) {
            int low = 0;
            int high = hits.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (hits.get(middle).line() < line) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            int end = low;
            while (end < hits.size() && hits.get(end).line() == line) {
                end++;
            }
            return hits.subList(low, end);
        }
    }

    /**
     * An occurrence of the searched text.
     *
     * @param line from 0
     * @param from a position in the text of the line
     * @param to the position after its last character
     */
    record Hit(long line, int from, int to) {}

    /**
     * @param line the line to show first, from 1; 0 for the beginning
     * @param background prepares lines and decodes pictures
     */
    public FileViewerPresenter(ViewedFile source, int line, Executor fx, Executor background, Outside outside) {
        this.source = source;
        this.line = line;
        this.fx = fx;
        this.background = background;
        this.outside = outside;
        load();
        inBackground(() -> highlighted(source.changes()), this::showChanges);
    }

    private record HighlightedChanges(List<FileDiff> changes, Map<DiffRow, List<CodeHighlighter.Colour>> colours) {}

    private HighlightedChanges highlighted(List<FileDiff> found) {
        Map<DiffRow, List<CodeHighlighter.Colour>> colours = new HashMap<>();
        for (FileDiff change : found) {
            colours.putAll(
                    DiffHighlighter.of(change.diff().rows(), CodeHighlighter.languageOf(source.name()), highlighter));
        }
        return new HighlightedChanges(found, colours);
    }

    private void showChanges(HighlightedChanges found) {
        changeColours = found.colours();
        changes.set(found.changes());
    }

    /** The colours of the code in the changes. */
    Map<DiffRow, List<CodeHighlighter.Colour>> changeColours() {
        return changeColours;
    }

    /** Runs work in the background, and hands its result over on the FX thread. */
    private <T> void inBackground(Supplier<T> work, Consumer<T> then) {
        try {
            background.execute(() -> {
                T made = work.get();
                fx.execute(() -> then.accept(made));
            });
        } catch (RejectedExecutionException full) {
            fail(Phase.FAILED, Texts.text("viewer.busy"));
        }
    }

    String name() {
        return source.name();
    }

    String path() {
        return source.path();
    }

    public ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** Changes whenever other lines are loaded. */
    ReadOnlyLongProperty revisionProperty() {
        return revision.getReadOnlyProperty();
    }

    /** Whether the file has changed on the host since it was opened. */
    ReadOnlyBooleanProperty changedProperty() {
        return changed.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Search> searchProperty() {
        return search.getReadOnlyProperty();
    }

    /** The changes that the agent has reported for this file. Empty until they are known. */
    public ReadOnlyObjectProperty<List<FileDiff>> changesProperty() {
        return changes.getReadOnlyProperty();
    }

    /** Whether the changes are shown in place of the file, if there are any. */
    public BooleanProperty showsChangesProperty() {
        return showsChanges;
    }

    /** The number of lines, as far as it is known. */
    public long lineCount() {
        return lines.count();
    }

    /** A line from 0; empty while it is not loaded. */
    Optional<ViewedLines.Line> line(long number) {
        return lines.line(number);
    }

    /** The text of a line from 0; empty while it is not loaded. */
    public Optional<String> text(long number) {
        return lines.line(number).map(ViewedLines.Line::text);
    }

    /** Takes the line to show first, from 1; 0 for none. */
    int takeLine() {
        int taken = line;
        line = 0;
        return taken;
    }

    /** Called with the lines in view, from 0. Loads them, and a page before and after. */
    public void onShown(long first, long last) {
        firstWanted = Math.max(0, first / ViewedLines.PAGE - 1);
        lastWanted = last / ViewedLines.PAGE + 1;
        fetchNext();
    }

    /** Reads the file again. */
    public void onRetry() {
        changed.set(false);
        load();
    }

    private void load() {
        generation++;
        fetching.clear();
        lines.clear();
        search.set(Search.NONE);
        searches++;
        state.set(State.LOADING);
        revision.set(revision.get() + 1);
        if (!source.isOnline()) {
            fail(Phase.OFFLINE, Texts.text("viewer.offline", source.hostName()));
            return;
        }
        firstWanted = Math.max(0, (line - 1) / ViewedLines.PAGE);
        lastWanted = firstWanted;
        fetch(firstWanted);
    }

    private void fail(Phase phase, String message) {
        state.set(new State(phase, message, state.get().file(), null));
    }

    private void fetchNext() {
        if (state.get().phase() != Phase.TEXT) {
            return;
        }
        long last = Math.min(lastWanted, (lines.count() - 1) / ViewedLines.PAGE);
        // The pages in view come first.
        long middle = (firstWanted + last) / 2;
        for (long distance = 0; distance <= last - firstWanted; distance++) {
            for (long page : new long[] {middle + distance, middle - distance}) {
                boolean wanted = page >= firstWanted && page <= last && !lines.has(page) && !fetching.contains(page);
                if (wanted && fetching.size() < MAX_FETCHES) {
                    fetch(page);
                }
            }
        }
    }

    private void fetch(long page) {
        fetching.add(page);
        fetch(page, new ArrayList<>());
    }

    /** The host may send fewer lines than a page has, so the rest of the page is requested after them. */
    private void fetch(long page, List<String> before) {
        int mine = generation;
        source.lines(page * ViewedLines.PAGE + before.size(), ViewedLines.PAGE - before.size())
                .thenAcceptAsync(
                        reply -> {
                            if (mine == generation) {
                                fetched(page, before, reply);
                            }
                        },
                        fx);
    }

    private void fetched(long page, List<String> before, Reply<FilePart> reply) {
        if (!(reply instanceof Reply.Value<FilePart> value)) {
            fetching.remove(page);
            refused(page, (Reply.Refused<FilePart>) reply);
            return;
        }
        FilePart part = value.value();
        noteChange(part.file());
        if (part.file().kind() != SessionFile.Kind.TEXT) {
            fetching.remove(page);
            other(part.file());
            return;
        }
        lines.count(part);
        before.addAll(part.lines());
        if (before.size() < ViewedLines.PAGE && part.more() && !part.lines().isEmpty()) {
            fetch(page, before);
            return;
        }
        int mine = generation;
        SessionFile file = part.file();
        inBackground(() -> ViewedLines.page(before, CodeHighlighter.languageOf(source.name()), highlighter), made -> {
            if (mine == generation) {
                fetching.remove(page);
                lines.put(page, made);
                if (state.get().phase() == Phase.LOADING) {
                    state.set(new State(Phase.TEXT, "", file, null));
                }
                revision.set(revision.get() + 1);
                fetchNext();
            }
        });
    }

    private void noteChange(SessionFile now) {
        SessionFile file = state.get().file();
        if (file != null && (file.size() != now.size() || !file.modified().equals(now.modified()))) {
            changed.set(true);
        }
    }

    private void refused(long page, Reply.Refused<FilePart> refused) {
        boolean lost = refused.code() == ErrorCode.UNREACHABLE || !source.isOnline();
        if (page > 0 && !lost && state.get().phase() == Phase.TEXT) {
            // The rest of a very large file. The part that is loaded stays on screen.
            lines.limit(page * ViewedLines.PAGE);
            revision.set(revision.get() + 1);
            outside.notice(HostTexts.text(refused.sentence()));
        } else if (page > 0 && refused.code() != ErrorCode.NO_SUCH_FILE && !lost && line > 0) {
            // A line beyond the end of what can be read.
            line = 0;
            load();
        } else {
            refused(refused.code(), HostTexts.text(refused.sentence()));
        }
    }

    private void refused(ErrorCode code, String text) {
        if (code == ErrorCode.NO_SUCH_FILE) {
            fail(Phase.MISSING, Texts.text("viewer.missing"));
        } else if (code == ErrorCode.UNREACHABLE || !source.isOnline()) {
            fail(Phase.OFFLINE, Texts.text("viewer.offline", source.hostName()));
        } else {
            fail(Phase.FAILED, text);
        }
    }

    private void other(SessionFile file) {
        if (file.kind() == SessionFile.Kind.BINARY) {
            state.set(new State(Phase.BINARY, Texts.text("viewer.binary"), file, null));
        } else if (file.size() > MAX_PICTURE) {
            state.set(new State(
                    Phase.FAILED, Texts.text("viewer.pictureTooLarge", size(file), size(MAX_PICTURE)), file, null));
        } else {
            state.set(new State(Phase.LOADING, "", file, null));
            piece(file, new ByteArrayOutputStream());
        }
    }

    /** Fetches the next piece of a picture. */
    private void piece(SessionFile file, ByteArrayOutputStream before) {
        int mine = generation;
        source.bytes(before.size())
                .thenAcceptAsync(
                        reply -> {
                            if (mine != generation) {
                                return;
                            }
                            if (!(reply instanceof Reply.Value<FilePart> value)) {
                                Reply.Refused<FilePart> refused = (Reply.Refused<FilePart>) reply;
                                refused(refused.code(), HostTexts.text(refused.sentence()));
                                return;
                            }
                            FilePart part = value.value();
                            byte[] bytes;
                            try {
                                bytes = Base64.getDecoder().decode(part.data());
                            } catch (IllegalArgumentException e) {
                                fail(Phase.FAILED, Texts.text("viewer.damagedPicture"));
                                return;
                            }
                            boolean another = part.file().size() != file.size()
                                    || !part.file().modified().equals(file.modified());
                            if (another || before.size() + bytes.length > MAX_PICTURE) {
                                fail(Phase.FAILED, Texts.text("viewer.changedWhileLoading"));
                                return;
                            }
                            before.write(bytes, 0, bytes.length);
                            if (part.more() && bytes.length > 0) {
                                piece(file, before);
                            } else {
                                decode(file, before.toByteArray());
                            }
                        },
                        fx);
    }

    private void decode(SessionFile file, byte[] bytes) {
        int mine = generation;
        inBackground(() -> Thumbnail.decode(bytes, MAX_SIDE, MAX_SIDE), made -> {
            if (mine != generation) {
                return;
            }
            if (made.isShown()) {
                state.set(new State(Phase.PICTURE, "", file, made));
            } else {
                fail(Phase.FAILED, made.problem().isEmpty() ? Texts.text("viewer.damagedPicture") : made.problem());
            }
        });
    }

    /** Searches the whole file, in any case. An empty text ends the search. */
    public void onSearch(String query) {
        int mine = ++searches;
        if (query.isEmpty()) {
            search.set(Search.NONE);
            return;
        }
        search.set(new Search(query, List.of(), -1, true));
        search(mine, query, query.toLowerCase(Locale.ROOT), 0);
    }

    private void search(int mine, String query, String wanted, long from) {
        source.lines(from, SEARCHED)
                .thenAcceptAsync(
                        reply -> {
                            if (mine != searches) {
                                return;
                            }
                            FilePart part = reply instanceof Reply.Value<FilePart> value ? value.value() : null;
                            List<Hit> hits = new ArrayList<>(search.get().hits());
                            if (part != null) {
                                for (int i = 0; i < part.lines().size() && hits.size() < MAX_HITS; i++) {
                                    addHits(hits, from + i, part.lines().get(i), wanted);
                                }
                            }
                            boolean more =
                                    part != null && part.more() && !part.lines().isEmpty() && hits.size() < MAX_HITS;
                            int at = search.get().at() >= 0 ? search.get().at() : hits.isEmpty() ? -1 : 0;
                            search.set(new Search(query, hits, at, more));
                            if (more && part != null) {
                                search(mine, query, wanted, from + part.lines().size());
                            }
                        },
                        fx);
    }

    private static void addHits(List<Hit> hits, long number, String line, String wanted) {
        String lower = line.toLowerCase(Locale.ROOT);
        int at = lower.indexOf(wanted);
        while (at >= 0 && hits.size() < MAX_HITS) {
            // A few letters are longer in lower case.
            int to = Math.min(line.length(), at + wanted.length());
            hits.add(new Hit(number, Math.min(at, to), to));
            at = lower.indexOf(wanted, at + wanted.length());
        }
    }

    /** Goes to the next hit, or with -1 to the previous one. */
    public void onStep(int by) {
        Search now = search.get();
        if (!now.hits().isEmpty()) {
            int at = Math.floorMod(now.at() + by, now.hits().size());
            search.set(new Search(now.query(), now.hits(), at, now.running()));
        }
    }

    void onCopyPath() {
        outside.copy(source.path());
        outside.notice(Texts.text("viewer.pathCopied"));
    }

    /** Copies lines, from 0, the last one included. Lines that are not loaded are fetched. */
    public void onCopyLines(long first, long last) {
        long end = Math.min(last, first + MAX_COPIED - 1);
        copy(generation, first, end, new ArrayList<>());
    }

    private void copy(int mine, long first, long last, List<String> before) {
        long from = first + before.size();
        source.lines(from, (int) Math.min(SEARCHED, last - from + 1))
                .thenAcceptAsync(
                        reply -> {
                            if (mine != generation) {
                                return;
                            }
                            if (!(reply instanceof Reply.Value<FilePart> value)) {
                                outside.notice(HostTexts.text(((Reply.Refused<FilePart>) reply).sentence()));
                                return;
                            }
                            FilePart part = value.value();
                            before.addAll(part.lines());
                            if (first + before.size() <= last
                                    && part.more()
                                    && !part.lines().isEmpty()) {
                                copy(mine, first, last, before);
                            } else {
                                outside.copy(String.join("\n", before));
                                outside.notice(Texts.counted("viewer.linesCopied", before.size()));
                            }
                        },
                        fx);
    }

    Optional<Runnable> program() {
        return outside.program();
    }

    /** Nothing that arrives later is used. */
    public void close() {
        generation++;
        searches++;
    }

    /** The facts about the file, such as its size. */
    String facts() {
        SessionFile file = state.get().file();
        if (file == null) {
            return "";
        }
        List<String> facts = new ArrayList<>();
        facts.add(size(file));
        Thumbnail picture = state.get().picture();
        // A larger one was scaled down, so its size is not known here.
        if (picture != null && Math.max(picture.width(), picture.height()) < MAX_SIDE) {
            facts.add(Texts.text("viewer.pixels", (int) picture.width(), (int) picture.height()));
        }
        if (file.lineCount() != null) {
            facts.add(Texts.counted("viewer.lines", file.lineCount()));
        }
        if (!file.encoding().isEmpty()) {
            facts.add(file.encoding());
        }
        return String.join(" \u00b7 ", facts);
    }

    private static String size(SessionFile file) {
        return size(file.size());
    }

    private static String size(long bytes) {
        return bytes < 1_000
                ? Texts.text("viewer.bytes", bytes)
                : bytes < 1024 * 1024
                        ? Texts.text("attach.kilobytes", Math.max(1, bytes / 1024))
                        : Texts.text("attach.megabytes", Math.round(bytes / 104_857.6) / 10.0);
    }
}
