package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.agent.FakeAgent;
import dev.pilothouse.desktop.agent.FakeAgents;
import dev.pilothouse.desktop.bridge.Submission;
import dev.pilothouse.desktop.journal.DataFolder;
import dev.pilothouse.desktop.journal.FullableDisk;
import dev.pilothouse.desktop.journal.HostJournal;
import dev.pilothouse.desktop.journal.JournalSync;
import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.model.Cause;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.pulse.Lanes;
import dev.pilothouse.session.Activity;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.session.WhenBusy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many sessions of one host on real lanes and a disk that can be full, with agents in memory. */
class ManySessionsTest {
    @TempDir
    Path root;

    private final FullableDisk disk = new FullableDisk();
    private final BlockingQueue<IntentResult> results = new LinkedBlockingQueue<>();
    private final ExecutorService workers = Executors.newFixedThreadPool(2);
    private final JournalSync sync = new JournalSync();
    private final Lanes lanes = new Lanes("test", (thread, failure) -> {});
    private final FakeAgents agents = new FakeAgents(FakeAgent::automatic);
    private final Set<SessionId> shown = ConcurrentHashMap.newKeySet();
    private DataFolder folder;
    private HostJournal journal;
    private SessionRegistry registry;
    private int requests;

    @BeforeEach
    void start() throws Exception {
        folder = ((DataFolder.Taking.Taken) DataFolder.take(root)).folder();
        journal = HostJournal.open(folder.file("host.jsonl"));
        registry = registry();
    }

    private SessionRegistry registry() {
        SessionLog.Listener listener = new SessionLog.Listener() {
            @Override
            public void onChanged(SessionFeed feed, boolean critical) {
                shown.add(feed.sessionId());
            }

            @Override
            public void onBroken() {}
        };
        return new SessionRegistry(
                folder,
                journal,
                lanes,
                SessionRig.services(sync, agents, workers, Clock.systemUTC(), listener, disk),
                sessionId -> {});
    }

    @AfterEach
    void end() throws Exception {
        registry.close();
        lanes.close();
        workers.shutdownNow();
        journal.close();
        sync.close();
        folder.close();
    }

    private void restart() throws Exception {
        registry.close();
        registry = registry();
        registry.load();
    }

    private IntentResult result(String request, Intent intent) throws InterruptedException {
        Cause cause = new Cause(new RequestId(request), new DeviceId("d1"), "Test device");
        registry.submit(new Submission(intent, cause, Scope.STEER::covers, results::add, accepted -> {}));
        return results.poll(10, TimeUnit.SECONDS);
    }

    private IntentResult.Accepted accepted(Intent intent) throws InterruptedException {
        return (IntentResult.Accepted) result("request-" + ++requests, intent);
    }

    private List<SessionId> create(int count) throws InterruptedException {
        List<SessionId> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(accepted(new Intent.CreateSession(FakeAgents.ID, root.toString(), null, null, "word " + i))
                    .sessionId());
        }
        return ids;
    }

    private SessionFeed feed(SessionId sessionId) {
        return registry.feed(sessionId).orElseThrow();
    }

    private List<SessionSummary> overview() {
        return registry.feeds().stream()
                .map(feed -> feed.head().summary())
                .sorted(Comparator.comparing(summary -> summary.sessionId().value()))
                .toList();
    }

    @Test
    void aHostStartsWithManySessionsAndReadsNoJournal() throws Exception {
        create(60);
        registry.close();
        List<SessionSummary> before = overview();
        int opened = disk.opened();
        restart();

        assertThat(registry.loaded()).isZero();
        assertThat(disk.opened()).isEqualTo(opened);
        assertThat(before).hasSize(60);
        assertThat(overview()).isEqualTo(before);
    }

    @Test
    void whatAKilledHostLeftIsReadOnceAndHeldByNobody() throws Exception {
        create(20);
        try (var files = Files.walk(root)) {
            // An index that a killed host did not write.
            registry.close();
            for (Path index : files.filter(file -> file.endsWith("index.jsonl")).toList()) {
                Files.delete(index);
            }
        }
        int opened = disk.opened();
        restart();
        assertThat(registry.loaded()).isZero();
        assertThat(disk.opened()).isEqualTo(opened + 20);
        restart();

        assertThat(disk.opened()).isEqualTo(opened + 20);
    }

    @Test
    void onlyTheSessionThatIsUsedIsRead() throws Exception {
        List<SessionId> ids = create(10);
        restart();
        accepted(new Intent.RenameSession(ids.get(3), "Another name"));

        assertThat(registry.loaded()).isEqualTo(1);
        assertThat(SessionRig.stateOf(feed(ids.get(3))).info().name()).isEqualTo("Another name");
    }

    @Test
    void theRequestThatMadeASessionIsKnownToTheNextHost() throws Exception {
        Intent create = new Intent.CreateSession(FakeAgents.ID, root.toString(), null, null, null);
        IntentResult first = result("make-it", create);
        restart();

        assertThat(result("make-it", create)).isEqualTo(first);
        assertThat(registry.feeds()).hasSize(1);
    }

    @Test
    void tenSessionsOnAFullDiskDoNotKeepAnEleventhFromWorking() throws Exception {
        List<SessionId> ids = create(11);
        SessionId free = ids.get(10);
        disk.fill(path -> !path.getParent().endsWith(free.value()));
        for (FakeAgent agent : agents.launched.subList(0, 10)) {
            agent.emit(new AgentEvent.MessageChunk(null, "more"));
        }
        await().until(() -> ids.subList(0, 10).stream()
                .allMatch(id -> feed(id).head().summary().activity().phase() == SessionPhase.FAILED));
        assertThat(result("stalled", new Intent.Prompt(ids.get(0), "more", WhenBusy.QUEUE)))
                .isInstanceOf(IntentResult.Refused.class);
        for (int i = 0; i < 20; i++) {
            assertThat(accepted(new Intent.Prompt(free, "still " + i, WhenBusy.QUEUE))
                            .sessionId())
                    .isEqualTo(free);
        }

        disk.free();
        await().until(() -> ids.subList(0, 10).stream()
                .noneMatch(id -> feed(id).head().summary().activity().phase() == SessionPhase.FAILED));
    }

    private static Intent newSession(Path cwd) {
        return new Intent.CreateSession(FakeAgents.ID, cwd.toString(), null, null, null);
    }

    private void assertNothingIsLeftOfTheSessionThat(IntentResult result, String reason) {
        IntentResult.Refused refused = (IntentResult.Refused) result;
        assertThat(refused.code()).isEqualTo(ErrorCode.JOURNAL_FAILED);
        assertThat(refused.text()).contains(reason);
        assertThat(registry.feeds()).isEmpty();
        assertThat(root.resolve("sessions")).isEmptyDirectory();
        assertThat(disk.open()).isZero();
    }

    @Test
    void aSessionThatDoesNotFitOnTheDiskIsRefusedAtOnceAndLeavesNothing() throws Exception {
        disk.fill();
        assertNothingIsLeftOfTheSessionThat(result("full", newSession(root)), "No space left");

        disk.free();
        assertThat(result("full", newSession(root))).isInstanceOf(IntentResult.Accepted.class);
        assertThat(shown).as("a session that was not made is never shown").hasSize(1);
    }

    @Test
    void aSessionThatDoesNotComeToDiskIsRefusedAndLeavesNothing() throws Exception {
        disk.refuseSync(true);
        assertNothingIsLeftOfTheSessionThat(result("refused", newSession(root)), "could not be brought to disk");
    }

    @Test
    void aSessionIsMadeAlsoWhileTheHostsJournalCannotBeWritten() throws Exception {
        journal.close();
        IntentResult first = result("make-it", newSession(root));

        assertThat(first).isInstanceOf(IntentResult.Accepted.class);
        assertThat(result("make-it", newSession(root))).isEqualTo(first);
        assertThat(registry.feeds()).hasSize(1);
    }

    private SessionId begun(String name, String journalText) throws Exception {
        SessionId sessionId = new SessionId(name);
        folder.createSession(sessionId);
        Files.writeString(folder.journal(sessionId), journalText);
        return sessionId;
    }

    @Test
    void theNextStartRemovesWhatWasOnlyBegunAndKeepsWhatMayHaveBeenMore() throws Exception {
        begun("empty", "");
        begun("torn", "{\"c\":\"0123");
        SessionId acknowledged = begun("acknowledged", "");
        journal.add(new HostJournal.Entry(
                new Cause(new RequestId("r"), new DeviceId("d"), ""),
                HostJournal.Deed.CREATED,
                acknowledged,
                Instant.EPOCH));
        SessionId withMore = begun("more", "");
        Files.writeString(folder.index(withMore), "");
        SessionId damaged = begun("damaged", "no line of ours\n");
        restart();

        assertThat(folder.sessions()).containsExactlyInAnyOrder(acknowledged, withMore, damaged);
        assertThat(registry.feeds()).hasSize(3).allSatisfy(feed -> {
            Activity activity = feed.head().summary().activity();
            assertThat(activity.phase()).isEqualTo(SessionPhase.FAILED);
            assertThat(activity.detail())
                    .contains(folder.journal(feed.sessionId()).getParent().toString(), "backup");
        });
        assertThat(folder.journal(damaged)).hasContent("no line of ours\n");
    }

    @Test
    void aSessionIsDeletedAlsoWhileTheHostsJournalCannotBeWritten() throws Exception {
        SessionId sessionId = create(1).get(0);
        journal.close();
        Intent delete = new Intent.DeleteSession(sessionId);
        IntentResult first = result("delete-it", delete);

        assertThat(first).isInstanceOf(IntentResult.Accepted.class);
        assertThat(folder.sessions()).isEmpty();
        assertThat(result("delete-it", delete)).isEqualTo(first);
    }
}
