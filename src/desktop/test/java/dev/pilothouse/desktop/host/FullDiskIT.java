package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pilothouse.desktop.journal.HostInfo;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.session.WhenBusy;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A host on a small file system that is really full. Needs the right to mount one. */
@Timeout(120)
class FullDiskIT {
    @TempDir
    Path folder;

    private Path disk;
    private Path data;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        data = disk.resolve("data");
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=4m,mode=0700", "tmpfs", disk.toString()),
                "this user may not mount a file system");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", "-l", disk.toString());
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private Path fill() throws IOException {
        Path filler = disk.resolve("filler");
        try (OutputStream out = Files.newOutputStream(filler)) {
            byte[] page = new byte[4096];
            while (true) {
                out.write(page);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
        return filler;
    }

    private Intent newSession() {
        return new Intent.CreateSession(new AgentId("demo"), folder.toString(), null, null, null);
    }

    @Test
    void aHostStartsOnAFullDiskShowsItsSessionsRefusesWhatIsNewAndGoesOnWhenThereIsRoom() throws Exception {
        SessionId session;
        SessionState before;
        try (TestHost host = TestHost.on(data);
                TestClient client = host.local()) {
            session = client.session("demo", folder.toString());
            client.prompt(session, "/say hello");
            before = client.awaitState(session, "the end", state -> state.lastTurn() != null);
        }
        // Each start writes this file again; deleting the old one then would free space.
        Files.delete(data.resolve("processes"));
        Path filler = fill();
        try (TestHost host = TestHost.on(data);
                TestClient client = host.local()) {
            assertThat(client.awaitHeard(HostMessage.Overview.class).sessions())
                    .extracting(SessionSummary::sessionId)
                    .containsExactly(session);
            client.subscribe(session);
            SessionState shown = client.awaitState(session, "what was said", state -> state.lastTurn() != null);
            assertThat(shown.transcript().items())
                    .containsAll(before.transcript().items());
            assertThat(host.manager().notices()).anyMatch(text -> text.text().contains("Make room on that disk"));

            HostMessage.Failure refused = client.refused(client.submit(newSession()));
            assertThat(refused.code()).isEqualTo(ErrorCode.JOURNAL_FAILED);
            assertThat(refused.text()).contains("the disk is full");
            HostMessage.Failure prompt =
                    client.refused(client.submit(new Intent.Prompt(session, "/say again", WhenBusy.QUEUE)));
            assertThat(prompt.code()).isEqualTo(ErrorCode.JOURNAL_FAILED);
            assertThat(prompt.text()).contains("Make room on the host’s disk");
            Files.delete(filler);

            await().until(() -> HostInfo.read(data).isPresent());
            client.done(newSession());
            client.done(new Intent.Prompt(session, "/say again", WhenBusy.QUEUE));
            client.awaitState(session, "another end", state -> state.seq() > shown.seq() && state.lastTurn() != null);
        }
    }

    @Test
    void aNewDataFolderOnAFullDiskIsRefusedWithWhatToDo() throws Exception {
        fill();
        HostStartResult start = ServerManager.start(TestHost.options(data, 0));

        assertThat(start).isInstanceOf(HostStartResult.Failed.class);
        assertThat(((HostStartResult.Failed) start).failure().text())
                .contains("the disk is full", "Make room on that disk")
                .doesNotContain("--data");
    }
}
