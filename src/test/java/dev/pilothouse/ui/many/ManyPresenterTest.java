package dev.pilothouse.ui.many;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.ContextRestore;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.Organisation;
import dev.pilothouse.model.PromptSupport;
import dev.pilothouse.model.QueuedPrompt;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.TurnEstimate;
import dev.pilothouse.platform.Preferences;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.PendingIntent;
import dev.pilothouse.session.WhenBusy;
import dev.pilothouse.ui.FakeHost;
import dev.pilothouse.ui.status.SessionKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ManyPresenterTest {
    private static final Instant NOW = Instant.parse("2026-11-24T14:05:11Z");

    private final FakeHost desk = new FakeHost("h1", "desk", true, NOW);
    private final FakeHost server = new FakeHost("h2", "server", false, NOW);
    private final List<HostLink> links = new ArrayList<>(List.of(desk.link(), server.link()));
    private final StoredTexts kept = new StoredTexts();
    private SentPromptPresenter sent = sentAt(NOW);
    private ManyPresenter many = new ManyPresenter(() -> links, kept, Runnable::run, sent);
    private final SessionKey idle = session(desk, "s1");
    private final SessionKey busy = session(desk, "s2");
    private final SessionKey far = session(server, "s3");

    /** Stores texts, and writes them only when the test says so. */
    private static final class StoredTexts implements Preferences {
        private final Map<String, String> texts = new HashMap<>();
        private final List<Runnable> unwritten = new ArrayList<>();
        private boolean slow;

        @Override
        public Optional<String> get(String name) {
            return Optional.ofNullable(texts.get(name));
        }

        @Override
        public void put(String name, String value) {
            texts.put(name, value);
        }

        @Override
        public void save(String name, String value, Runnable written) {
            put(name, value);
            if (slow) {
                unwritten.add(written);
            } else {
                written.run();
            }
        }
    }

    private SentPromptPresenter sentAt(Instant now) {
        return new SentPromptPresenter(() -> links, kept, Clock.fixed(now, ZoneOffset.UTC), Runnable::run);
    }

    private static SessionKey session(FakeHost host, String id) {
        SessionId session = host.create(id, "Demo agent", "/work/" + id, "Session " + id);
        host.update(
                session, new SessionUpdate.AgentStarted("Demo", "1", "a" + id, ContextRestore.NEW, PromptSupport.NONE));
        return new SessionKey(host.hostId(), session);
    }

    private void work(SessionKey key) {
        desk.update(key.sessionId(), new SessionUpdate.TurnStarted());
    }

    private void queue(SessionKey key, long... queueIds) {
        List<QueuedPrompt> queue = new ArrayList<>();
        for (long id : queueIds) {
            queue.add(new QueuedPrompt(id, 1, "run", FakeHost.from("desk")));
        }
        desk.update(key.sessionId(), new SessionUpdate.QueueChanged(queue));
    }

    private void send(SessionKey... keys) {
        many.onOpen(List.of(keys));
        many.draftProperty().set("run the tests ");
        assertThat(many.onSend()).isTrue();
    }

    private List<String> receipts() {
        sent.onOpen();
        return sent.shownProperty().get().rows().stream()
                .map(row -> row.name() + ": " + row.text())
                .toList();
    }

    private RequestId receipt(int row) {
        return sent.shownProperty().get().rows().get(row).requestId();
    }

    // --- before it is sent

    @Test
    void thePreviewSaysWhatHappensInEachSession() {
        work(busy);
        SessionKey gone = session(desk, "s4");
        desk.update(gone.sessionId(), new SessionUpdate.AgentExited(0, true, ""));
        server.connection(new ConnectionState.Lost("gone", NOW, NOW));
        many.onOpen(List.of(idle, busy, far, gone));

        assertThat(many.shownProperty().get().title()).isEqualTo("Send to 4 sessions");
        assertThat(many.shownProperty().get().preview())
                .isEqualTo("Starts now: 1 \u00b7 Queued behind a turn: 1 \u00b7 Starts its agent first: 1"
                        + " \u00b7 Waits for its host: 1");
    }

    @Test
    void theExpectedCostSaysForHowManyItIsUnknown() {
        desk.estimates(
                new TurnEstimate(idle.sessionId(), 5, false, 1_000, 0.25, "USD"),
                new TurnEstimate(busy.sessionId(), 5, true, 1_000, 0.5, "USD"));
        many.onOpen(List.of(idle, busy));
        assertThat(many.shownProperty().get().cost()).isEqualTo("Expected cost: 0.75\u00a0USD");

        many.onToggle(far);
        assertThat(many.shownProperty().get().cost()).isEqualTo("Expected cost: 0.75\u00a0USD, unknown for 1");

        many.onToggle(idle);
        many.onToggle(busy);
        assertThat(many.shownProperty().get().cost()).isEqualTo("Expected cost: unknown");
    }

    @Test
    void aGroupChoosesAllItsSessions() {
        desk.update(idle.sessionId(), new SessionUpdate.Organised(new Organisation(false, false, "Shop")));
        server.update(far.sessionId(), new SessionUpdate.Organised(new Organisation(false, false, "Shop")));
        many.onOpen(List.of());
        ManyPresenter.Group shop = many.shownProperty().get().groups().get(0);
        assertThat(shop.text()).isEqualTo("Shop (2)");
        many.onGroup(shop);

        assertThat(many.shownProperty().get().rows())
                .filteredOn(ManyPresenter.Row::chosen)
                .extracting(ManyPresenter.Row::key)
                .containsExactlyInAnyOrder(idle, far);

        many.onGroup(many.shownProperty().get().groups().get(0));
        assertThat(many.shownProperty().get().rows()).noneMatch(ManyPresenter.Row::chosen);
    }

    @Test
    void moreThanFiftySessionsAreNotSentTo() {
        List<SessionKey> all = new ArrayList<>();
        for (int i = 0; i <= ManyPresenter.MAX; i++) {
            all.add(session(desk, "n" + i));
        }
        many.onOpen(all);
        many.draftProperty().set("run");

        assertThat(many.onSend()).isFalse();
        assertThat(many.shownProperty().get().obstacle()).isEqualTo("At most 50 sessions get one prompt.");
    }

    @Test
    void sessionsThatThisDeviceMayOnlySeeAreNotOffered() {
        server.scope(Scope.VIEW);
        many.onOpen(List.of(idle, far));

        assertThat(many.shownProperty().get().rows())
                .extracting(ManyPresenter.Row::key)
                .containsExactlyInAnyOrder(idle, busy);
        assertThat(many.shownProperty().get().title()).isEqualTo("Send to 1 session");
    }

    @Test
    void theTextOutlivesTheSheetUntilItIsSent() {
        many.onOpen(List.of(idle));
        many.draftProperty().set("run the tests");
        many.onClose();
        many = new ManyPresenter(() -> links, kept, Runnable::run, sent);
        assertThat(many.draftProperty().get()).isEqualTo("run the tests");

        many.onOpen(List.of(idle));
        many.onSend();
        assertThat(many.draftProperty().get()).isEmpty();
    }

    // --- receipts

    @Test
    void eachRecipientHasItsReceipt() {
        work(busy);
        send(idle, busy, far);
        assertThat(desk.intents())
                .containsExactlyInAnyOrder(
                        new Intent.Prompt(idle.sessionId(), "run the tests", WhenBusy.QUEUE),
                        new Intent.Prompt(busy.sessionId(), "run the tests", WhenBusy.QUEUE));
        int first = desk.intents().get(0).target().orElseThrow().equals(idle.sessionId()) ? 0 : 1;
        desk.accept(first, idle.sessionId());
        queue(busy, 9);
        desk.queue(1 - first, busy.sessionId(), 9);
        server.refuse(0, ErrorCode.BUSY, "The queue is full.");

        assertThat(receipts())
                .containsExactlyInAnyOrder(
                        "Session s1: Started",
                        "Session s2: Queued behind a turn",
                        "Session s3: Refused: The queue is full.");
        assertThat(sent.shownProperty().get().about()).contains("1 queued", "1 started", "1 refused");
    }

    @Test
    void aHostThatIsAwayMakesTheReceiptWait() {
        server.connection(new ConnectionState.Lost("gone", NOW, NOW));
        send(far);
        assertThat(receipts()).containsExactly("Session s3: Waits for the connection to its host");
    }

    @Test
    void aQueuedPromptThatHasBegunIsStarted() {
        work(busy);
        send(busy);
        long id = desk.nextSeq(busy.sessionId());
        queue(busy, id);
        desk.queue(0, busy.sessionId(), id);
        assertThat(receipts()).containsExactly("Session s2: Queued behind a turn");

        queue(busy);
        work(busy);
        assertThat(receipts()).containsExactly("Session s2: Started");
    }

    @Test
    void aQueuedPromptThatAnotherDeviceRemovesIsUndone() {
        work(busy);
        send(busy);
        long id = desk.nextSeq(busy.sessionId());
        queue(busy, id);
        desk.queue(0, busy.sessionId(), id);
        queue(busy);

        assertThat(receipts()).containsExactly("Session s2: Undone");
    }

    @Test
    void undoTakesAQueuedPromptOutOfTheQueue() {
        work(busy);
        send(busy);
        long id = desk.nextSeq(busy.sessionId());
        queue(busy, id);
        desk.queue(0, busy.sessionId(), id);
        sent.onUndo(receipt(0));
        assertThat(desk.intents().get(1)).isEqualTo(new Intent.RemoveQueued(busy.sessionId(), id));
        assertThat(receipts()).containsExactly("Session s2: Being undone");

        desk.accept(1, busy.sessionId());
        assertThat(receipts()).containsExactly("Session s2: Undone");
        assertThat(sent.shownProperty().get().undoable()).isFalse();
    }

    @Test
    void undoThatComesTooLateSaysThatThePromptHasStarted() {
        work(busy);
        send(busy);
        long id = desk.nextSeq(busy.sessionId());
        queue(busy, id);
        desk.queue(0, busy.sessionId(), id);
        sent.onUndoAll();
        queue(busy);
        work(busy);
        desk.refuse(1, ErrorCode.CLOSED, "It is not queued.");

        assertThat(receipts()).containsExactly("Session s2: Started");
    }

    @Test
    void undoBeforeTheHostHasAnsweredTakesEffectWithTheAnswer() {
        work(busy);
        send(busy);
        sent.onUndo(receipt(0));
        long id = desk.nextSeq(busy.sessionId());
        queue(busy, id);
        desk.queue(0, busy.sessionId(), id);

        assertThat(desk.intents()).hasSize(2).last().isEqualTo(new Intent.RemoveQueued(busy.sessionId(), id));
    }

    @Test
    void undoOfAnUnsentPromptLeavesItUnsent() {
        server.connection(new ConnectionState.Lost("gone", NOW, NOW));
        send(far);
        sent.onUndoAll();
        server.refuse(0, ErrorCode.TOO_OLD, HostText.of(HostTextCode.NOT_SENT));

        assertThat(receipts()).containsExactly("Session s3: Not sent");
    }

    @Test
    void settledReceiptsAreDrawnOnlyWhileSomebodyLooks() {
        send(idle);
        desk.accept(0, idle.sessionId());
        SentPromptPresenter.Shown before = sent.shownProperty().get();
        desk.update(idle.sessionId(), new SessionUpdate.Renamed("Other", true));
        sent.render();
        assertThat(sent.shownProperty().get()).isSameAs(before);

        assertThat(receipts()).containsExactly("Other: Started");
    }

    @Test
    void undoBeforeThePromptIsStoredSendsNothing() {
        kept.slow = true;
        send(idle);
        sent.onOpen();
        sent.onUndoAll();
        kept.unwritten.get(0).run();

        assertThat(desk.times()).containsExactly(Instant.EPOCH);
        assertThat(desk.dismissed()).hasSize(2).containsOnly(desk.requests().get(0));
    }

    // --- a kill of the app

    @Test
    void nothingIsSentBeforeTheReceiptIsStored() {
        kept.slow = true;
        send(idle);
        assertThat(desk.intents()).isEmpty();

        kept.unwritten.get(0).run();
        assertThat(desk.intents()).hasSize(1);
    }

    @Test
    void anotherRunOfTheAppContinuesUnderTheSameIds() {
        work(busy);
        send(idle, busy);
        List<RequestId> ids = List.copyOf(desk.requests());
        int first = desk.intents().get(0).target().orElseThrow().equals(idle.sessionId()) ? 0 : 1;
        desk.accept(first, idle.sessionId());

        sent = sentAt(NOW.plusSeconds(5));
        assertThat(receipts()).containsExactlyInAnyOrder("Session s1: Started", "Session s2: Sent, not confirmed yet");
        assertThat(desk.requests().subList(2, desk.requests().size())).containsExactly(ids.get(1 - first));
        receipts();
        assertThat(desk.requests()).hasSize(3);
    }

    @Test
    void anUndoThatTheKillInterruptedIsContinued() {
        work(busy);
        send(busy);
        long id = desk.nextSeq(busy.sessionId());
        queue(busy, id);
        desk.queue(0, busy.sessionId(), id);
        sent.onUndoAll();
        sent = sentAt(NOW.plusSeconds(5));
        sent.render();

        assertThat(desk.intents()).last().isEqualTo(new Intent.RemoveQueued(busy.sessionId(), id));
        assertThat(desk.intents()).hasSize(3);
    }

    @Test
    void afterADayAnOpenOutcomeIsUnknownAndNothingIsSent() {
        send(idle);
        sent = sentAt(NOW.plus(Duration.ofHours(25)));

        assertThat(receipts()).containsExactly("Session s1: Unknown: the app was closed for more than a day");
        assertThat(desk.intents()).hasSize(1);
    }

    @Test
    void aPromptThatWaitsForConfirmationSaysSo() {
        send(idle);
        RequestId id = desk.requests().get(0);
        desk.unconfirmed(
                idle.sessionId(), new PendingIntent(id, desk.intents().get(0), NOW, null, PendingIntent.Stage.HELD));
        assertThat(receipts()).containsExactly("Session s1: Written while offline. Send it still?");

        sent.onConfirm(id);
        assertThat(receipts()).containsExactly("Session s1: Sent, not confirmed yet");
    }

    @Test
    void theStoredFormKeepsEveryCharacter() {
        SentPrompt prompt = new SentPrompt(
                NOW,
                "a\tb\n\\n c\r",
                List.of(new PromptOutcome(
                        idle, "tab\there", new RequestId("r1"), PromptOutcome.State.REFUSED, 7, "why\nnot", true)));

        assertThat(SentPrompt.of(prompt.asText())).contains(prompt);
        assertThat(SentPrompt.of("something else")).isEmpty();
    }
}
