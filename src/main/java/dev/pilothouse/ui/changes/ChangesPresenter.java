package dev.pilothouse.ui.changes;

import dev.pilothouse.model.ChangedFile;
import dev.pilothouse.model.ComparisonTarget;
import dev.pilothouse.model.DiffHunk;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.FileChanges;
import dev.pilothouse.model.FileDiff;
import dev.pilothouse.model.HunkMark;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.platform.Preferences;
import dev.pilothouse.session.DiffRow;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.HostGateway.Reply;
import dev.pilothouse.ui.diff.DiffHighlighter;
import dev.pilothouse.ui.diff.FileChange;
import dev.pilothouse.ui.markdown.CodeHighlighter;
import dev.pilothouse.ui.markdown.CodeHighlighter.Colour;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.PathText;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.jspecify.annotations.Nullable;

/**
 * The changes of one session's working tree: what they are compared with, the files, and the differences of the chosen
 * one. Outside of a repository it lists what the agent has reported.
 *
 * <p>Confined to the FX thread. Ends with its sheet.
 */
public final class ChangesPresenter {
    /** Rows of one piece of a diff. Only pieces in view have nodes. */
    static final int PIECE = 24;

    private final List<HunkMark> hunkMarks = new ArrayList<>();
    private final HostGateway host;
    private final SessionId sessionId;
    private final SeenFiles seen;
    private final List<FileChange> reported;
    private final Executor fx;
    private final Executor background;
    private final PictureReader pictures;
    private final CodeHighlighter highlighter = new CodeHighlighter();
    private final ViewedFiles viewed;
    private final ReadOnlyObjectWrapper<ListState> list =
            new ReadOnlyObjectWrapper<>(this, "list", new ListState.Loading());
    private final ReadOnlyObjectWrapper<FileState> file =
            new ReadOnlyObjectWrapper<>(this, "file", FileState.nothing());
    private final BooleanProperty hidesViewed = new SimpleBooleanProperty(this, "hidesViewed");
    /** The session whose working tree is the old side; null to compare with a point of the own branch. */
    private final @Nullable SessionId other;

    private ComparisonTarget target = ComparisonTarget.BASE;
    /** Whether only files are listed that are new since the person looked. */
    private boolean sinceSeen;
    /** Whether the person has not chosen yet what to compare with. */
    private boolean undecided = true;
    /** The files that were new since the person looked when the list was loaded, with the content seen before. */
    private Map<String, String> fresh = Map.of();
    /** The content that the chosen file is compared with; empty for the target itself. */
    private String fileSeen = "";
    /** Whether the lines of the chosen file are compared with the content that the person saw. */
    private boolean comparedWithSeen;
    /** Numbers the requests, so that an old answer is dropped. */
    private long listRequest;

    private long fileRequest;
    /** The path of a file to show; empty if there is none. */
    private String wanted = "";

    /** The last loaded page of the chosen file. */
    private int page;

    /** The list of files. Immutable. */
    public sealed interface ListState {
        record Loading() implements ListState {}

        /**
         * @param changes as the host sent them
         * @param revision changes with the ticks and the filter
         */
        record Shown(FileChanges changes, int revision) implements ListState {}

        /**
         * There is no repository.
         *
         * @param text a sentence for people
         * @param reported what the agent has reported instead
         */
        record Reported(String text, List<FileChange> reported) implements ListState {}

        /** @param text a sentence for people */
        record Failed(String text) implements ListState {}
    }

    /**
     * The chosen file. Immutable.
     *
     * @param file null if none is chosen
     * @param pieces the rows loaded so far
     * @param hunks for each hunk the index of its first piece, ascending
     * @param more whether further pages can be loaded
     * @param folded whether the differences of a generated file are hidden until the person asks
     * @param binary whether there are no lines to show
     * @param problem a sentence if it could not be loaded; empty otherwise
     * @param colours see {@link DiffHighlighter}; those of rows that are loaded follow a moment later
     * @param notes sentences about the file, such as its new mode
     */
    public record FileState(
            @Nullable ChangedFile file,
            List<List<DiffRow>> pieces,
            List<Integer> hunks,
            boolean loading,
            boolean more,
            boolean folded,
            boolean binary,
            String problem,
            Map<DiffRow, List<Colour>> colours,
            List<String> notes) {
        public FileState {
            pieces = List.copyOf(pieces);
            hunks = List.copyOf(hunks);
            colours = Map.copyOf(colours);
            notes = List.copyOf(notes);
        }

        static FileState nothing() {
            return new FileState(null, List.of(), List.of(), false, false, false, false, "", Map.of(), List.of());
        }
    }

    /**
     * @param reported the sums of the changes that the agent has reported
     * @param background highlights lines and decodes pictures; may refuse
     */
    public ChangesPresenter(
            HostGateway host,
            SessionKey key,
            List<FileChange> reported,
            Preferences kept,
            Executor fx,
            Executor background) {
        this(host, key, null, reported, kept, fx, background);
    }

    /** Compares the working trees of two sessions of one repository. @param other the old side */
    public static ChangesPresenter between(
            HostGateway host, SessionId other, SessionKey key, Preferences kept, Executor fx, Executor background) {
        return new ChangesPresenter(host, key, other, List.of(), kept, fx, background);
    }

    private ChangesPresenter(
            HostGateway host,
            SessionKey key,
            @Nullable SessionId other,
            List<FileChange> reported,
            Preferences kept,
            Executor fx,
            Executor background) {
        this.other = other;
        if (other != null) {
            target = ComparisonTarget.SESSION;
            undecided = false;
        }
        this.host = host;
        this.sessionId = key.sessionId();
        this.seen = new SeenFiles(kept, key);
        this.reported = List.copyOf(reported);
        this.viewed = new ViewedFiles(kept);
        this.fx = fx;
        this.background = background;
        this.pictures = new PictureReader(host, sessionId, fx, background);
        hidesViewed.addListener((property, before, now) -> publishList());
        onReload();
    }

    public ReadOnlyObjectProperty<ListState> listProperty() {
        return list.getReadOnlyProperty();
    }

    /** The chosen file as it was and as it is, if it is a picture. */
    public PictureReader pictures() {
        return pictures;
    }

    public ReadOnlyObjectProperty<FileState> fileProperty() {
        return file.getReadOnlyProperty();
    }

    /** Whether files that are ticked as viewed are left out. */
    public BooleanProperty hidesViewedProperty() {
        return hidesViewed;
    }

    /** Whether two sessions are compared, so that nothing can be ticked, rejected or staged. */
    public boolean isBetween() {
        return other != null;
    }

    public ComparisonTarget target() {
        return target;
    }

    /** Whether only files are listed that are new since the person looked, each compared with what the person saw. */
    public boolean isSinceSeen() {
        return sinceSeen;
    }

    /** Whether the lines of the chosen file are compared with what the person saw, and not with {@link #target}. */
    public boolean isComparedWithSeen() {
        return comparedWithSeen;
    }

    /** The files to list. */
    public List<ChangedFile> files() {
        return list.get() instanceof ListState.Shown shown
                ? shown.changes().files().stream()
                        .filter(each -> !hidesViewed.get() || !viewed.contains(each))
                        .filter(each -> !sinceSeen || fresh.containsKey(each.path()))
                        .toList()
                : List.of();
    }

    public boolean isViewed(ChangedFile each) {
        return other == null && viewed.contains(each);
    }

    public void onViewed(ChangedFile each, boolean now) {
        if (other != null) {
            return;
        }
        viewed.set(each, now);
        if (now) {
            seen.set(each);
        } else {
            seen.forget(each);
        }
        publishList();
    }

    /** Redraws the list with other marks or another filter. */
    private void publishList() {
        if (list.get() instanceof ListState.Shown shown) {
            list.set(new ListState.Shown(shown.changes(), shown.revision() + 1));
        }
    }

    public void onCompare(ComparisonTarget with) {
        compare(with, false);
    }

    /** Lists what is new since the person looked. */
    public void onSinceSeen() {
        compare(ComparisonTarget.BASE, true);
    }

    private void compare(ComparisonTarget with, boolean since) {
        onClose();
        target = with;
        sinceSeen = since;
        undecided = false;
        onReload();
    }

    /** An agent reports absolute paths, or those from its directory; git names those from the top of the tree. */
    private static boolean isSame(String reported, String path) {
        return PathText.isSame(reported, path);
    }

    public void onReload() {
        long request = ++listRequest;
        list.set(new ListState.Loading());
        (other == null ? host.changes(sessionId, target) : host.changesBetween(other, sessionId))
                .thenAcceptAsync(
                        reply -> {
                            if (request == listRequest) {
                                ListState now = listed(reply);
                                refresh(now);
                                list.set(now);
                                refreshFile();
                                revealWanted();
                            }
                        },
                        fx);
    }

    private void refresh(ListState now) {
        if (!(now instanceof ListState.Shown shown)) {
            return;
        }
        fresh = shown.changes().files().stream()
                .filter(each -> !seen.isSame(each))
                .collect(Collectors.toMap(ChangedFile::path, each -> seen.content(each.path()), (one, two) -> one));
        if (undecided) {
            undecided = false;
            sinceSeen = seen.isAny() && !fresh.isEmpty();
        }
    }

    /** The person leaves the file, so this content of it was seen. */
    private void leaveFile() {
        FileState left = file.get();
        ChangedFile shown = left.file();
        if (other == null
                && shown != null
                && !left.loading()
                && !left.folded()
                && left.problem().isEmpty()) {
            seen.set(shown);
        }
    }

    /** Shows the chosen file as it is now, or none if it has no changes any more. */
    private void refreshFile() {
        ChangedFile chosen = file.get().file();
        if (chosen == null || !(list.get() instanceof ListState.Shown shown)) {
            return;
        }
        shown.changes().files().stream()
                .filter(each -> each.path().equals(chosen.path()))
                .findFirst()
                .ifPresentOrElse(
                        now -> {
                            if (!now.equals(chosen)) {
                                onChoose(now);
                            }
                        },
                        this::onClose);
    }

    private ListState listed(Reply<FileChanges> reply) {
        if (reply instanceof Reply.Value<FileChanges> value) {
            return new ListState.Shown(value.value(), 0);
        }
        Reply.Refused<FileChanges> refused = (Reply.Refused<FileChanges>) reply;
        // An older host does not know the request.
        boolean none = (target == ComparisonTarget.BASE || target == ComparisonTarget.HEAD)
                && (refused.code() == ErrorCode.NO_REPOSITORY || refused.code() == ErrorCode.BAD_REQUEST);
        return none
                ? new ListState.Reported(HostTexts.text(refused.sentence()), reported)
                : new ListState.Failed(HostTexts.text(refused.sentence()));
    }

    /** Shows the differences of a file. Those of a generated one are shown on request. */
    public void onChoose(ChangedFile chosen) {
        fileRequest++;
        ChangedFile before = file.get().file();
        if (before == null || !before.path().equals(chosen.path())) {
            leaveFile();
        }
        fileSeen = sinceSeen && !chosen.content().isEmpty() ? fresh.getOrDefault(chosen.path(), "") : "";
        pictures.clear();
        comparedWithSeen = false;
        if (chosen.binary()) {
            if (other == null && PictureReader.isPicture(chosen.path()) && !chosen.isContentSame()) {
                pictures.load(chosen, target);
            }
            file.set(new FileState(chosen, List.of(), List.of(), false, false, false, true, "", Map.of(), List.of()));
        } else if (chosen.generated()) {
            file.set(new FileState(chosen, List.of(), List.of(), false, false, true, false, "", Map.of(), List.of()));
        } else {
            load(chosen, 0, FileState.nothing());
        }
    }

    /** Shows the differences of a generated file. */
    public void onUnfold() {
        ChangedFile chosen = file.get().file();
        if (chosen != null) {
            load(chosen, 0, FileState.nothing());
        }
    }

    /** Shows a file of the branch as soon as it is listed. */
    public void reveal(String path) {
        wanted = path.replace(PathText.separator(path), "/");
        undecided = false;
        if (sinceSeen || target != ComparisonTarget.BASE) {
            onCompare(ComparisonTarget.BASE);
        } else {
            revealWanted();
        }
    }

    /** Whether a file is shown as soon as the list is there. */
    boolean isRevealing() {
        return !wanted.isEmpty();
    }

    private void revealWanted() {
        if (!wanted.isEmpty() && list.get() instanceof ListState.Shown shown) {
            String path = wanted;
            wanted = "";
            shown.changes().files().stream()
                    .filter(each -> isSame(path, each.path()))
                    .findFirst()
                    .ifPresent(this::onChoose);
        }
    }

    /** Goes to the next file of the list, or to one before. */
    public void onStep(int places) {
        List<ChangedFile> files = files();
        int at = files.indexOf(file.get().file());
        int next = at < 0 ? 0 : at + places;
        if (next >= 0 && next < files.size()) {
            onChoose(files.get(next));
        }
    }

    /** The place of rows that are not loaded yet is in view. Loads them after the layout that it belongs to. */
    void onMoreShown() {
        fx.execute(this::onMore);
    }

    /** Loads what follows the rows that are there. */
    void onMore() {
        FileState now = file.get();
        ChangedFile chosen = now.file();
        if (chosen != null && now.more() && !now.loading()) {
            load(chosen, page + 1, now);
        }
    }

    public void onClose() {
        fileRequest++;
        leaveFile();
        pictures.clear();
        file.set(FileState.nothing());
    }

    private void load(ChangedFile chosen, int wanted, FileState before) {
        long request = ++fileRequest;
        if (wanted == 0) {
            comparedWithSeen = !fileSeen.isEmpty();
        }
        file.set(new FileState(
                chosen,
                before.pieces(),
                before.hunks(),
                true,
                before.more(),
                false,
                false,
                "",
                before.colours(),
                before.notes()));
        (other == null
                        ? host.diff(sessionId, chosen.path(), chosen.oldPath(), target, wanted, fileSeen)
                        : host.diffBetween(other, sessionId, chosen.path(), chosen.oldPath(), wanted))
                .thenAcceptAsync(
                        reply -> {
                            if (request == fileRequest) {
                                FileState now = loaded(chosen, wanted, before, reply);
                                file.set(now);
                                colour(request, before.pieces().size());
                            }
                        },
                        fx);
    }

    /** Highlights the rows from a piece on, in the background. */
    private void colour(long request, int fromPiece) {
        FileState now = file.get();
        ChangedFile chosen = now.file();
        if (chosen == null || fromPiece >= now.pieces().size()) {
            return;
        }
        List<DiffRow> rows = now.pieces().subList(fromPiece, now.pieces().size()).stream()
                .flatMap(List::stream)
                .toList();
        String name = chosen.path().substring(chosen.path().lastIndexOf('/') + 1);
        try {
            background.execute(() -> {
                Map<DiffRow, List<Colour>> found =
                        DiffHighlighter.of(rows, CodeHighlighter.languageOf(name), highlighter);
                fx.execute(() -> coloured(request, found));
            });
        } catch (RejectedExecutionException busy) {
            // The lines stay without colours.
        }
    }

    private void coloured(long request, Map<DiffRow, List<Colour>> found) {
        FileState now = file.get();
        if (request == fileRequest && !found.isEmpty()) {
            Map<DiffRow, List<Colour>> all = new HashMap<>(now.colours());
            all.putAll(found);
            file.set(new FileState(
                    now.file(),
                    now.pieces(),
                    now.hunks(),
                    now.loading(),
                    now.more(),
                    now.folded(),
                    now.binary(),
                    now.problem(),
                    all,
                    now.notes()));
        }
    }

    /** The hunks of the chosen file, in the order of {@link FileState#hunks}; empty if they cannot be chosen. */
    public List<HunkMark> hunkMarks() {
        return List.copyOf(hunkMarks);
    }

    private FileState loaded(ChangedFile chosen, int wanted, FileState before, Reply<FileDiff> reply) {
        if (reply instanceof Reply.Refused<FileDiff> refused) {
            return new FileState(
                    chosen,
                    before.pieces(),
                    before.hunks(),
                    false,
                    false,
                    false,
                    false,
                    HostTexts.text(refused.sentence()),
                    before.colours(),
                    before.notes());
        }
        FileDiff diff = ((Reply.Value<FileDiff>) reply).value();
        page = wanted;
        comparedWithSeen = diff.sinceSeen();
        if (wanted == 0) {
            hunkMarks.clear();
        }
        List<List<DiffRow>> pieces = new ArrayList<>(before.pieces());
        List<Integer> hunks = new ArrayList<>(before.hunks());
        int end = endOf(pieces);
        for (DiffHunk hunk : diff.hunks()) {
            boolean continued =
                    end > 0 && hunk.newStart() == end && hunk.heading().isEmpty();
            List<DiffRow> rows = rows(hunk);
            if (!continued) {
                hunks.add(pieces.size());
                if (!diff.sinceSeen()) {
                    hunkMarks.add(HunkMark.of(hunk));
                }
                int hidden = hunk.newStart() - Math.max(1, end);
                if (hidden > 0) {
                    rows.add(0, new DiffRow(DiffRow.Kind.GAP, 0, hidden, ""));
                }
            }
            for (int from = 0; from < rows.size(); from += PIECE) {
                pieces.add(List.copyOf(rows.subList(from, Math.min(rows.size(), from + PIECE))));
            }
            end = Math.max(end, endOf(pieces));
        }
        return new FileState(
                chosen, pieces, hunks, false, diff.more(), false, diff.binary(), "", before.colours(), notes(diff));
    }

    private List<String> notes(FileDiff diff) {
        List<String> notes = new ArrayList<>();
        if (!diff.newMode().isEmpty()) {
            notes.add(Texts.text("changes.mode", diff.oldMode(), diff.newMode()));
        }
        if (!fileSeen.isEmpty() && !diff.sinceSeen()) {
            notes.add(Texts.text("changes.seenGone"));
        }
        return notes;
    }

    /** The number of the new line after the last row; 0 without rows. */
    private static int endOf(List<List<DiffRow>> pieces) {
        for (int i = pieces.size() - 1; i >= 0; i--) {
            List<DiffRow> rows = pieces.get(i);
            for (int j = rows.size() - 1; j >= 0; j--) {
                if (rows.get(j).kind() != DiffRow.Kind.GAP && rows.get(j).newLine() > 0) {
                    return rows.get(j).newLine() + 1;
                }
            }
        }
        return 0;
    }

    private static List<DiffRow> rows(DiffHunk hunk) {
        List<DiffRow> rows = new ArrayList<>();
        int oldLine = hunk.oldStart();
        int newLine = hunk.newStart();
        for (String line : hunk.lines()) {
            String text = line.isEmpty() ? "" : line.substring(1);
            char kind = line.isEmpty() ? ' ' : line.charAt(0);
            if (kind == '+') {
                rows.add(new DiffRow(DiffRow.Kind.ADDED, 0, newLine++, text));
            } else if (kind == '-') {
                rows.add(new DiffRow(DiffRow.Kind.REMOVED, oldLine++, 0, text));
            } else {
                rows.add(new DiffRow(DiffRow.Kind.SAME, oldLine++, newLine++, text));
            }
        }
        return rows;
    }
}
