package dev.pilothouse.ui.viewer;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.FileMatch;
import dev.pilothouse.model.FolderEntry;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.HostGateway.Reply;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * The files of a session's directory: a tree whose folders are listed when they are opened, or the files that match a
 * filter. A closed folder is forgotten, so only open folders take memory.
 *
 * <p>Confined to the FX thread; lives as long as its sheet.
 */
public final class FileTreePresenter {
    /** No folder is opened beyond this number of rows. */
    static final int MAX_ROWS = 20_000;
    /** Folders that are requested at the same time. The host accepts 8 reads of a device. */
    static final int MAX_REQUESTS = 4;

    private final HostLink link;
    private final SessionId session;
    private final Executor fx;
    private final Consumer<String> open;
    private final Map<String, List<FolderEntry>> folders = new HashMap<>();
    private final Set<String> listing = new HashSet<>();
    /** The folders of {@link #listing} that are not requested yet. */
    private final Deque<String> waiting = new ArrayDeque<>();

    private final ObservableList<Row> rows = FXCollections.observableArrayList();
    private final StringProperty filter = new SimpleStringProperty(this, "filter", "");
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper(this, "problem", "");
    private final ReadOnlyBooleanWrapper loading = new ReadOnlyBooleanWrapper(this, "loading");
    private List<FileMatch> found = List.of();

    /**
     * A row of the tree.
     *
     * @param path relative to the session's directory
     * @param name the path itself in a filtered list
     * @param open whether it is a folder whose entries follow
     */
    public record Row(
            String path, String name, int depth, boolean directory, boolean open, boolean ignored, boolean link) {}

    /** @param open shows a file, by its path */
    public FileTreePresenter(HostLink link, SessionId session, Executor fx, Consumer<String> open) {
        this.link = link;
        this.session = session;
        this.fx = fx;
        this.open = open;
        filter.addListener((property, before, now) -> onFilter(now.strip()));
        onReload();
    }

    public ObservableList<Row> rows() {
        return rows;
    }

    /** Only files whose path has these letters in their order are shown, as a list. */
    public StringProperty filterProperty() {
        return filter;
    }

    /** The reason why a folder could not be listed, or empty. */
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty loadingProperty() {
        return loading.getReadOnlyProperty();
    }

    /** Lists the open folders again. */
    public void onReload() {
        Set<String> again = new HashSet<>(folders.keySet());
        again.add("");
        again.forEach(this::list);
    }

    /** Opens a file, or opens or closes a folder. */
    public void onRow(Row row) {
        if (!row.directory()) {
            open.accept(row.path());
        } else if (!filter.get().isBlank()) {
            filter.set("");
            String path = "";
            for (String name : row.path().split("/")) {
                path = path.isEmpty() ? name : path + "/" + name;
                list(path);
            }
        } else if (row.open()) {
            onClose(row);
        } else {
            onOpen(row);
        }
    }

    /** Opens a folder. Does nothing for a file or an open folder. */
    public void onOpen(Row row) {
        if (!row.directory() || row.open()) {
            return;
        }
        if (rows.size() >= MAX_ROWS) {
            problem.set(Texts.text("files.tooMany"));
        } else {
            list(row.path());
        }
    }

    /** Closes a folder and all folders in it. */
    public void onClose(Row row) {
        if (row.open()) {
            folders.keySet().removeIf(path -> path.equals(row.path()) || path.startsWith(row.path() + "/"));
            show();
        }
    }

    private void list(String path) {
        if (!(link.reader().host().connection() instanceof ConnectionState.Live)) {
            problem.set(Texts.text("viewer.offline", link.reader().host().hostName()));
            return;
        }
        if (!listing.add(path)) {
            return;
        }
        loading.set(true);
        if (listing.size() - waiting.size() > MAX_REQUESTS) {
            waiting.add(path);
        } else {
            request(path);
        }
    }

    private void request(String path) {
        link.host().listFolder(session, path).thenAcceptAsync(reply -> listed(path, reply), fx);
    }

    private void listed(String path, Reply<HostGateway.Folder> reply) {
        listing.remove(path);
        loading.set(!listing.isEmpty());
        if (!waiting.isEmpty()) {
            request(waiting.remove());
        }
        if (reply instanceof Reply.Value<HostGateway.Folder> value) {
            problem.set(value.value().partial() ? Texts.text("files.partial") : "");
            folders.put(path, value.value().entries());
        } else {
            problem.set(HostTexts.text(((Reply.Refused<HostGateway.Folder>) reply).sentence()));
            folders.remove(path);
        }
        show();
    }

    private void onFilter(String wanted) {
        problem.set("");
        if (wanted.isEmpty()) {
            found = List.of();
            show();
            return;
        }
        link.host().findFiles(session, wanted).thenAcceptAsync(reply -> found(wanted, reply), fx);
    }

    private void found(String wanted, Reply<HostGateway.FoundFiles> reply) {
        if (!wanted.equals(filter.get().strip())) {
            return;
        }
        if (reply instanceof Reply.Value<HostGateway.FoundFiles> value) {
            found = value.value().files();
        } else {
            Reply.Refused<HostGateway.FoundFiles> refused = (Reply.Refused<HostGateway.FoundFiles>) reply;
            problem.set(refused.code() == ErrorCode.CLOSED ? "" : HostTexts.text(refused.sentence()));
            found = List.of();
        }
        show();
    }

    private void show() {
        List<Row> now = new ArrayList<>();
        if (!filter.get().isBlank()) {
            for (FileMatch match : found) {
                now.add(new Row(match.path(), match.path(), 0, match.directory(), false, false, false));
            }
        } else {
            add(now, "", 0);
        }
        rows.setAll(now);
    }

    private void add(List<Row> to, String folder, int depth) {
        for (FolderEntry entry : folders.getOrDefault(folder, List.of())) {
            String path = folder.isEmpty() ? entry.name() : folder + "/" + entry.name();
            boolean opened = entry.directory() && folders.containsKey(path);
            to.add(new Row(path, entry.name(), depth, entry.directory(), opened, entry.ignored(), entry.link()));
            if (opened) {
                add(to, path, depth + 1);
            }
        }
    }

    /** The text in place of rows. */
    String nothing() {
        if (!problem.get().isEmpty()) {
            return "";
        }
        return Texts.text(loading.get() ? "files.loading" : filter.get().isBlank() ? "files.none" : "files.noMatch");
    }
}
