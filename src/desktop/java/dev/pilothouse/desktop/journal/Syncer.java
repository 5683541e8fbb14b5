package dev.pilothouse.desktop.journal;

import java.io.IOException;

/** Brings what was written to disk. Any thread may ask. */
@FunctionalInterface
public interface Syncer {

    /** Has the target synced soon. What the target has written before this call is included. */
    void request(Target target);

    /** What can be brought to disk. Called on the thread that syncs; none of the methods may block for long. */
    interface Target {
        void sync() throws IOException;

        /** Everything that was written before the request is on disk. */
        void onSynced();

        /** The disk refused. What it holds is not known, so nothing more may be written. */
        void onSyncFailed(IOException failure);
    }
}
