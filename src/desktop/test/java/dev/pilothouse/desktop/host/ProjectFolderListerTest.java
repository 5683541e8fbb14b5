package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pilothouse.desktop.bridge.HostOperations.RefusedException;
import dev.pilothouse.desktop.git.GitRunner;
import dev.pilothouse.desktop.process.ProcessRegistry;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.FolderEntry;
import dev.pilothouse.session.HostGateway;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "links are for administrators there")
class ProjectFolderListerTest {
    @TempDir
    Path outer;

    private HostGateway.Folder list(Path work, String path) throws Exception {
        return new ProjectFolderLister(
                        new ProjectFolders(List.of()),
                        new GitFiles(new GitRunner(ProcessRegistry.none(), "test", System::getenv)))
                .list(work, path, () -> false);
    }

    @Test
    void foldersComeFirstHiddenEntriesAreIncludedAndIgnoredOnesAreMarked() throws Exception {
        Path work = Files.createDirectories(outer.resolve("project"));
        Files.createDirectories(work.resolve("src"));
        Files.createDirectories(work.resolve("node_modules"));
        Files.createDirectories(work.resolve(".git"));
        Files.writeString(work.resolve(".gitignore"), "*.log\n");
        Files.writeString(work.resolve("b.txt"), "12345");
        Files.writeString(work.resolve("A.log"), "");
        Files.writeString(work.resolve("gpj.\u202eexe"), "");
        Files.createSymbolicLink(work.resolve("to-src"), work.resolve("src"));
        Files.createSymbolicLink(work.resolve("out"), outer);

        HostGateway.Folder folder = list(work, "");
        assertThat(folder.path()).isEmpty();
        assertThat(folder.partial()).isFalse();
        assertThat(folder.entries())
                .containsExactly(
                        new FolderEntry("node_modules", true, true, false, 0),
                        new FolderEntry("src", true, false, false, 0),
                        new FolderEntry("to-src", true, false, true, 0),
                        new FolderEntry(".gitignore", false, false, false, 6),
                        new FolderEntry("A.log", false, true, false, 0),
                        new FolderEntry("b.txt", false, false, false, 5),
                        new FolderEntry("out", false, false, true, 0));
        assertThat(list(work, "src").entries()).isEmpty();
        assertThat(list(work, "to-src").path()).isEqualTo("src");
    }

    @Test
    void whatIsNoFolderOfTheProjectIsRefused() throws Exception {
        Path work = Files.createDirectories(outer.resolve("project"));
        Files.writeString(work.resolve("a.txt"), "");
        Files.createSymbolicLink(work.resolve("out"), outer);
        for (String path : List.of("..", "out", "a.txt", "/", ".git")) {
            RefusedException refused = catchThrowableOfType(RefusedException.class, () -> list(work, path));
            assertThat(refused.code()).as(path).isEqualTo(ErrorCode.BAD_REQUEST);
        }
        RefusedException none = catchThrowableOfType(RefusedException.class, () -> list(work, "none"));
        assertThat(none.code()).isEqualTo(ErrorCode.NO_SUCH_FILE);
    }

    @Test
    void aFolderThatBecomesALinkAfterItWasCheckedIsNotListed() throws Exception {
        Path work = Files.createDirectories(outer.resolve("project"));
        Files.writeString(Files.createDirectories(outer.resolve("elsewhere")).resolve("secret.txt"), "");
        Files.createDirectories(work.resolve("src/main"));
        ProjectFolders folders = new ProjectFolders(List.of());
        ProjectFolders.Place main = folders.find(work, "src/main");
        ProjectFolders.Place src = folders.find(work, "src");
        Files.delete(work.resolve("src/main"));
        Files.createSymbolicLink(work.resolve("src/main"), outer.resolve("elsewhere"));
        assertThat(catchThrowableOfType(RefusedException.class, () -> folders.openFolder(main)))
                .isNotNull();

        Files.delete(work.resolve("src/main"));
        Files.delete(work.resolve("src"));
        Files.createSymbolicLink(work.resolve("src"), outer.resolve("elsewhere"));
        assertThat(catchThrowableOfType(RefusedException.class, () -> folders.openFolder(src)))
                .isNotNull();
    }

    @Test
    void aPipeIsNoFolderAndDoesNotBlock() throws Exception {
        Path work = Files.createDirectories(outer.resolve("project"));
        Process made = new ProcessBuilder("mkfifo", work.resolve("pipe").toString()).start();
        assumeTrue(made.waitFor(10, TimeUnit.SECONDS) && made.exitValue() == 0, "needs mkfifo");

        RefusedException refused = catchThrowableOfType(RefusedException.class, () -> list(work, "pipe"));
        assertThat(refused.code()).isEqualTo(ErrorCode.BAD_REQUEST);
    }
}
