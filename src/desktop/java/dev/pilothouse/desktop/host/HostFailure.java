package dev.pilothouse.desktop.host;

import java.nio.file.Path;

/** Why a host could not start. No part of it is left running. */
public sealed interface HostFailure {

    /** A sentence for display that names the problem and its solution. */
    String text();

    /** @param pid of the other host, 0 if it is not known */
    record DataFolderInUse(Path dataDir, long pid) implements HostFailure {
        @Override
        public String text() {
            return "Another Pilothouse host uses the data folder " + dataDir
                    + (pid == 0 ? "" : " (process " + pid + ")")
                    + ". Stop it, or choose another folder with --data.";
        }
    }

    /** @param reason the system's message */
    record DataFolderUnusable(Path dataDir, String reason) implements HostFailure {
        @Override
        public String text() {
            return "The data folder " + dataDir + " cannot be used: " + reason
                    + ". Choose another folder with --data, or repair this one.";
        }
    }

    /** @param text names the file of a newer version */
    record NewerData(String text) implements HostFailure {}

    /** The key by which devices identify the host is missing, and a new one was not requested. */
    record IdentityMissing(Path key) implements HostFailure {
        @Override
        public String text() {
            return "The host's key " + key + " is missing, but a host has run on this data folder. Without it this host"
                    + " would be another one for all paired devices. Restore the file from a backup, or run 'pilothouse"
                    + " host --new-identity' once: then every device must be paired again.";
        }
    }

    /** @param reason a clause that says that the disk is full */
    record DiskFull(Path dataDir, String reason) implements HostFailure {
        @Override
        public String text() {
            return "A host cannot start on the data folder " + dataDir + ": " + reason
                    + ". Make room on that disk, then start the host again.";
        }
    }

    record PortInUse(int port, String text) implements HostFailure {}

    /** The bridge cannot listen for another reason. */
    record CannotListen(String text) implements HostFailure {}
}
