package dev.pilothouse.ui.profile;

import dev.pilothouse.model.ServerSuggestion;
import dev.pilothouse.platform.Preferences;
import dev.pilothouse.session.HostGateway.Reply;
import dev.pilothouse.session.HostGateway.Suggestions;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.ui.folder.DirectoryPicker;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.PathText;
import dev.pilothouse.ui.text.Texts;
import java.util.List;
import java.util.concurrent.Executor;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;

/**
 * Lists the MCP servers that files of a folder configure for other programs. Confined to the FX thread; lives as long
 * as this step of the form of a profile.
 */
public final class SuggestionsPresenter {
    private final HostLink link;
    private final Executor fx;
    private final DirectoryPicker folder;
    private final ReadOnlyObjectWrapper<Shown> shown = new ReadOnlyObjectWrapper<>(this, "shown", Shown.NONE);
    private final ReadOnlyBooleanWrapper anyChecked = new ReadOnlyBooleanWrapper(this, "anyChecked");
    /** The last request; an answer to an earlier one, or one for another folder, shows nothing. */
    private int asked;

    /** A server in the list. @param checked whether it is to be taken over */
    record Row(ServerSuggestion suggestion, BooleanProperty checked) {}

    /**
     * @param problems sentences; empty if there is none
     * @param note what else is to be said instead of a list; empty for nothing
     */
    record Shown(boolean busy, List<String> problems, String note, List<Row> rows) {
        static final Shown NONE = new Shown(false, List.of(), "", List.of());

        public Shown {
            problems = List.copyOf(problems);
            rows = List.copyOf(rows);
        }
    }

    SuggestionsPresenter(HostLink link, Executor fx, Preferences kept) {
        this.link = link;
        this.fx = fx;
        folder = new DirectoryPicker(fx, kept);
        folder.showHost(link);
        folder.begin();
        folder.directoryProperty().addListener((property, before, now) -> {
            asked++;
            show(Shown.NONE);
        });
    }

    DirectoryPicker folder() {
        return folder;
    }

    ReadOnlyObjectProperty<Shown> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty anyCheckedProperty() {
        return anyChecked.getReadOnlyProperty();
    }

    /** Asks the host for the servers of the folder. */
    void onAsk() {
        if (shown.get().busy()) {
            return;
        }
        String directory = PathText.trimmed(folder.directoryProperty().get().strip());
        if (directory.isEmpty()) {
            show(new Shown(false, List.of(Texts.text("newSession.noDirectory")), "", List.of()));
            return;
        }
        int mine = ++asked;
        show(new Shown(true, List.of(), Texts.text("suggestions.reading"), List.of()));
        link.host()
                .suggestServers(directory)
                .thenAcceptAsync(
                        reply -> {
                            if (mine == asked) {
                                show(read(reply));
                            }
                        },
                        fx);
    }

    private static Shown read(Reply<Suggestions> reply) {
        if (reply instanceof Reply.Refused<Suggestions> refused) {
            return new Shown(false, List.of(HostTexts.text(refused.sentence())), "", List.of());
        }
        Suggestions found = ((Reply.Value<Suggestions>) reply).value();
        boolean empty = found.servers().isEmpty() && found.problems().isEmpty();
        return new Shown(
                false,
                found.problems().stream().map(ProfilesPresenter::sentence).toList(),
                empty ? Texts.text("suggestions.none") : "",
                found.servers().stream()
                        .map(each -> new Row(each, new SimpleBooleanProperty()))
                        .toList());
    }

    private void show(Shown now) {
        now.rows().forEach(row -> row.checked().addListener((property, before, checked) -> count()));
        shown.set(now);
        count();
    }

    private void count() {
        anyChecked.set(!checked().isEmpty());
    }

    /** The servers to take over. One that a profile cannot have is none of them. */
    List<ServerSuggestion> checked() {
        return shown.get().rows().stream()
                .filter(row -> row.checked().get())
                .map(Row::suggestion)
                .filter(ServerSuggestion::isUsable)
                .toList();
    }
}
