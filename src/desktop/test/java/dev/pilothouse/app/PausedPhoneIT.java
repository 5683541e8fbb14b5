package dev.pilothouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.bridge.ClientSetup;
import dev.pilothouse.bridge.InProcessTransport;
import dev.pilothouse.bridge.OkHttpConnector;
import dev.pilothouse.bridge.PairedHosts;
import dev.pilothouse.bridge.SeenMarks;
import dev.pilothouse.bridge.Transport;
import dev.pilothouse.desktop.host.HostOptions;
import dev.pilothouse.desktop.host.HostStartResult;
import dev.pilothouse.desktop.host.ServerManager;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.pairing.SecurePairedHostStore;
import dev.pilothouse.platform.ManualLifecycle;
import dev.pilothouse.platform.MemorySecureStore;
import dev.pilothouse.pulse.Lanes;
import dev.pilothouse.pulse.ManualClock;
import dev.pilothouse.pulse.ManualLane;
import dev.pilothouse.secure.Identity;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.Hosts;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionView;
import dev.pilothouse.session.WhenBusy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pauses and resumes a phone over real sockets, and checks what its host sees. */
@Timeout(120)
class PausedPhoneIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @TempDir
    Path work;

    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final Lanes lanes = new Lanes("client", (thread, failure) -> failures.add(failure));
    private final ManualClock clock = new ManualClock();
    private final ManualLane timer = new ManualLane("timer", 16, clock);
    private final ManualLifecycle device = new ManualLifecycle();
    private final AtomicInteger connections = new AtomicInteger();
    private ServerManager host;
    private PairedHosts windowHosts;
    private PairedHosts phoneHosts;
    private HostLink window;
    private HostLink phone;
    private SessionId session;

    @BeforeEach
    void startAll() throws Exception {
        HostStartResult start = ServerManager.start(new HostOptions(folder, 0, false, true, "Workshop"));
        host = ((HostStartResult.Started) start).host();
        windowHosts = new PairedHosts(
                ClientSetup.of(lanes.open("window-state", 1024), "test", "Window", "Test"),
                new SecurePairedHostStore(new MemorySecureStore()),
                none -> {
                    throw new AssertionError("the window is paired with nobody");
                },
                SeenMarks.NONE,
                new PairedHosts.Local(host.hostId(), host.hostName(), InProcessTransport.to(host)));
        windowHosts.start().toCompletableFuture().join();
        window = windowHosts.links().get(0);
        awaitLive(window);
        session = ((IntentResult.Accepted) window.sessions()
                        .submit(new Intent.CreateSession(new AgentId("demo"), work.toString(), null, null, null))
                        .toCompletableFuture()
                        .get(60, TimeUnit.SECONDS))
                .sessionId();
        window.sessions().open(session);
        phone = pair();
        phone.sessions().open(session);
        say("before");
        awaitSame();
        device.observe(new BackgroundPolicy(timer, clock, new BackgroundPolicy.Client() {
            @Override
            public void save() {}

            @Override
            public void pause() {
                phoneHosts.pause();
            }

            @Override
            public void resume() {
                phoneHosts.retryNow();
            }

            @Override
            public void releaseMemory() {
                phoneHosts.releaseMemory();
            }
        }));
    }

    private HostLink pair() throws Exception {
        Identity self = Identity.generate();
        phoneHosts = new PairedHosts(
                ClientSetup.of(lanes.open("phone-state", 1024), "test", "Phone", "Test"),
                new SecurePairedHostStore(new MemorySecureStore()),
                paired -> counting(new OkHttpConnector(paired, self)),
                SeenMarks.NONE,
                null);
        phoneHosts.start();
        Hosts.PairingResult result = phoneHosts
                .pair(host.ticket(Scope.STEER).text(), "")
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
        return ((Hosts.PairingResult.Paired) result).link();
    }

    private Transport.Connector counting(Transport.Connector real) {
        return new Transport.Connector() {
            @Override
            public Transport connect(Transport.Listener listener) {
                connections.incrementAndGet();
                return real.connect(listener);
            }

            @Override
            public void close() {
                real.close();
            }
        };
    }

    @AfterEach
    void closeAll() {
        phoneHosts.close();
        windowHosts.close();
        lanes.close();
        host.close();
        assertThat(failures).isEmpty();
    }

    private static void awaitLive(HostLink link) {
        await().atMost(TIMEOUT).until(() -> link.reader().host().connection() instanceof ConnectionState.Live);
    }

    private void say(String text) throws Exception {
        IntentResult result = window.sessions()
                .submit(new Intent.Prompt(session, "/say " + text, WhenBusy.QUEUE))
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
        assertThat(result).isInstanceOf(IntentResult.Accepted.class);
        awaitState(window, state -> state.queue().isEmpty() && state.activity().turn() == null);
    }

    private SessionState awaitState(HostLink link, Predicate<SessionState> wanted) {
        return await().atMost(TIMEOUT)
                .until(
                        () -> link.reader().session(session).map(SessionView::state),
                        state -> state.isPresent() && wanted.test(state.get()))
                .orElseThrow();
    }

    private void awaitSame() {
        SessionState shown = awaitState(
                window, state -> state.queue().isEmpty() && state.activity().turn() == null);
        SessionState mirrored = awaitState(phone, state -> state.seq() >= shown.seq());
        assertThat(mirrored.transcript().items()).isEqualTo(shown.transcript().items());
    }

    private boolean hostSeesThePhone() throws Exception {
        HostGateway.Reply<HostGateway.Devices> reply =
                window.host().devices().toCompletableFuture().get(60, TimeUnit.SECONDS);
        return ((HostGateway.Reply.Value<HostGateway.Devices>) reply)
                .value().devices().stream()
                        .filter(each -> each.name().equals("Phone"))
                        .findFirst()
                        .orElseThrow()
                        .connected();
    }

    @Test
    void afterTheGraceTheHostSeesThePhoneGoAndComingBackBringsAllThatItMissed() throws Exception {
        assertThat(hostSeesThePhone()).isTrue();
        long before = phone.reader().session(session).orElseThrow().state().seq();

        device.pause();
        timer.elapse(BackgroundPolicy.GRACE);
        await().atMost(TIMEOUT).until(() -> !hostSeesThePhone());
        say("meanwhile one");
        say("meanwhile two");
        assertThat(phone.reader().session(session).orElseThrow().state().seq())
                .as("the phone hears nothing, and keeps what it has")
                .isEqualTo(before);

        device.resume();

        awaitLive(phone);
        awaitSame();
        assertThat(hostSeesThePhone()).isTrue();
        assertThat(connections).hasValue(2);
    }

    @Test
    void aShortPauseKeepsTheSocketAndWhatHappensMeanwhileArrives() throws Exception {
        device.pause();
        timer.elapse(BackgroundPolicy.GRACE.minusSeconds(1));
        say("meanwhile");
        awaitSame();
        device.resume();
        timer.elapse(Duration.ofHours(1));

        say("after");
        awaitSame();
        assertThat(hostSeesThePhone()).isTrue();
        assertThat(connections).hasValue(1);
    }

    /** The device stopped the app's timers, not its socket, which may be dead without an error. */
    @Test
    void afterALongStandstillANewSocketIsMadeWithoutAskingTheOldOne() throws Exception {
        device.pause();
        clock.advance(Duration.ofHours(8));
        say("in the night");

        device.resume();

        await().atMost(TIMEOUT).until(() -> connections.get() == 2);
        awaitLive(phone);
        awaitSame();
    }
}
