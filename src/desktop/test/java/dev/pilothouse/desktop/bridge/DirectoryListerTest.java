package dev.pilothouse.desktop.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.DirectoryEntry;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.protocol.HostMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryListerTest {
    private static final RequestId REQUEST = new RequestId("r1");

    @TempDir
    Path work;

    @Test
    void aRepositoryAndAWorktreeAreMarkedAndOtherFoldersAndFilesAreNot() throws Exception {
        Files.createDirectories(work.resolve("clone/.git"));
        Files.createDirectories(work.resolve("worktree"));
        Files.writeString(work.resolve("worktree/.git"), "gitdir: ../clone/.git/worktrees/worktree\n");
        Files.createDirectories(work.resolve("plain"));
        Files.writeString(work.resolve("a.txt"), "x");

        assertThat(((HostMessage.Directory) DirectoryLister.list(REQUEST, work.toString())).entries())
                .containsExactly(
                        new DirectoryEntry("clone", true, true),
                        new DirectoryEntry("plain", true, false),
                        new DirectoryEntry("worktree", true, true),
                        new DirectoryEntry("a.txt", false, false));
    }

    @Test
    void aDirectoryThatDoesNotExistIsRefusedByName() {
        Path none = work.resolve("none");
        assertThat(DirectoryLister.list(REQUEST, none.toString()))
                .isEqualTo(new HostMessage.Failure(
                        REQUEST, ErrorCode.NO_SUCH_DIRECTORY, HostText.of(HostTextCode.DIRECTORY_MISSING, none)));
    }
}
