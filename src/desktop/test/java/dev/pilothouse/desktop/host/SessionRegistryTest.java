package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.desktop.agent.AgentAdapter;
import dev.pilothouse.desktop.agent.AgentInbox;
import dev.pilothouse.desktop.agent.AgentLauncher;
import dev.pilothouse.desktop.agent.FakeAgent;
import dev.pilothouse.desktop.agent.FakeAgents;
import dev.pilothouse.desktop.agent.PromptPart;
import dev.pilothouse.desktop.bridge.Submission;
import dev.pilothouse.desktop.journal.DataFolder;
import dev.pilothouse.desktop.journal.HostJournal;
import dev.pilothouse.desktop.journal.JournalFileSystem;
import dev.pilothouse.desktop.journal.JournalSync;
import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.AgentMode;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.Cause;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.BridgeCodec;
import dev.pilothouse.pulse.Lanes;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sessions of a host on real lanes and a real disk, with agents in memory. */
class SessionRegistryTest {
    @TempDir
    Path root;

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final BlockingQueue<IntentResult> results = new LinkedBlockingQueue<>();
    private final ExecutorService workers = Executors.newFixedThreadPool(2);
    private final JournalSync sync = new JournalSync();
    private final Lanes lanes = new Lanes("test", (thread, failure) -> {});
    private DataFolder folder;
    private HostJournal journal;
    private int requests;

    @BeforeEach
    void open() throws Exception {
        folder = ((DataFolder.Taking.Taken) DataFolder.take(root)).folder();
        journal = HostJournal.open(folder.file("host.jsonl"));
    }

    @AfterEach
    void close() throws Exception {
        lanes.close();
        workers.shutdownNow();
        journal.close();
        sync.close();
        folder.close();
    }

    private SessionRegistry registry(AgentLauncher agents) {
        SessionLog.Listener listener = new SessionLog.Listener() {
            @Override
            public void onChanged(SessionFeed feed, boolean critical) {
                told.add("changed");
            }

            @Override
            public void onBroken() {}
        };
        return new SessionRegistry(
                folder,
                journal,
                lanes,
                SessionRig.services(sync, agents, workers, Clock.systemUTC(), listener, JournalFileSystem.REAL),
                sessionId -> told.add("removed"));
    }

    private IntentResult.Accepted accepted(SessionRegistry registry, Intent intent) throws InterruptedException {
        Cause cause = new Cause(new RequestId("request-" + ++requests), new DeviceId("d1"), "Test device");
        registry.submit(new Submission(intent, cause, Scope.STEER::covers, results::add, accepted -> {}));
        return (IntentResult.Accepted) results.poll(10, TimeUnit.SECONDS);
    }

    private SessionId create(SessionRegistry registry) throws InterruptedException {
        return accepted(registry, new Intent.CreateSession(FakeAgents.ID, root.toString(), null, null, null))
                .sessionId();
    }

    @Test
    void aDeletedSessionIsNotHeardOfAgain() throws Exception {
        try (SessionRegistry registry = registry(new FakeAgents(FakeAgent::automatic))) {
            SessionId sessionId = create(registry);
            accepted(registry, new Intent.DeleteSession(sessionId));

            assertThat(told.subList(told.indexOf("removed"), told.size())).containsOnly("removed");
        }
    }

    private static Cause cause(String request, Intent intent) {
        return new Cause(new RequestId(request), new DeviceId("d1"), "Test device", BridgeCodec.digest(intent));
    }

    /** A session whose agent is ready, so that it has stored one. */
    private SessionId ready(SessionRegistry registry) throws InterruptedException {
        SessionId sessionId = create(registry);
        await().until(() -> registry.feed(sessionId)
                .filter(feed -> !feed.head().summary().agentSessionId().isEmpty())
                .isPresent());
        return sessionId;
    }

    @Test
    void anAgentDeletesItsSessionBeforeItIsDeletedHere() throws Exception {
        FakeAgents agents = new FakeAgents(FakeAgent::automatic);
        try (SessionRegistry registry = registry(agents)) {
            SessionId sessionId = ready(registry);
            String stored =
                    registry.feed(sessionId).orElseThrow().head().summary().agentSessionId();
            agents.deletion(() -> {
                assertThat(agents.last().commands).contains("close");
                assertThat(journal.deleting()).hasSize(1);
                return Optional.empty();
            });
            accepted(registry, new Intent.DeleteSession(sessionId, true));

            assertThat(agents.deletions).containsExactly(stored);
            assertThat(registry.feeds()).isEmpty();
            assertThat(folder.sessions()).isEmpty();
            assertThat(journal.deleting()).isEmpty();
        }
    }

    @Test
    void aSessionStaysIfItsAgentDoesNotDeleteItsOwnAndSaysWhy() throws Exception {
        FakeAgents agents = new FakeAgents(FakeAgent::automatic);
        agents.deletion(() -> Optional.of(HostText.untranslated("It is locked.")));
        try (SessionRegistry registry = registry(agents)) {
            SessionId sessionId = ready(registry);
            submit(registry, "request-delete", new Intent.DeleteSession(sessionId, true));

            IntentResult.Refused refused = (IntentResult.Refused) next();
            assertThat(refused.code()).isEqualTo(ErrorCode.AGENT_FAILED);
            assertThat(refused.sentence().text()).contains("still here").endsWith("It is locked.");
            assertThat(registry.feeds()).hasSize(1);
            assertThat(journal.deleting()).isEmpty();
            await().until(() -> registry.feed(sessionId)
                    .orElseThrow()
                    .head()
                    .summary()
                    .lastLine()
                    .contains("still here"));

            // Not an outcome: the same request may be repeated.
            agents.deletion(Optional::empty);
            submit(registry, "request-delete", new Intent.DeleteSession(sessionId, true));
            assertThat(next()).isInstanceOf(IntentResult.Accepted.class);
        }
    }

    @Test
    void anAgentThatNeverHadASessionIsNotAskedToDeleteOne() throws Exception {
        FakeAgents agents = new FakeAgents(FakeAgent::manual);
        try (SessionRegistry registry = registry(agents)) {
            accepted(registry, new Intent.DeleteSession(create(registry), true));

            assertThat(agents.deletions).isEmpty();
            assertThat(registry.feeds()).isEmpty();
        }
    }

    @Test
    void aDeletionAtTheAgentThatAKillInterruptedIsContinuedAtTheNextStart() throws Exception {
        SessionId sessionId;
        Intent delete;
        try (SessionRegistry registry = registry(new FakeAgents(FakeAgent::automatic))) {
            sessionId = ready(registry);
            delete = new Intent.DeleteSession(sessionId, true);
            // As if the host had been killed right after it wrote this.
            journal.add(new HostJournal.Entry(
                    cause("request-delete", delete), HostJournal.Deed.DELETING, sessionId, Instant.now()));
        }
        journal.close();
        journal = HostJournal.open(folder.file("host.jsonl"));
        CountDownLatch sent = new CountDownLatch(1);
        FakeAgents agents = new FakeAgents(FakeAgent::automatic);
        agents.deletion(() -> {
            try {
                assertThat(sent.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Optional.empty();
        });
        try (SessionRegistry registry = registry(agents)) {
            registry.load();
            // The device sends its request again, since it got no outcome.
            submit(registry, "request-delete", delete);
            sent.countDown();

            assertThat(next()).isInstanceOf(IntentResult.Accepted.class);
            assertThat(agents.deletions).hasSize(1);
            assertThat(registry.feeds()).isEmpty();
        }
        journal.close();
        journal = HostJournal.open(folder.file("host.jsonl"));
        assertThat(journal.deleting()).isEmpty();
        assertThat(journal.isDeleted(sessionId)).isTrue();
    }

    @Test
    void whatIsSentAgainWhileItIsUnderWayTakesEffectOnce() throws Exception {
        Cause cause = new Cause(new RequestId("request-twice"), new DeviceId("d1"), "Test device");
        Intent intent = new Intent.CreateSession(FakeAgents.ID, root.toString(), null, null, null);
        AtomicInteger effects = new AtomicInteger();
        try (SessionRegistry registry = registry(new FakeAgents(FakeAgent::automatic))) {
            for (int i = 0; i < 3; i++) {
                registry.submit(new Submission(
                        intent, cause, Scope.STEER::covers, results::add, accepted -> effects.incrementAndGet()));
            }
            IntentResult first = results.poll(10, TimeUnit.SECONDS);
            assertThat(first).isInstanceOf(IntentResult.Accepted.class);
            assertThat(results.poll(10, TimeUnit.SECONDS)).isEqualTo(first);
            assertThat(results.poll(10, TimeUnit.SECONDS)).isEqualTo(first);
        }
        assertThat(effects).hasValue(1);
    }

    @Test
    void theSameRequestIdForAnotherSessionToMakeIsAConflict() throws Exception {
        Intent first = new Intent.CreateSession(FakeAgents.ID, root.toString(), null, null, null);
        Intent other = new Intent.CreateSession(FakeAgents.ID, root.toString(), null, null, "Hello");
        try (SessionRegistry registry = registry(new FakeAgents(FakeAgent::automatic))) {
            submit(registry, "request-a", first);
            submit(registry, "request-a", other);
            List<IntentResult> both = List.of(next(), next());
            assertThat(both).hasAtLeastOneElementOfType(IntentResult.Accepted.class);
            assertThat(both)
                    .filteredOn(IntentResult.Refused.class::isInstance)
                    .singleElement()
                    .extracting(refused -> ((IntentResult.Refused) refused).code())
                    .isEqualTo(ErrorCode.CONFLICT);
        }
        for (boolean lost : List.of(false, true)) {
            journal.close();
            if (lost) {
                // As if the host had been killed before it wrote its own journal: the session's has the outcome.
                Files.delete(folder.file("host.jsonl"));
                Files.delete(folder.index(folder.sessions().get(0)));
            }
            journal = HostJournal.open(folder.file("host.jsonl"));
            try (SessionRegistry registry = registry(new FakeAgents(FakeAgent::automatic))) {
                registry.load();
                submit(registry, "request-a", first);
                assertThat(next()).isInstanceOf(IntentResult.Accepted.class);
                submit(registry, "request-a", other);
                assertThat(((IntentResult.Refused) next()).code()).isEqualTo(ErrorCode.CONFLICT);
                assertThat(registry.feeds()).hasSize(1);
            }
        }
    }

    private void submit(SessionRegistry registry, String request, Intent intent) {
        Cause cause = new Cause(new RequestId(request), new DeviceId("d1"), "Test device", BridgeCodec.digest(intent));
        registry.submit(new Submission(intent, cause, Scope.STEER::covers, results::add, accepted -> {}));
    }

    private IntentResult next() throws InterruptedException {
        return results.poll(10, TimeUnit.SECONDS);
    }

    @Test
    void allAgentsEndAtTheSameTimeHoweverFewWorkersThereAre() throws Exception {
        int count = 12;
        Together agents = new Together(count);
        try (SessionRegistry registry = registry(agents)) {
            for (int i = 0; i < count; i++) {
                create(registry);
            }
        }

        assertThat(agents.ended).hasValue(count);
    }

    /** Agents that only end when all of them are being closed. */
    private static final class Together implements AgentLauncher {
        private final CyclicBarrier all;
        private final AtomicInteger ended = new AtomicInteger();

        Together(int count) {
            all = new CyclicBarrier(count);
        }

        @Override
        public List<AgentInfo> agents() {
            return List.of();
        }

        @Override
        public AutoCloseable onChange(Runnable callback) {
            return () -> {};
        }

        @Override
        public void rememberModes(AgentId agentId, List<AgentMode> modes) {}

        @Override
        public Launch launch(LaunchRequest request, AgentInbox inbox) {
            return new Launch.Prepared(new Ending(), "Fake");
        }

        private final class Ending implements AgentAdapter {
            @Override
            public void start() {}

            @Override
            public void prompt(List<PromptPart> parts) {}

            @Override
            public void cancel() {}

            @Override
            public void answer(String askId, Answer answer) {}

            @Override
            public void setMode(String modeId) {}

            @Override
            public void setModel(String modelId) {}

            @Override
            public void setOption(String optionId, String value) {}

            @Override
            public void close() {
                try {
                    all.await(5, TimeUnit.SECONDS);
                    ended.incrementAndGet();
                } catch (Exception e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
