package dev.pilothouse.desktop.bench;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.MachineStatus;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.SharingInfo;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.HostView;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionGateway;
import dev.pilothouse.session.SessionReader;
import dev.pilothouse.session.SessionReducer;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionView;
import dev.pilothouse.ui.status.SessionKey;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One session of one host, in memory and folded by the product's reducer, for a {@link TranscriptScreen} where no host
 * is measured. Pages of earlier items come from a complete state.
 *
 * <p>Written by the feeding thread, and by the thread that requests pages while no updates are fed; read by any thread.
 */
final class HeldSession implements SessionReader, SessionGateway {
    private static final HostId HOST = new HostId("bench");

    private final SessionId sessionId;
    private final SessionState whole;
    private final int page;
    private final HostView host = new HostView(
            HOST,
            "bench",
            new ConnectionState.Live(Instant.EPOCH, Duration.ZERO),
            Scope.ADMIN,
            new SharingInfo(false, List.of()),
            List.of(),
            List.of(),
            List.of(),
            Map.of(),
            List.of(),
            MachineStatus.GOOD,
            List.of(),
            List.of(),
            List.of(),
            Map.of());
    private Runnable onPage = () -> {};
    private volatile SessionView view;

    /**
     * @param whole the session as the host has it
     * @param window the initial number of items on the client
     * @param page the number of items in each page of earlier ones
     */
    HeldSession(SessionState whole, int window, int page) {
        this.whole = whole;
        this.sessionId = whole.sessionId();
        this.page = page;
        this.view = new SessionView(whole.window(window), 0, List.of());
    }

    HostLink link() {
        return new HostLink(HOST, true, this, this, nobody());
    }

    SessionKey key() {
        return new SessionKey(HOST, sessionId);
    }

    SessionState state() {
        return view.state();
    }

    long nextSeq() {
        return view.state().seq() + 1;
    }

    /** @param told called on the requesting thread when earlier items have arrived */
    void onPage(Runnable told) {
        onPage = told;
    }

    void apply(SessionUpdate update) {
        view = new SessionView(
                SessionReducer.apply(
                        view.state(), new JournaledUpdate(nextSeq(), Instant.ofEpochMilli(nextSeq()), null, update)),
                0,
                List.of());
    }

    @Override
    public void loadEarlier(SessionId of) {
        SessionState held = view.state();
        List<Item> all = whole.transcript().items();
        int before = whole.transcript().countBefore(held.transcript().windowStart());
        int from = Math.max(0, before - page);
        long start = from == 0 ? 1 : all.get(from).id().createdSeq();
        view = new SessionView(
                held.withTranscript(held.transcript().prepend(List.copyOf(all.subList(from, before)), start)),
                0,
                List.of());
        onPage.run();
    }

    @Override
    public HostView host() {
        return host;
    }

    @Override
    public Optional<SessionView> session(SessionId of) {
        return of.equals(sessionId) ? Optional.of(view) : Optional.empty();
    }

    @Override
    public Subscription open(SessionId of) {
        return () -> {};
    }

    @Override
    public void markSeen(SessionId of) {}

    @Override
    public void dismiss(RequestId requestId) {}

    @Override
    public CompletionStage<IntentResult> submit(Intent intent) {
        throw new UnsupportedOperationException("no benchmark steers: " + intent);
    }

    /** No host is measured here, so it refuses every request. */
    private static HostGateway nobody() {
        return (HostGateway) Proxy.newProxyInstance(
                HostGateway.class.getClassLoader(),
                new Class<?>[] {HostGateway.class},
                (proxy, method, arguments) -> CompletableFuture.completedFuture(
                        new HostGateway.Reply.Refused<>(ErrorCode.INTERNAL, "no host is measured here")));
    }
}
