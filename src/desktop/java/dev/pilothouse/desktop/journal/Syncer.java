package dev.pilothouse.desktop.journal;

import java.io.IOException;

/** Syncs written data to disk. Any thread may request a sync. */
@FunctionalInterface
public interface Syncer {

    /** Schedules a sync of the target. It covers everything that the target wrote before this call. */
    void request(Target target);

    /** Data that can be synced. Its methods run on the sync thread; none may block for long. */
    interface Target {
        void sync() throws IOException;

        /** Everything written before the request is on disk. */
        void onSynced();

        /** The sync failed. The content of the disk is unknown, so nothing more may be written. */
        void onSyncFailed(IOException failure);
    }
}
