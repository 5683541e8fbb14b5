package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.power.SleepInhibitor;
import dev.pilothouse.model.Scope;
import dev.pilothouse.pairing.PairingTicket;
import dev.pilothouse.pairing.TicketParseResult;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.secure.Identity;
import java.nio.file.Path;
import java.util.Optional;

/** A complete host on a folder of the test, at a free port. */
public final class TestHost implements AutoCloseable {
    private final Path folder;
    private ServerManager host;

    private TestHost(Path folder) {
        this.folder = folder;
    }

    public static TestHost on(Path folder) {
        TestHost host = new TestHost(folder);
        host.start();
        return host;
    }

    public static HostOptions options(Path folder, int port) {
        return new HostOptions(folder, port, false, true, "Test host", null, Optional.of(SleepInhibitor.When.NEVER));
    }

    public void start() {
        HostStartResult start = ServerManager.start(options(folder, 0));
        if (start instanceof HostStartResult.Failed failed) {
            throw new AssertionError(failed.failure().text());
        }
        host = ((HostStartResult.Started) start).host();
    }

    public void restart() {
        host.close();
        start();
    }

    public ServerManager manager() {
        return host;
    }

    public PairingTicket ticket(Scope scope) throws Exception {
        return ticket(host, scope);
    }

    public static PairingTicket ticket(ServerManager host, Scope scope) throws Exception {
        return ((TicketParseResult.Ticket)
                        PairingTicket.parse(host.ticket(scope).text()))
                .ticket();
    }

    /** A client in the same process, welcomed. */
    public TestClient local() {
        return TestClient.local(host).hello();
    }

    /** A device that has paired over the socket, welcomed. */
    public TestClient device(String name, Scope scope) throws Exception {
        TestClient client = TestClient.paired(ticket(scope), Identity.generate(), name);
        client.awaitHeard(HostMessage.Overview.class);
        return client;
    }

    @Override
    public void close() {
        host.close();
    }
}
