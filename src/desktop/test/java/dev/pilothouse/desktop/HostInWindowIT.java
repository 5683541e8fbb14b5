package dev.pilothouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.bridge.ClientSetup;
import dev.pilothouse.bridge.PairedHosts;
import dev.pilothouse.bridge.SeenMarks;
import dev.pilothouse.desktop.host.HostOptions;
import dev.pilothouse.desktop.host.HostStartResult;
import dev.pilothouse.desktop.host.ServerManager;
import dev.pilothouse.model.Scope;
import dev.pilothouse.pairing.SecurePairedHostStore;
import dev.pilothouse.platform.MemorySecureStore;
import dev.pilothouse.pulse.Lanes;
import dev.pilothouse.pulse.NamedThreads;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostLink;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Starts, joins and stops the host of the window's data folder, with the real host and real sockets. */
@Timeout(120)
class HostInWindowIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final Lanes lanes = new Lanes("client", (thread, failure) -> failures.add(failure));

    @AfterEach
    void closeTheLanes() {
        lanes.close();
        assertThat(failures).isEmpty();
    }

    private HostInWindow open(String... more) {
        List<String> line = new ArrayList<>(List.of("--data", folder.toString()));
        line.addAll(List.of(more));
        return open(WindowOptions.parse(line).orElseThrow());
    }

    private static HostInWindow open(WindowOptions options) {
        CompletableFuture<HostInWindow> known = new CompletableFuture<>();
        HostInWindow.open(options, known, () -> {});
        return known.join();
    }

    private static String problem(HostInWindow window) {
        return window.problem().toCompletableFuture().join().text();
    }

    private ServerManager startHost() {
        return ((HostStartResult.Started) ServerManager.start(new HostOptions(folder, 0, false, false, "Workshop")))
                .host();
    }

    private PairedHosts clientOf(HostInWindow window, String name) {
        PairedHosts client = new PairedHosts(
                ClientSetup.of(lanes.open(name, 1_024), "test", name, "Test"),
                new SecurePairedHostStore(new MemorySecureStore()),
                none -> {
                    throw new AssertionError("the window is paired with nobody");
                },
                SeenMarks.NONE,
                window.local());
        client.start().toCompletableFuture().join();
        return client;
    }

    private static void awaitLive(HostLink link) {
        await().atMost(TIMEOUT).until(() -> link.reader().host().connection() instanceof ConnectionState.Live);
    }

    @Test
    void aWindowJoinsTheHostThatRunsOnItsDataFolderAndLeavesItRunning() throws Exception {
        try (ServerManager running = startHost()) {
            HostInWindow window = open();
            assertThat(problem(window)).isEmpty();
            assertThat(window.embedded()).isFalse();
            assertThat(window.local().hostId()).isEqualTo(running.hostId());

            try (PairedHosts client = clientOf(window, "joined")) {
                HostLink link = client.links().get(0);
                awaitLive(link);
                assertThat(link.reader().host().hostName()).isEqualTo("Workshop");
                assertThat(link.reader().host().scope())
                        .as("it is the local admin")
                        .isEqualTo(Scope.ADMIN);
            }
            window.close();
            window.close();

            HostInWindow next = open();
            try (PairedHosts client = clientOf(next, "next")) {
                awaitLive(client.links().get(0));
            }
            next.close();
        }
    }

    @Test
    void withoutAnotherTheWindowBringsItsOwnHostAndEndsIt() throws Exception {
        HostInWindow window = open("--port", "0");
        assertThat(window.embedded()).isTrue();
        try (PairedHosts client = clientOf(window, "embedded")) {
            awaitLive(client.links().get(0));
        }

        window.close();
        window.close();

        HostInWindow again = open("--port", "0");
        assertThat(again.embedded()).as("the data folder was given back").isTrue();
        assertThat(again.local().hostId()).isEqualTo(window.local().hostId());
        again.close();
    }

    @Test
    void theWindowHasItsHostBeforeTheHostReadsItsJournals() throws Exception {
        CompletableFuture<Void> drawn = new CompletableFuture<>();
        CompletableFuture<HostInWindow> known = new CompletableFuture<>();
        WindowOptions options = WindowOptions.parse(List.of("--data", folder.toString(), "--port", "0"))
                .orElseThrow();
        NamedThreads.start("host-start", () -> HostInWindow.open(options, known, drawn::join));

        HostInWindow window = known.get(60, TimeUnit.SECONDS);
        assertThat(window.problem().toCompletableFuture()).isNotDone();
        try (PairedHosts client = clientOf(window, "early")) {
            HostLink link = client.links().get(0);
            await().atMost(TIMEOUT)
                    .until(() -> link.reader().host().connection() instanceof ConnectionState.Connecting);
            drawn.complete(null);
            awaitLive(link);
        }
        window.close();
    }

    @Test
    void theWindowClosesAfterItsHostHasFailedInsteadOfStarting() throws Exception {
        CompletableFuture<HostInWindow> known = new CompletableFuture<>();
        WindowOptions options = WindowOptions.parse(List.of("--data", folder.toString(), "--port", "0"))
                .orElseThrow();

        assertThatThrownBy(() -> HostInWindow.open(options, known, () -> {
                    throw new NoClassDefFoundError("part");
                }))
                .isInstanceOf(NoClassDefFoundError.class);

        HostInWindow window = known.join();
        assertThat(window.problem().toCompletableFuture()).isDone();
        CompletableFuture<Void> closed = new CompletableFuture<>();
        NamedThreads.start("closing", () -> {
            try {
                window.close();
                closed.complete(null);
            } catch (Exception failure) {
                closed.completeExceptionally(failure);
            }
        });
        closed.get(60, TimeUnit.SECONDS);
    }

    @Test
    void aPortThatIsTakenIsSaidWhenThePersonNamedIt() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            HostInWindow window = open("--port", Integer.toString(taken.getLocalPort()));

            assertThat(problem(window)).contains(Integer.toString(taken.getLocalPort()));
            try (PairedHosts client = clientOf(window, "without")) {
                // The state of the last run can still be read.
                HostLink link = client.links().get(0);
                await().atMost(TIMEOUT).until(() -> link.reader().host().connection() instanceof ConnectionState.Lost);
            }
            window.close();
        }
    }

    @Test
    void aFolderThatCannotBeUsedIsASentenceAndNoHost() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");
        HostInWindow window =
                open(WindowOptions.parse(List.of("--data", file.toString())).orElseThrow());

        assertThat(window.local()).isNull();
        assertThat(problem(window)).contains(file.toString());
        window.close();
    }
}
