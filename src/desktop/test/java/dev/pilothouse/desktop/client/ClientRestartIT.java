package dev.pilothouse.desktop.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.bridge.ClientSetup;
import dev.pilothouse.bridge.OkHttpConnector;
import dev.pilothouse.bridge.PairedHosts;
import dev.pilothouse.bridge.SeenMarks;
import dev.pilothouse.cache.DeviceCache;
import dev.pilothouse.desktop.host.HostOptions;
import dev.pilothouse.desktop.host.HostStartResult;
import dev.pilothouse.desktop.host.ServerManager;
import dev.pilothouse.desktop.host.TestClient;
import dev.pilothouse.desktop.pairing.Device;
import dev.pilothouse.desktop.testing.FaultyNetwork;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.CommentAnchor;
import dev.pilothouse.model.CommentId;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.ReviewComment;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.pairing.BridgeUrl;
import dev.pilothouse.pairing.PairedHost;
import dev.pilothouse.pairing.SecurePairedHostStore;
import dev.pilothouse.platform.FileSecureStore;
import dev.pilothouse.protocol.AdminCommand;
import dev.pilothouse.pulse.Lanes;
import dev.pilothouse.secure.Identity;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.Hosts;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.session.SessionView;
import dev.pilothouse.session.WhenBusy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A phone's client that is ended and restarted, against a real host over a network that fails. */
@Timeout(240)
class ClientRestartIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final FaultyNetwork.Meddler NOTHING = (piece, length, offset) -> 0;

    @TempDir
    Path folder;

    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final Identity self = Identity.generate();
    private ServerManager host;
    private FaultyNetwork proxy;
    private App app;
    private SessionId session;

    /** One run of the app on the device's folder. */
    private final class App implements AutoCloseable {
        final Lanes lanes = new Lanes("client", (thread, failure) -> failures.add(failure));
        final DeviceCache cache;
        final PairedHosts hosts;

        App() {
            FileSecureStore secrets = new FileSecureStore(folder.resolve("device"));
            cache = new DeviceCache(folder.resolve("cache"), secrets, lanes.open("cache", 256), Clock.systemUTC());
            hosts = new PairedHosts(
                    ClientSetup.of(lanes.open("client-state", 1024), "test", "Phone", "Test"),
                    new SecurePairedHostStore(secrets),
                    paired -> new OkHttpConnector(() -> throughProxy(paired.get()), self),
                    SeenMarks.NONE,
                    cache,
                    null);
            hosts.start().toCompletableFuture().join();
        }

        HostLink link() {
            return hosts.links().get(0);
        }

        @Override
        public void close() {
            hosts.close();
            cache.close();
            lanes.close();
        }
    }

    private PairedHost throughProxy(PairedHost paired) {
        return paired.known(paired.name(), List.of(new BridgeUrl(false, "127.0.0.1", proxy.port())));
    }

    @BeforeEach
    void pairAndOpenASession() throws Exception {
        host = ((HostStartResult.Started)
                        ServerManager.start(new HostOptions(folder.resolve("host"), 0, false, true, "Workshop")))
                .host();
        proxy = new FaultyNetwork(host.port(), 1);
        app = new App();
        Hosts.PairingResult paired = app.hosts
                .pair(host.ticket(Scope.STEER).text(), "")
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
        assertThat(paired).isInstanceOf(Hosts.PairingResult.Paired.class);
        IntentResult created = app.link()
                .sessions()
                .submit(new Intent.CreateSession(new AgentId("demo"), folder.toString(), null, null, null))
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
        session = ((IntentResult.Accepted) created).sessionId();
        app.link().sessions().open(session);
        prompt("/say first");
        awaitPrompts("/say first");
        awaitQuiet();
    }

    @AfterEach
    void closeAll() {
        app.close();
        proxy.close();
        host.close();
        assertThat(failures).isEmpty();
    }

    private void prompt(String text) {
        app.link().sessions().submit(new Intent.Prompt(session, text, WhenBusy.QUEUE));
    }

    private List<String> prompts() {
        return app.link().reader().session(session).map(SessionView::state).stream()
                .flatMap(state -> state.transcript().items().stream())
                .filter(Item.UserItem.class::isInstance)
                .map(item -> ((Item.UserItem) item).text())
                .toList();
    }

    private void awaitPrompts(String... texts) {
        await().atMost(TIMEOUT).until(() -> prompts().equals(List.of(texts)));
    }

    private void awaitQuiet() {
        await().atMost(TIMEOUT)
                .until(() -> app.link()
                        .reader()
                        .session(session)
                        .map(SessionView::state)
                        .filter(state ->
                                state.activity().turn() == null && state.queue().isEmpty())
                        .isPresent());
    }

    private void breakNetwork() {
        proxy.meddle(NOTHING, NOTHING);
        proxy.cutAll(false);
        await().atMost(TIMEOUT).until(() -> !(app.link().reader().host().connection() instanceof ConnectionState.Live));
    }

    private void mendNetwork() {
        proxy.meddle(FaultyNetwork.HONEST, FaultyNetwork.HONEST);
        app.hosts.retryNow();
    }

    @Test
    void aPromptUnderAStoredIdTakesEffectOnceHoweverOftenTheAppEnds() throws Exception {
        RequestId id = new RequestId("0123456789abcdef0123456789abcdef");
        Intent once = new Intent.Prompt(session, "/say once", WhenBusy.QUEUE);
        breakNetwork();
        app.link().sessions().submit(id, once, Instant.now());
        await().until(() ->
                app.link().reader().session(session).orElseThrow().unconfirmed().size() == 1);
        app.close();
        app = new App();
        app.link().sessions().open(session);
        CompletionStage<IntentResult> continued = app.link().sessions().submit(id, once, Instant.now());
        mendNetwork();
        awaitPrompts("/say first", "/say once");
        awaitQuiet();
        long seq = accepted(continued).seq();
        app.close();
        app = new App();
        app.link().sessions().open(session);

        assertThat(accepted(app.link().sessions().submit(id, once, Instant.now()))
                        .seq())
                .isEqualTo(seq);
        awaitQuiet();
        assertThat(prompts()).containsExactly("/say first", "/say once");
    }

    private static IntentResult.Accepted accepted(CompletionStage<IntentResult> result) throws Exception {
        return (IntentResult.Accepted) result.toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Test
    void aPromptThatWasWrittenOfflineSurvivesTheEndOfTheAppAndTakesEffectOnce() {
        SessionState before = app.link().reader().session(session).orElseThrow().state();
        breakNetwork();
        prompt("/say offline");
        await().until(() ->
                app.link().reader().session(session).orElseThrow().unconfirmed().size() == 1);
        app.close();
        app = new App();
        app.link().sessions().open(session);
        await().atMost(TIMEOUT).until(() -> app.link().reader().session(session).isPresent());

        SessionView offline = app.link().reader().session(session).orElseThrow();
        assertThat(offline.state()).isEqualTo(before);
        assertThat(offline.unconfirmed()).hasSize(1);
        assertThat(app.link().reader().host().sessions())
                .extracting(SessionSummary::sessionId)
                .containsExactly(session);
        mendNetwork();
        awaitPrompts("/say first", "/say offline");
        awaitQuiet();
        assertThat(app.link().reader().session(session).orElseThrow().unconfirmed())
                .isEmpty();
        assertThat(prompts()).containsExactly("/say first", "/say offline");
    }

    @Test
    void aPromptWhoseAcknowledgementWasLostWithTheAppTakesEffectOnce() {
        AtomicBoolean prompted = new AtomicBoolean();
        proxy.meddle(
                (piece, length, offset) -> {
                    prompted.set(true);
                    return length;
                },
                (piece, length, offset) -> prompted.get() ? 0 : length);
        prompt("/say once");
        await().atMost(TIMEOUT).until(() -> !(app.link().reader().host().connection() instanceof ConnectionState.Live));
        app.close();
        app = new App();
        app.link().sessions().open(session);
        mendNetwork();
        awaitPrompts("/say first", "/say once");
        awaitQuiet();
        assertThat(prompts()).containsExactly("/say first", "/say once");
        assertThat(app.link().reader().session(session).orElseThrow().unconfirmed())
                .isEmpty();
    }

    private static Intent.AddComment comment(SessionId session, String id) {
        return new Intent.AddComment(
                session,
                new CommentId(id),
                new CommentAnchor("src/One.java", false, 3, 3, List.of("int x;"), ""),
                "Why is " + id + " here?");
    }

    @Test
    void offlineCommentsOfTwoDevicesArriveOnceAndInOrderAlsoAfterTheEndOfTheApp() {
        breakNetwork();
        app.link().sessions().submit(comment(session, "c1"));
        app.link().sessions().submit(new Intent.EditComment(session, new CommentId("c1"), "Edited offline."));
        app.link().sessions().submit(comment(session, "c2"));
        await().until(() ->
                app.link().reader().session(session).orElseThrow().unconfirmed().size() == 3);
        app.close();
        app = new App();
        app.link().sessions().open(session);
        try (TestClient window = TestClient.local(host)) {
            window.hello().subscribe(session);
            window.done(comment(session, "w1"));
            mendNetwork();
            SessionState state = window.awaitState(
                    session, "all comments", now -> now.review().comments().size() == 3);

            assertThat(state.review().comments())
                    .extracting(ReviewComment::id)
                    .containsExactly(new CommentId("w1"), new CommentId("c1"), new CommentId("c2"));
            await().atMost(TIMEOUT)
                    .until(() -> app.link()
                            .reader()
                            .session(session)
                            .filter(view -> view.unconfirmed().isEmpty()
                                    && view.state().review().equals(state.review()))
                            .isPresent());
            assertThat(state.review().comments().get(1).text()).isEqualTo("Edited offline.");
        }
    }

    @Test
    void theWaitingCommentsOfARevokedDeviceAreRefused() {
        breakNetwork();
        app.link().sessions().submit(comment(session, "c1"));
        try (TestClient window = TestClient.local(host)) {
            window.hello().subscribe(session);
            window.admin(new AdminCommand.Revoke(Device.idOf(self.publicKey())));
            mendNetwork();
            await().atMost(TIMEOUT)
                    .until(() -> app.hosts.links().isEmpty()
                            || app.link().reader().host().connection() instanceof ConnectionState.Refused);

            assertThat(window.state(session).orElseThrow().review().comments()).isEmpty();
        }
    }
}
