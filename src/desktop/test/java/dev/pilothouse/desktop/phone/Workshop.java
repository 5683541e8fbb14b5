package dev.pilothouse.desktop.phone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.bridge.ClientSetup;
import dev.pilothouse.bridge.InProcessTransport;
import dev.pilothouse.bridge.PairedHosts;
import dev.pilothouse.bridge.SeenMarks;
import dev.pilothouse.desktop.host.HostOptions;
import dev.pilothouse.desktop.host.HostStartResult;
import dev.pilothouse.desktop.host.ServerManager;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.pairing.BridgeUrl;
import dev.pilothouse.pairing.PairingTicket;
import dev.pilothouse.pairing.SecurePairedHostStore;
import dev.pilothouse.pairing.TicketParseResult;
import dev.pilothouse.platform.MemorySecureStore;
import dev.pilothouse.pulse.Lanes;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionView;
import dev.pilothouse.session.WhenBusy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/**
 * A real host with the demo agent, and a client in its window to check the host's state.
 *
 * <p>Owns both. Used on the test's thread; ends with {@link #close()}, which throws if a task of the client has failed.
 */
public final class Workshop implements AutoCloseable {
    static final String LONG = "Long haul";

    private final Path work;
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final Lanes lanes = new Lanes("window", (thread, failure) -> failures.add(failure));
    private final ServerManager host;
    private final PairedHosts hosts;

    /** Without sessions. */
    public Workshop(Path folder) throws Exception {
        this(folder, 0);
    }

    /** @param turns of an existing session {@value LONG}: a question, an answer and its end each */
    Workshop(Path folder, int turns) throws Exception {
        if (turns > 0) {
            LongSession.write(folder.resolve("host"), LONG, turns);
        }
        work = Files.createDirectories(folder.resolve("work"));
        host = ((HostStartResult.Started)
                        ServerManager.start(new HostOptions(folder.resolve("host"), 0, false, true, "Workshop")))
                .host();
        hosts = new PairedHosts(
                ClientSetup.of(lanes.open("window-state", 1024), "test", "Window", "Test"),
                new SecurePairedHostStore(new MemorySecureStore()),
                none -> {
                    throw new AssertionError("the window is paired with nobody");
                },
                SeenMarks.NONE,
                new PairedHosts.Local(host.hostId(), host.hostName(), InProcessTransport.to(host)));
        hosts.start().toCompletableFuture().join();
        Awaitility.await()
                .atMost(DeskPhone.TIMEOUT)
                .until(() -> link().reader().host().connection() instanceof ConnectionState.Live);
    }

    /** The host itself, for a client in this process. */
    ServerManager host() {
        return host;
    }

    HostLink link() {
        return hosts.links().get(0);
    }

    int port() {
        return host.port();
    }

    public String ticket() throws Exception {
        return host.ticket(Scope.STEER).text();
    }

    /** A ticket with these ports of this machine, the best first, without the host's own. */
    String ticketBy(int... ports) throws Exception {
        return ticketBy(IntStream.of(ports)
                .mapToObj(port -> new BridgeUrl(false, "127.0.0.1", port))
                .toList());
    }

    /** A ticket with these addresses, the best first, without the host's own. */
    String ticketBy(List<BridgeUrl> addresses) throws Exception {
        PairingTicket ticket = ((TicketParseResult.Ticket) PairingTicket.parse(ticket())).ticket();
        return new PairingTicket(
                        ticket.hostId(),
                        ticket.hostName(),
                        ticket.hostKey(),
                        addresses,
                        ticket.ticketId(),
                        ticket.secret(),
                        ticket.scope(),
                        ticket.expiresAt())
                .text();
    }

    /** A session with the demo agent, under that name. */
    public SessionId session(String name) throws Exception {
        IntentResult made = result(new Intent.CreateSession(new AgentId("demo"), work.toString(), null, null, null));
        SessionId session = ((IntentResult.Accepted) made).sessionId();
        result(new Intent.RenameSession(session, name));
        link().sessions().open(session);
        awaitState(session, Workshop::isQuiet);
        return session;
    }

    IntentResult result(Intent intent) throws Exception {
        IntentResult result =
                link().sessions().submit(intent).toCompletableFuture().get(60, TimeUnit.SECONDS);
        assertThat(result).as(intent.toString()).isInstanceOf(IntentResult.Accepted.class);
        return result;
    }

    void prompt(SessionId session, String text) throws Exception {
        result(new Intent.Prompt(session, text, WhenBusy.QUEUE));
    }

    SessionState awaitState(SessionId session, Predicate<SessionState> wanted) {
        return Awaitility.await()
                .atMost(DeskPhone.TIMEOUT)
                .until(
                        () -> link().reader().session(session).map(SessionView::state),
                        state -> state.isPresent() && wanted.test(state.get()))
                .orElseThrow();
    }

    SessionState awaitQuiet(SessionId session) {
        return awaitState(session, Workshop::isQuiet);
    }

    static boolean isQuiet(SessionState state) {
        return state.queue().isEmpty() && state.activity().turn() == null;
    }

    /** The prompts of a session, as the host has them. */
    public List<String> prompts(SessionId session) {
        return awaitState(session, state -> true).transcript().items().stream()
                .filter(Item.UserItem.class::isInstance)
                .map(item -> ((Item.UserItem) item).text())
                .toList();
    }

    @Override
    public void close() {
        hosts.close();
        lanes.close();
        host.close();
        assertThat(failures).isEmpty();
    }
}
