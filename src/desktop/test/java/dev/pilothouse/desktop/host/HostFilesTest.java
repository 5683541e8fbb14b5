package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.agent.FakeAgent;
import dev.pilothouse.desktop.agent.FakeAgents;
import dev.pilothouse.desktop.bridge.FileSearchResult;
import dev.pilothouse.desktop.bridge.Submission;
import dev.pilothouse.desktop.git.GitRunner;
import dev.pilothouse.desktop.git.KeptStore;
import dev.pilothouse.desktop.journal.DataFolder;
import dev.pilothouse.desktop.journal.HostJournal;
import dev.pilothouse.desktop.journal.JournalFileSystem;
import dev.pilothouse.desktop.journal.JournalSync;
import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.desktop.process.ProcessRegistry;
import dev.pilothouse.model.Cause;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.FileMatch;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.pulse.Lanes;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** File searches of a real registry, in a directory that does not respond. */
class HostFilesTest {
    @TempDir
    Path root;

    @TempDir
    Path project;

    private final BlockingQueue<IntentResult> results = new LinkedBlockingQueue<>();
    private final BlockingQueue<FileSearchResult> found = new LinkedBlockingQueue<>();
    /** Simulates a directory that does not respond; it blocks between two of its entries. */
    private final CountDownLatch stuck = new CountDownLatch(1);

    private final FakeAgents agents = new FakeAgents(FakeAgent::automatic);
    private final ExecutorService workers = Executors.newFixedThreadPool(2);
    private final JournalSync sync = new JournalSync();
    private final Lanes lanes = new Lanes("test", (thread, failure) -> {});
    private DataFolder folder;
    private HostJournal journal;
    private SessionRegistry registry;
    private HostFiles files;
    private int requests;

    @BeforeEach
    void open() throws Exception {
        Files.writeString(project.resolve("Main.java"), "");
        folder = ((DataFolder.Taking.Taken) DataFolder.take(root)).folder();
        journal = HostJournal.open(folder.file("host.jsonl"));
        SessionLog.Listener listener = new SessionLog.Listener() {
            @Override
            public void onChanged(SessionFeed feed, boolean critical) {}

            @Override
            public void onBroken() {}
        };
        registry = new SessionRegistry(
                folder,
                journal,
                lanes,
                SessionRig.services(sync, agents, workers, Clock.systemUTC(), listener, JournalFileSystem.REAL),
                sessionId -> {});
        files = new HostFiles(
                registry,
                agents,
                UploadQuota.of(folder, Clock.systemUTC()),
                Clock.systemUTC(),
                new GitFiles(new GitRunner(ProcessRegistry.none(), "test", System::getenv)),
                new KeptFileService(
                        new KeptStore(
                                new GitRunner(ProcessRegistry.none(), "test", System::getenv),
                                folder.file("kept"),
                                Clock.systemUTC()),
                        List::of,
                        () -> true),
                List.of(root));
    }

    @AfterEach
    void close() throws Exception {
        stuck.countDown();
        files.close();
        registry.close();
        lanes.close();
        workers.shutdownNow();
        journal.close();
        sync.close();
        folder.close();
    }

    private IntentResult.Accepted accepted(Intent intent) throws InterruptedException {
        Cause cause = new Cause(new RequestId("request-" + ++requests), new DeviceId("d1"), "Test device");
        registry.submit(new Submission(intent, cause, Scope.STEER::covers, results::add, accepted -> {}));
        return (IntentResult.Accepted) results.poll(10, TimeUnit.SECONDS);
    }

    private BooleanSupplier stuck() {
        return () -> {
            try {
                stuck.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return false;
        };
    }

    @Test
    void aDirectoryThatDoesNotAnswerHoldsUpNoEndOfAnAgentAndFurtherSearchesAreRefused() throws Exception {
        SessionId session = accepted(new Intent.CreateSession(FakeAgents.ID, project.toString(), null, null, null))
                .sessionId();
        for (int i = 0; i < HostFiles.THREADS + HostFiles.WAITING; i++) {
            files.find(session, "m", stuck(), found::add);
        }
        assertThat(found).isEmpty();
        files.find(session, "m", () -> false, found::add);
        FileSearchResult.Refused refused = (FileSearchResult.Refused) found.take();
        assertThat(refused.code()).isEqualTo(ErrorCode.BUSY);

        accepted(new Intent.CloseSession(session));
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> agents.last().commands.contains("close"));

        stuck.countDown();
        for (int i = 0; i < HostFiles.THREADS + HostFiles.WAITING; i++) {
            FileSearchResult.Found all = (FileSearchResult.Found) found.poll(10, TimeUnit.SECONDS);
            assertThat(all.files()).isEqualTo(List.of(new FileMatch("Main.java", false)));
        }
    }

    @Test
    void nothingIsFoundOrKeptForASessionThatIsNotThereWhateverItsNameIs() throws Exception {
        for (String name : List.of("../sessions", "..", "/etc", "s\u00e4")) {
            SessionId none = new SessionId(name);
            files.find(none, "", () -> false, found::add);
            assertThat(((FileSearchResult.Refused) found.take()).code()).isEqualTo(ErrorCode.NO_SUCH_SESSION);
            assertThat(files.refusal(none, 1).orElseThrow().code()).isEqualTo(ErrorCode.NO_SUCH_SESSION);
        }
    }
}
