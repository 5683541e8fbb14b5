package dev.pilothouse.desktop.host;

/** The result of starting a host. */
public sealed interface HostStartResult {
    /** @param host must be closed by the caller */
    record Started(ServerManager host) implements HostStartResult {}

    record Failed(HostFailure failure) implements HostStartResult {}
}
