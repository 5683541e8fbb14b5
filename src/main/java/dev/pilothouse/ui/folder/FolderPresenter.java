package dev.pilothouse.ui.folder;

import dev.pilothouse.model.DirectoryEntry;
import dev.pilothouse.platform.Preferences;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * Walks the folders of a host's machine until one is chosen. The path changes only when the host has listed the folder,
 * so a folder that cannot be read leaves the current one on screen, with the reason.
 *
 * <p>Confined to the FX thread; lives as long as its sheet.
 */
public final class FolderPresenter {
    private static final String HIDDEN = "kept.hiddenFolders";

    private final HostLink link;
    private final List<String> recent;
    private final Executor fx;
    private final Consumer<String> chosen;
    private final ObservableList<Row> rows = FXCollections.observableArrayList();
    private final ReadOnlyStringWrapper path = new ReadOnlyStringWrapper(this, "path", "");
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper(this, "problem", "");
    private final ReadOnlyBooleanWrapper loading = new ReadOnlyBooleanWrapper(this, "loading");
    private final ReadOnlyIntegerWrapper selected = new ReadOnlyIntegerWrapper(this, "selected", -1);
    private final StringProperty filter = new SimpleStringProperty(this, "filter", "");
    private final BooleanProperty hidden = new SimpleBooleanProperty(this, "hidden");
    private List<DirectoryEntry> folders = List.of();
    private String start = "";
    private int request;

    /**
     * A row of the list.
     *
     * @param recent whether it is a recent folder, which is chosen at once; any other folder is opened
     * @param repository whether it is known to be a git repository
     */
    public record Row(boolean recent, String name, String path, boolean repository) {}

    /**
     * @param start the folder to begin with; if it cannot be listed, the nearest one above it; empty for the home
     *     folder of the host's user
     * @param recent folders to offer at the start, the most recent one first
     * @param chosen receives the absolute path of the chosen folder
     */
    public FolderPresenter(
            HostLink link, String start, List<String> recent, Preferences kept, Executor fx, Consumer<String> chosen) {
        this.link = link;
        this.recent = List.copyOf(recent);
        this.fx = fx;
        this.chosen = chosen;
        hidden.set(kept.get(HIDDEN).isPresent());
        hidden.addListener((property, before, now) -> {
            kept.put(HIDDEN, now ? "true" : "");
            show();
        });
        filter.addListener((property, before, now) -> show());
        begin(start);
    }

    public ObservableList<Row> rows() {
        return rows;
    }

    /** The folder on screen. Empty until the host has listed the first one. */
    public ReadOnlyStringProperty pathProperty() {
        return path.getReadOnlyProperty();
    }

    /** The reason why a folder could not be listed, or empty. */
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty loadingProperty() {
        return loading.getReadOnlyProperty();
    }

    /** The row that Enter opens; -1 if Enter chooses the folder on screen. */
    public ReadOnlyIntegerProperty selectedProperty() {
        return selected.getReadOnlyProperty();
    }

    /** Only folders whose name contains this text are shown, in any case. */
    public StringProperty filterProperty() {
        return filter;
    }

    /** Whether folders whose name begins with a dot are shown. Stored on this device. */
    public BooleanProperty hiddenProperty() {
        return hidden;
    }

    /** The folders from the root to the one on screen. */
    List<FolderPath.Step> steps() {
        return new FolderPath(path.get()).steps();
    }

    boolean hasParent() {
        return new FolderPath(path.get()).parent().isPresent();
    }

    public void onHome() {
        open("");
    }

    public void onParent() {
        new FolderPath(path.get()).parent().ifPresent(this::open);
    }

    /** Chooses a recent folder, or opens any other one. */
    public void onRow(Row row) {
        if (row.recent()) {
            chosen.accept(row.path());
        } else {
            open(row.path());
        }
    }

    /** Opens the selected row, or chooses the folder on screen if none is selected. */
    public void onEnter() {
        if (selected.get() >= 0) {
            onRow(rows.get(selected.get()));
        } else if (filter.get().isEmpty()) {
            onUse();
        }
    }

    /** Moves the selection; above the first row nothing is selected. */
    public void onMove(int rowsDown) {
        selected.set(Math.max(-1, Math.min(rows.size() - 1, selected.get() + rowsDown)));
    }

    /** Chooses the folder on screen. */
    public void onUse() {
        if (!path.get().isEmpty() && !loading.get()) {
            chosen.accept(path.get());
        }
    }

    void open(String wanted) {
        problem.set("");
        list(wanted, refused -> problem.set(HostTexts.text(refused.sentence())));
    }

    private void begin(String wanted) {
        list(wanted, refused -> {
            if (problem.get().isEmpty()) {
                problem.set(HostTexts.text(refused.sentence()));
            }
            if (!wanted.isEmpty()) {
                begin(new FolderPath(wanted).parent().orElse(""));
            }
        });
    }

    private void list(String wanted, Consumer<HostGateway.Reply.Refused<HostGateway.Directory>> otherwise) {
        int mine = ++request;
        loading.set(true);
        link.host()
                .listDirectory(wanted)
                .thenAcceptAsync(
                        reply -> {
                            if (mine != request) {
                                return;
                            }
                            loading.set(false);
                            if (reply instanceof HostGateway.Reply.Value<HostGateway.Directory> found) {
                                show(found.value());
                            } else {
                                otherwise.accept((HostGateway.Reply.Refused<HostGateway.Directory>) reply);
                            }
                        },
                        fx);
    }

    private void show(HostGateway.Directory found) {
        folders = found.entries().stream().filter(DirectoryEntry::directory).toList();
        path.set(found.path());
        if (start.isEmpty()) {
            start = found.path();
        }
        if (filter.get().isEmpty()) {
            show();
        } else {
            filter.set("");
        }
    }

    private void show() {
        String wanted = filter.get().strip().toLowerCase(Locale.ROOT);
        List<Row> now = new ArrayList<>();
        if (path.get().equals(start)) {
            for (String each : recent) {
                String name = new FolderPath(each).name();
                if (name.toLowerCase(Locale.ROOT).contains(wanted)) {
                    now.add(new Row(true, name, each, false));
                }
            }
        }
        List<Row> inside = new ArrayList<>();
        for (DirectoryEntry folder : folders) {
            String name = folder.name().toLowerCase(Locale.ROOT);
            boolean shown = hidden.get() || !name.startsWith(".") || wanted.startsWith(".");
            if (shown && name.contains(wanted)) {
                Row row = new Row(
                        false, folder.name(), new FolderPath(path.get()).child(folder.name()), folder.repository());
                (name.startsWith(wanted) ? now : inside).add(row);
            }
        }
        now.addAll(inside);
        rows.setAll(now);
        selected.set(wanted.isEmpty() || now.isEmpty() ? -1 : 0);
    }

    /** The text in place of rows. */
    String nothing() {
        return Texts.text(
                loading.get() ? "folders.loading" : filter.get().isEmpty() ? "folders.none" : "folders.noMatch");
    }
}
