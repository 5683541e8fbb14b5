package dev.pilothouse.desktop.host;

/** What became of starting a host. */
public sealed interface HostStart {
    /** @param host to be closed by who started it */
    record Started(ServerManager host) implements HostStart {}

    record Failed(HostFailure failure) implements HostStart {}
}
