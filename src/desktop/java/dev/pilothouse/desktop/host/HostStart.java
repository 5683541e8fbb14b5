package dev.pilothouse.desktop.host;

/** The result of starting a host. */
public sealed interface HostStart {
    /** @param host must be closed by the caller */
    record Started(ServerManager host) implements HostStart {}

    record Failed(HostFailure failure) implements HostStart {}
}
