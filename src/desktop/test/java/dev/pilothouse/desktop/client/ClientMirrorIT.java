package dev.pilothouse.desktop.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.bridge.ClientSetup;
import dev.pilothouse.bridge.InProcessTransport;
import dev.pilothouse.bridge.OkHttpConnector;
import dev.pilothouse.bridge.PairedHosts;
import dev.pilothouse.bridge.SeenMarks;
import dev.pilothouse.desktop.host.HostOptions;
import dev.pilothouse.desktop.host.HostStartResult;
import dev.pilothouse.desktop.host.ServerManager;
import dev.pilothouse.desktop.testing.FaultyNetwork;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.pairing.BridgeUrl;
import dev.pilothouse.pairing.PairedHost;
import dev.pilothouse.pairing.SecurePairedHostStore;
import dev.pilothouse.platform.MemorySecureStore;
import dev.pilothouse.pulse.Lanes;
import dev.pilothouse.secure.Identity;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.Hosts;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.OpenPending;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionView;
import dev.pilothouse.session.Transcript;
import dev.pilothouse.session.WhenBusy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The app's client classes against a real host: the window in process, the phone over a network that fails. */
@Timeout(240)
class ClientMirrorIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @TempDir
    Path work;

    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final Lanes lanes = new Lanes("client", (thread, failure) -> failures.add(failure));
    private ServerManager host;
    private FaultyNetwork proxy;
    private PairedHosts windowHosts;
    private PairedHosts phoneHosts;
    private HostLink window;
    private HostLink phone;
    private SessionId session;

    @BeforeEach
    void startAll() throws Exception {
        HostStartResult start = ServerManager.start(new HostOptions(folder, 0, false, true, "Workshop"));
        host = ((HostStartResult.Started) start).host();
        proxy = new FaultyNetwork(host.port(), 1);
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
        session = created(window.sessions()
                .submit(new Intent.CreateSession(new AgentId("demo"), work.toString(), null, null, null)));
        window.sessions().open(session);
        phone = pair();
        phone.sessions().open(session);
    }

    private HostLink pair() throws Exception {
        Identity self = Identity.generate();
        phoneHosts = new PairedHosts(
                ClientSetup.of(lanes.open("phone-state", 1024), "test", "Phone", "Test"),
                new SecurePairedHostStore(new MemorySecureStore()),
                paired -> new OkHttpConnector(() -> throughProxy(paired.get()), self),
                SeenMarks.NONE,
                null);
        phoneHosts.start();
        Hosts.PairingResult result = phoneHosts
                .pair(host.ticket(Scope.STEER).text(), "")
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
        return ((Hosts.PairingResult.Paired) result).link();
    }

    private PairedHost throughProxy(PairedHost paired) {
        return paired.known(paired.name(), List.of(new BridgeUrl(false, "127.0.0.1", proxy.port())));
    }

    @AfterEach
    void closeAll() {
        phoneHosts.close();
        windowHosts.close();
        lanes.close();
        proxy.close();
        host.close();
        assertThat(failures).isEmpty();
    }

    private static void awaitLive(HostLink link) {
        await().atMost(TIMEOUT).until(() -> link.reader().host().connection() instanceof ConnectionState.Live);
    }

    private static SessionId created(CompletionStage<IntentResult> result) throws Exception {
        return ((IntentResult.Accepted) result.toCompletableFuture().get(60, TimeUnit.SECONDS)).sessionId();
    }

    private Intent prompt(String text) {
        return new Intent.Prompt(session, text, WhenBusy.QUEUE);
    }

    private SessionState awaitState(HostLink link, Predicate<SessionState> wanted) {
        return await().atMost(TIMEOUT)
                .until(
                        () -> link.reader().session(session).map(SessionView::state),
                        state -> state.isPresent() && wanted.test(state.get()))
                .orElseThrow();
    }

    private static boolean isQuiet(SessionState state) {
        return state.queue().isEmpty() && state.activity().turn() == null;
    }

    private static List<Item> from(SessionState state, long start) {
        return state.transcript().items().stream()
                .filter(item -> item.id().createdSeq() >= start)
                .toList();
    }

    private void assertThatBothShowTheSame() {
        SessionState shown = awaitState(window, ClientMirrorIT::isQuiet);
        SessionState mirrored = awaitState(phone, state -> state.seq() == shown.seq());
        long start =
                Math.max(shown.transcript().windowStart(), mirrored.transcript().windowStart());
        assertThat(from(mirrored, start)).isEqualTo(from(shown, start));
        assertThat(mirrored.withTranscript(Transcript.EMPTY)).isEqualTo(shown.withTranscript(Transcript.EMPTY));
    }

    @Test
    void windowAndPhoneShowTheSameAndTheSecondAnswerIsRefused() throws Exception {
        phone.sessions().submit(prompt("/permission"));
        SessionState asked = awaitState(window, state -> !state.open().isEmpty());
        OpenPending open = asked.open().get(0);
        awaitState(phone, state -> !state.open().isEmpty());
        Intent answer = new Intent.AnswerPending(
                session,
                open.pending().pendingId(),
                new Answer.Option(open.pending().options().get(0).optionId()));
        IntentResult first =
                phone.sessions().submit(answer).toCompletableFuture().get(60, TimeUnit.SECONDS);
        IntentResult second =
                window.sessions().submit(answer).toCompletableFuture().get(60, TimeUnit.SECONDS);
        assertThat(first).isInstanceOf(IntentResult.Accepted.class);
        assertThat(((IntentResult.Refused) second).code()).isEqualTo(ErrorCode.ALREADY_ANSWERED);
        assertThat(((IntentResult.Refused) second).text()).contains("Phone");
        assertThatBothShowTheSame();
        assertThat(window.reader().session(session).orElseThrow().unconfirmed()).hasSize(1);
        assertThat(phone.reader().session(session).orElseThrow().unconfirmed()).isEmpty();
    }

    @Test
    void aPhoneThatIsCutAtRandomBytesEndsEqualToTheWindowAndEachPromptTookEffectOnce() throws Exception {
        Random random = new Random(20261124);
        AtomicLong left = new AtomicLong(Long.MAX_VALUE);
        FaultyNetwork.Meddler cutting = FaultyNetwork.cutAfter(left);
        proxy.meddle(cutting, cutting);
        List<CompletionStage<IntentResult>> results = new ArrayList<>();
        for (int round = 0; round < 12; round++) {
            results.add(phone.sessions().submit(prompt("/say round " + round)));
            window.sessions().submit(prompt("/flood 200"));
            left.set(random.nextInt(20_000));
            await().atMost(TIMEOUT)
                    .until(() -> !(phone.reader().host().connection() instanceof ConnectionState.Live)
                            || awaitNothing(left));
            left.set(Long.MAX_VALUE);
            phoneHosts.retryNow();
            awaitLive(phone);
        }
        List<RequestId> accepted = new ArrayList<>();
        for (CompletionStage<IntentResult> result : results) {
            accepted.add(((IntentResult.Accepted) result.toCompletableFuture().get(60, TimeUnit.SECONDS)).requestId());
        }
        assertThatBothShowTheSame();
        List<RequestId> effects = awaitState(window, ClientMirrorIT::isQuiet).transcript().items().stream()
                .filter(item -> item instanceof Item.UserItem)
                .map(item -> ((Item.UserItem) item).cause().requestId())
                .toList();
        assertThat(effects).containsAll(accepted).doesNotHaveDuplicates();
        assertThat(phone.reader().session(session).orElseThrow().unconfirmed()).isEmpty();
    }

    /** The host has nothing more to send, so the cut would never come. */
    private boolean awaitNothing(AtomicLong left) {
        return left.get() > 0
                && window.reader()
                        .session(session)
                        .map(view -> isQuiet(view.state()))
                        .orElse(false);
    }
}
