package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.bridge.FileSearchResult;
import dev.pilothouse.desktop.git.GitRunner;
import dev.pilothouse.desktop.process.ProcessRegistry;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.FileMatch;
import dev.pilothouse.pulse.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFinderTest {
    @TempDir
    Path outer;

    private final ManualClock clock = new ManualClock();
    // No project here is a repository, so git is never started.
    private final FileFinder finder =
            new FileFinder(clock, new GitFiles(new GitRunner(ProcessRegistry.none(), "test", System::getenv)));

    private Path project() throws IOException {
        return Files.createDirectories(outer.resolve("project"));
    }

    private void file(String path) throws IOException {
        Path file = project().resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, path);
    }

    private FileSearchResult.Found search(String query) throws IOException {
        return (FileSearchResult.Found) finder.find(project(), query, () -> false);
    }

    private List<String> found(String query) throws IOException {
        return search(query).files().stream().map(FileMatch::path).toList();
    }

    @Test
    void theNameCountsBeforeTheFoldersAndTheBeginningBeforeTheMiddle() throws IOException {
        file("session/Other.java");
        file("src/main/SessionPool.java");
        file("src/main/HostSession.java");
        file("src/main/obsession.txt");
        file("src/s/e/s/s/i/on.txt");
        file("README.md");

        assertThat(found("session"))
                .containsExactly(
                        "session",
                        "src/main/SessionPool.java",
                        "src/main/HostSession.java",
                        "src/main/obsession.txt",
                        "session/Other.java",
                        "src/s/e/s/s/i/on.txt");
    }

    @Test
    void lettersInTheirOrderAreEnoughAndWordStartsCount() throws IOException {
        file("src/HostSessionTest.java");
        file("src/hoist.txt");
        file("src/unrelated.md");

        assertThat(found("hst")).containsExactly("src/HostSessionTest.java", "src/hoist.txt");
        assertThat(found("main/host")).isEmpty();
        assertThat(found("src/host")).containsExactly("src/HostSessionTest.java", "src/hoist.txt");
    }

    @Test
    void withoutLettersTheTopOfTheDirectoryShowsFoldersFirst() throws IOException {
        file("zoo/a.txt");
        file("b.txt");
        file("A.txt");

        assertThat(search("").files())
                .containsExactly(
                        new FileMatch("zoo", true), new FileMatch("A.txt", false), new FileMatch("b.txt", false));
    }

    @Test
    void heavyFoldersAndWhatTheProjectIgnoresAreLeftOut() throws IOException {
        file("node_modules/left-pad/index.js");
        file(".hg/index.js");
        file("target/classes/index.js");
        file("generated/index.js");
        file("web/secret/index.js");
        file("web/index.js");
        file("web/index.js.map");
        Files.writeString(
                project().resolve(".gitignore"), "# comment\n\ngenerated/\n/web/secret\n*.map\n!keep\nweird[ab]*\n");

        assertThat(found("index")).containsExactly("web/index.js");
    }

    @Test
    void aLaterLineOfGitignoreTakesBackAnEarlierOne() throws IOException {
        file("debug.log");
        file("keep.log");
        file("sub/keep.log");
        file("build/keep.log");
        file("target/keep.log");
        file("again.log");
        Files.writeString(project().resolve(".gitignore"), "*.log\n!keep.log\n!again.log\nagain.log\n!build/\n");

        assertThat(found("log")).containsExactlyInAnyOrder("keep.log", "sub/keep.log", "build/keep.log");
    }

    @Test
    void aLinkToAFolderIsNotFollowedAndALinkOutOfTheProjectIsNotNamed() throws IOException {
        Files.writeString(outer.resolve("secret.txt"), "secret");
        Files.createDirectories(outer.resolve("elsewhere"));
        Files.writeString(outer.resolve("elsewhere/secret2.txt"), "secret");
        file("a/secret3.txt");
        Files.createSymbolicLink(project().resolve("secret-link.txt"), outer.resolve("secret.txt"));
        Files.createSymbolicLink(
                project().resolve("inner-secret.txt"), project().resolve("a/secret3.txt"));
        Files.createSymbolicLink(project().resolve("out"), outer.resolve("elsewhere"));
        Files.createSymbolicLink(project().resolve("loop"), project());
        Files.createSymbolicLink(project().resolve("dangling-secret"), Path.of("nowhere"));

        assertThat(found("secret")).containsExactly("a/secret3.txt", "inner-secret.txt");
    }

    @Test
    void aSearchThatLeavesTheProjectIsRefused() throws IOException {
        for (String query : List.of("../", "a/../../b", "/etc", "~/x", "x".repeat(201))) {
            assertThat(finder.find(project(), query, () -> false))
                    .as(query)
                    .isInstanceOfSatisfying(
                            FileSearchResult.Refused.class,
                            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.BAD_REQUEST));
        }
        assertThat(finder.find(outer.resolve("missing"), "a", () -> false))
                .isInstanceOfSatisfying(
                        FileSearchResult.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.NO_SUCH_DIRECTORY));
    }

    @Test
    void aSearchEndsAsSoonAsNobodyWaitsForIt() throws IOException {
        file("a/one.txt");
        file("b/two.txt");
        AtomicInteger asked = new AtomicInteger();

        assertThat(finder.find(project(), "t", () -> asked.incrementAndGet() > 1))
                .isInstanceOfSatisfying(
                        FileSearchResult.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.CLOSED));
        assertThat(found("two")).as("nothing half of it is kept").containsExactly("b/two.txt");
    }

    @Test
    void theNextLetterNeedsNoDiskButANewFileIsFoundSoon() throws IOException {
        file("one.txt");
        assertThat(found("o")).hasSize(1);
        file("other.txt");
        assertThat(found("o")).hasSize(1);
        clock.advance(FileFinder.FRESH);

        assertThat(found("o")).hasSize(2);
    }

    @Test
    void aHugeDirectoryIsReadUpToABoundAndSaysSo() throws IOException {
        Path many = project().resolve("many");
        Files.createDirectories(many);
        for (int i = 0; i < 300; i++) {
            Files.createDirectories(many.resolve("d" + i));
        }
        AtomicInteger entries = new AtomicInteger();
        FileSearchResult.Found found = (FileSearchResult.Found) finder.find(project(), "d", () -> {
            // Each read takes time, as on a slow disk.
            clock.advance(Duration.ofMillis(20));
            entries.incrementAndGet();
            return false;
        });

        assertThat(found.partial()).isTrue();
        assertThat(found.files()).hasSizeLessThanOrEqualTo(FileFinder.MAX_FOUND);
        assertThat(entries.get()).isLessThan(500);
    }

    @Test
    void aSearchEndsInTimeAlsoInAFolderFullOfIgnoredFiles() throws IOException {
        file(".gitignore");
        Files.writeString(project().resolve(".gitignore"), "*.o");
        for (int i = 0; i < 20; i++) {
            file(i + ".o");
        }
        AtomicInteger looked = new AtomicInteger();

        FileSearchResult.Found found = (FileSearchResult.Found) finder.find(project(), "", () -> {
            looked.incrementAndGet();
            clock.advance(Duration.ofSeconds(1));
            return false;
        });

        assertThat(looked.get()).isLessThan(10);
        assertThat(found.partial()).isTrue();
    }
}
