package dev.pilothouse.desktop.host;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import java.nio.file.Path;

/** Why a host could not start. No part of it is left running. */
public sealed interface HostFailure {

    /** Names the problem and its solution. */
    HostText sentence();

    /** The same in English. */
    default String text() {
        return sentence().text();
    }

    /** @param pid of the other host, 0 if it is not known */
    record DataFolderInUse(Path dataDir, long pid) implements HostFailure {
        @Override
        public HostText sentence() {
            return pid == 0
                    ? HostText.of(HostTextCode.HOST_FOLDER_IN_USE, dataDir)
                    : HostText.of(HostTextCode.HOST_FOLDER_IN_USE_BY, dataDir, pid);
        }
    }

    /** @param reason the system's message */
    record DataFolderUnusable(Path dataDir, HostText reason) implements HostFailure {
        @Override
        public HostText sentence() {
            return HostText.of(HostTextCode.HOST_FOLDER_UNUSABLE, dataDir, reason);
        }
    }

    /** @param sentence names the file of a newer version */
    record NewerData(HostText sentence) implements HostFailure {}

    /** The key by which devices identify the host is missing, and a new one was not requested. */
    record IdentityMissing(Path key) implements HostFailure {
        @Override
        public HostText sentence() {
            return HostText.of(HostTextCode.HOST_KEY_MISSING, key);
        }
    }

    /** @param reason a clause that says that the disk is full */
    record DiskFull(Path dataDir, HostText reason) implements HostFailure {
        @Override
        public HostText sentence() {
            return HostText.of(HostTextCode.HOST_DISK_FULL, dataDir, reason);
        }
    }

    record PortInUse(int port, HostText sentence) implements HostFailure {}

    /** The bridge cannot listen for another reason. */
    record CannotListen(HostText sentence) implements HostFailure {}
}
