package dev.pilothouse.ui.transcript;

import dev.pilothouse.model.RestoredFile;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.HostGateway.Preview;
import dev.pilothouse.session.HostGateway.Reply;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.ui.text.HostTexts;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * The question whether the files of a session are put back as they are in a snapshot, with the files that would change.
 *
 * <p>Confined to the FX thread. Ends with its sheet.
 */
public final class UndoPresenter {
    private final HostLink link;
    private final SessionId sessionId;
    private final String snapshot;
    private final boolean turn;
    private final Executor fx;
    private final Consumer<String> notice;
    private final ReadOnlyObjectWrapper<Shown> shown = new ReadOnlyObjectWrapper<>(this, "shown", Shown.LOADING);

    /**
     * The content of the sheet. Immutable.
     *
     * @param problem a sentence if the list is not available, otherwise empty
     * @param files the first files
     * @param total number of all files
     */
    public record Shown(boolean loading, String problem, List<RestoredFile> files, int total) {
        static final Shown LOADING = new Shown(true, "", List.of(), 0);

        public Shown {
            files = List.copyOf(files);
        }
    }

    /** @param turn whether it undoes a turn; otherwise it undoes an earlier undo */
    public UndoPresenter(
            HostLink link, SessionId sessionId, String snapshot, boolean turn, Executor fx, Consumer<String> notice) {
        this.link = link;
        this.sessionId = sessionId;
        this.snapshot = snapshot;
        this.turn = turn;
        this.fx = fx;
        this.notice = notice;
        load();
    }

    /** Requests the list of files again. */
    public void load() {
        shown.set(Shown.LOADING);
        link.host().previewRestore(sessionId, snapshot).thenAcceptAsync(this::show, fx);
    }

    private void show(Reply<Preview> reply) {
        if (reply instanceof Reply.Value<Preview> value) {
            shown.set(new Shown(false, "", value.value().files(), value.value().total()));
        } else if (reply instanceof Reply.Refused<Preview> refused) {
            shown.set(new Shown(false, HostTexts.text(refused.sentence()), List.of(), 0));
        }
    }

    public ReadOnlyObjectProperty<Shown> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    /** Whether it undoes a turn; otherwise it undoes an earlier undo. */
    public boolean isOfTurn() {
        return turn;
    }

    /** Puts the files back. The host adds the result to the conversation. */
    public void confirm() {
        link.sessions()
                .submit(new Intent.RestoreFiles(sessionId, snapshot))
                .thenAcceptAsync(
                        result -> {
                            if (result instanceof IntentResult.Refused refused) {
                                notice.accept(HostTexts.text(refused.sentence()));
                            }
                        },
                        fx);
    }
}
