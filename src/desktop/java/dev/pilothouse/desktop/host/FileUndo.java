package dev.pilothouse.desktop.host;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.SessionId;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Keeps the files of a session's directory before a turn, and brings them back. Any thread; no method blocks. */
interface FileUndo {
    /** Keeps nothing. It answers at once, on the caller's thread. */
    FileUndo NONE = new FileUndo() {
        @Override
        public void beforeTurn(SessionId sessionId, Path directory, Consumer<Before> then) {
            then.accept(Before.NOTHING);
        }

        @Override
        public void restore(SessionId sessionId, Path directory, String snapshot, Consumer<After> then) {
            then.accept(After.refused(HostText.of(HostTextCode.SNAPSHOTS_NONE)));
        }
    };

    /**
     * The state before a turn.
     *
     * @param snapshot its id; empty if there is none
     * @param problem a sentence if it could not be kept; empty if it was not meant to be
     */
    record Before(String snapshot, HostText problem) {
        static final Before NOTHING = new Before("", HostText.NONE);

        static Before failed(HostText problem) {
            return new Before("", problem);
        }
    }

    /**
     * The result of bringing files back.
     *
     * @param text a sentence for people
     * @param detail the files, as Markdown; may be empty
     * @param snapshot id of the snapshot that undoes it; may be empty
     */
    record After(boolean done, HostText text, String detail, String snapshot) {
        /** No file was changed. */
        static After refused(HostText text) {
            return new After(false, text, "", "");
        }
    }

    /**
     * Keeps the files, within {@link KeptFileService#PATIENCE} or not at all.
     *
     * @param then called once
     */
    void beforeTurn(SessionId sessionId, Path directory, Consumer<Before> then);

    /** @param then called once */
    void restore(SessionId sessionId, Path directory, String snapshot, Consumer<After> then);
}
