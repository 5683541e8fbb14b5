package dev.pilothouse.ui.folder;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.DirectoryEntry;
import dev.pilothouse.platform.Preferences;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.HostView;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.PathText;
import dev.pilothouse.ui.text.Texts;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a form: at first that of the newest session in the same place. The host's directories complete the
 * typed text. Confined to the FX thread; lives as long as its form.
 */
public final class DirectoryPicker {
    private static final int SUGGESTIONS = 8;
    private static final int RECENT = 6;

    private final Executor fx;
    private final Preferences kept;
    private final StringProperty directory = new SimpleStringProperty(this, "directory", "");
    private final ReadOnlyStringWrapper place = new ReadOnlyStringWrapper(this, "place", "");
    private final ReadOnlyStringWrapper hint = new ReadOnlyStringWrapper(this, "hint", "");
    private final ObservableList<String> directories = FXCollections.observableArrayList();
    private @Nullable HostLink host;
    private @Nullable String listed;
    private List<String> entries = List.of();

    public DirectoryPicker(Executor fx, Preferences kept) {
        this.fx = fx;
        this.kept = kept;
        directory.addListener((property, before, now) -> complete());
    }

    public StringProperty directoryProperty() {
        return directory;
    }

    /** The place of the directory, or empty for the host itself. Directories elsewhere cannot be listed. */
    public ReadOnlyStringProperty placeProperty() {
        return place.getReadOnlyProperty();
    }

    /** The reason why the typed directory does not exist or cannot be read, or empty. */
    public ReadOnlyStringProperty hintProperty() {
        return hint.getReadOnlyProperty();
    }

    /** The host's directories that complete the typed text. */
    public ObservableList<String> directories() {
        return directories;
    }

    /** Takes another host. The directory stays until {@link #begin}. */
    public void showHost(@Nullable HostLink link) {
        host = link;
        directories.clear();
        listed = null;
    }

    /** Takes another place and begins there, since a path of one machine is not valid on another. */
    public void showPlace(String now) {
        if (!now.equals(place.get())) {
            place.set(now);
            directory.set("");
            begin();
        }
    }

    /**
     * Sets the initial directory: that of the newest session in the same place, else the home directory of the host's
     * user.
     */
    public void begin() {
        HostLink link = host;
        List<String> recent = recentDirectories();
        if (!recent.isEmpty()) {
            directory.set(recent.get(0));
        } else if (link != null && place.get().isEmpty()) {
            link.host()
                    .listDirectory("")
                    .thenAcceptAsync(
                            reply -> {
                                if (reply instanceof HostGateway.Reply.Value<HostGateway.Directory> home
                                        && place.get().isEmpty()
                                        && directory.get().isEmpty()) {
                                    directory.set(home.value().path());
                                }
                            },
                            fx);
        }
    }

    /**
     * Returns the folders of the host, beginning at the chosen directory. Empty without a host, and for another place.
     *
     * @param chosen receives the chosen folder
     */
    public Optional<FolderPresenter> browse(Consumer<String> chosen) {
        HostLink link = host;
        if (link == null || !place.get().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new FolderPresenter(link, directory.get().strip(), recentDirectories(), kept, fx, chosen));
    }

    /** Completes the directory with a suggestion, and suggests its subdirectories. */
    public void onDirectory(String path) {
        directory.set(PathText.child(path, ""));
    }

    /** The directories of the host's sessions in this place, each once, that of the newest first. */
    private List<String> recentDirectories() {
        if (host == null) {
            return List.of();
        }
        HostView view = host.reader().host();
        Set<AgentId> there = view.agents().stream()
                .filter(agent -> agent.place().equals(place.get()))
                .map(AgentInfo::agentId)
                .collect(Collectors.toSet());
        return view.sessions().stream()
                .filter(session -> there.contains(session.agentId()))
                .sorted(Comparator.comparing(SessionSummary::createdAt).reversed())
                .map(SessionSummary::cwd)
                .filter(cwd -> !cwd.isEmpty())
                .distinct()
                .limit(RECENT)
                .toList();
    }

    private void complete() {
        HostLink link = host;
        String text = directory.get();
        hint.set("");
        if (link == null || text.isEmpty() || !place.get().isEmpty()) {
            directories.clear();
            listed = null;
            return;
        }
        String parent = PathText.folder(text);
        if (parent.isEmpty()) {
            directories.clear();
            return;
        }
        if (parent.equals(listed)) {
            suggest(parent);
            return;
        }
        listed = parent;
        entries = List.of();
        directories.clear();
        link.host()
                .listDirectory(parent)
                .thenAcceptAsync(
                        reply -> {
                            if (!parent.equals(listed)) {
                                return;
                            }
                            if (reply instanceof HostGateway.Reply.Value<HostGateway.Directory> found) {
                                entries = found.value().entries().stream()
                                        .filter(DirectoryEntry::directory)
                                        .map(DirectoryEntry::name)
                                        .toList();
                                suggest(parent);
                            } else {
                                // Asked again with the next letter, since the folder may exist by then.
                                listed = null;
                                hint.set(HostTexts.text(
                                        ((HostGateway.Reply.Refused<HostGateway.Directory>) reply).sentence()));
                            }
                        },
                        fx);
    }

    private void suggest(String parent) {
        String begun = directory.get().substring(parent.length());
        String lower = begun.toLowerCase(Locale.ROOT);
        directories.setAll(entries.stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).startsWith(lower) && !name.equals(begun))
                .filter(name -> !begun.isEmpty() || !name.startsWith("."))
                .limit(SUGGESTIONS)
                .map(name -> parent + name)
                .toList());
        boolean known =
                entries.stream().anyMatch(name -> name.toLowerCase(Locale.ROOT).startsWith(lower));
        hint.set(known || begun.isBlank() ? "" : Texts.text("newSession.noSuchFolder", directory.get()));
    }
}
