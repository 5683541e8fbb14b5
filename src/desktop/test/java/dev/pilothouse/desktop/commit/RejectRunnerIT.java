package dev.pilothouse.desktop.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pilothouse.desktop.git.ContentReader;
import dev.pilothouse.desktop.git.GitRepository;
import dev.pilothouse.desktop.git.GitRunner;
import dev.pilothouse.desktop.git.KeptStore;
import dev.pilothouse.desktop.git.KeptTree;
import dev.pilothouse.desktop.git.LineMerge;
import dev.pilothouse.desktop.git.RepositoryReader;
import dev.pilothouse.desktop.git.WorkingSessions;
import dev.pilothouse.desktop.git.WorkingTree;
import dev.pilothouse.desktop.job.JobResult;
import dev.pilothouse.model.ChangedFile;
import dev.pilothouse.model.ComparisonTarget;
import dev.pilothouse.model.DiffHunk;
import dev.pilothouse.model.FileMark;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.HunkMark;
import dev.pilothouse.model.JobState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rejects and stages changes in real repositories. */
class RejectRunnerIT {
    @TempDir
    Path folder;

    private GitRepository repository;
    private GitRunner git;
    private RepositoryReader reader;
    private KeptStore kept;
    private RejectRunner runner;
    private StageRunner stage;

    @BeforeEach
    void create() throws Exception {
        repository = GitRepository.create(folder, "shop");
        git = repository.runner();
        reader = new RepositoryReader(git);
        kept = new KeptStore(git, folder.resolve("data/kept"), Clock.systemUTC());
        ContentReader contents = new ContentReader(git);
        LineMerge merge = new LineMerge(git, folder.resolve("data/merge"));
        runner = new RejectRunner(new RejectRunner.Parts(
                reader, kept, contents, merge, new WorkingSessions(List::of), (session, path) -> Optional.empty()));
        stage = new StageRunner(git, reader, contents, merge);
        repository.file("a.txt", numbers("\n"));
        repository.commit("First");
    }

    @AfterEach
    void close() {
        git.close();
    }

    private static String numbers(String end) {
        return IntStream.rangeClosed(1, 40).mapToObj(i -> "line " + i + end).collect(Collectors.joining());
    }

    /** Two hunks: line 3 is changed, and line 31 is replaced by two lines. */
    private static String changed(String end) {
        return numbers(end)
                .replace("line 3" + end, "THREE" + end)
                .replace("line 31" + end, "thirty" + end + "one" + end);
    }

    private WorkingTree tree() {
        return WorkingTree.containing(repository.root()).orElseThrow();
    }

    private FileMark mark(String path) throws Exception {
        return reader.changes(tree(), ComparisonTarget.HEAD, () -> false).list().files().stream()
                .filter(file -> file.path().equals(path))
                .map(FileMark::of)
                .findFirst()
                .orElseThrow();
    }

    private HunkMark hunk(String path, int number) throws Exception {
        List<DiffHunk> hunks = reader.diff(
                        tree(),
                        reader.resolve(tree(), ComparisonTarget.HEAD, () -> false),
                        path,
                        mark(path).oldPath(),
                        0,
                        () -> false)
                .hunks();
        return HunkMark.of(hunks.get(number));
    }

    private TestRun order(FileMark file, @Nullable HunkMark hunk) {
        return new TestRun(RejectRunner.parameters(repository.root(), ComparisonTarget.HEAD, file, hunk, false));
    }

    private JobResult reject(FileMark file, @Nullable HunkMark hunk) throws Exception {
        return runner.run(order(file, hunk));
    }

    private void isRejected(FileMark file, @Nullable HunkMark hunk) throws Exception {
        JobResult result = reject(file, hunk);
        assertThat(result.state()).as(result.text()).isEqualTo(JobState.DONE);
    }

    private String content(String path) throws Exception {
        return Files.readString(repository.root().resolve(path), StandardCharsets.ISO_8859_1);
    }

    private String status() throws Exception {
        return repository.git("status", "--porcelain");
    }

    @Test
    void aRejectionThatEndedBetweenItsSnapshotAndItsChangeIsFinished() throws Exception {
        repository.file("a.txt", changed("\n"));
        TestRun run = order(mark("a.txt"), null);
        kept.keep(new KeptStore.Request(
                repository.root(), KeptTree.Reason.RESTORE, run.jobId().value()));
        run.begin(RejectRunner.CHANGING
                + repository.git("rev-parse", "HEAD:a.txt").strip());

        JobResult result = runner.recover(run);

        assertThat(result.state()).as(result.text()).isEqualTo(JobState.DONE);
        assertThat(content("a.txt")).isEqualTo(numbers("\n"));
    }

    @Test
    void whatOthersWriteAndStageMeanwhileStays() throws Exception {
        repository.file("b.txt", "one\n");
        repository.file("c.txt", "one\n");
        repository.commit("Second");
        repository.file("a.txt", changed("\n"));
        TestRun run = order(mark("a.txt"), null);
        run.onBegin = () -> {
            run.onBegin = () -> {};
            try {
                repository.file("b.txt", "theirs\n");
                repository.file("c.txt", "theirs\n");
                repository.git("add", "c.txt");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };

        JobResult result = runner.run(run);

        assertThat(result.state()).as(result.text()).isEqualTo(JobState.DONE);
        assertThat(content("a.txt")).isEqualTo(numbers("\n"));
        assertThat(content("b.txt")).isEqualTo("theirs\n");
        assertThat(repository.git("status", "--porcelain")).isEqualTo(" M b.txt\nM  c.txt\n");
    }

    @Test
    void oneHunkGoesBackAndTheOtherStays() throws Exception {
        repository.file("a.txt", changed("\n"));
        isRejected(mark("a.txt"), hunk("a.txt", 0));
        assertThat(content("a.txt")).isEqualTo(numbers("\n").replace("line 31\n", "thirty\none\n"));

        isRejected(mark("a.txt"), hunk("a.txt", 0));
        assertThat(status()).isEmpty();
    }

    @Test
    void aRejectedChangeComesBackFromItsSnapshot() throws Exception {
        repository.file("a.txt", changed("\n"));
        repository.git("add", "a.txt");
        TestRun run = order(mark("a.txt"), hunk("a.txt", 1));
        runner.run(run);
        assertThat(content("a.txt")).doesNotContain("thirty");

        kept.restore(repository.root(), run.evidence.get("snapshot"), "s1");

        assertThat(content("a.txt")).isEqualTo(changed("\n"));
        assertThat(status()).isEqualTo("M  a.txt\n");
    }

    @Test
    void theStagedPartOfARejectedHunkIsUnstagedAndTheRestStaysStaged() throws Exception {
        repository.file("a.txt", changed("\n"));
        repository.git("add", "a.txt");

        isRejected(mark("a.txt"), hunk("a.txt", 0));

        assertThat(repository.git("show", ":a.txt")).isEqualTo(numbers("\n").replace("line 31\n", "thirty\none\n"));
        assertThat(status()).isEqualTo("M  a.txt\n");
    }

    @Test
    void aFileThatChangedSinceThePersonLookedIsLeftAlone() throws Exception {
        repository.file("a.txt", changed("\n"));
        FileMark seen = mark("a.txt");
        HunkMark hunk = hunk("a.txt", 0);
        repository.file("a.txt", changed("\n") + "more\n");

        assertThat(reject(seen, hunk).text()).contains("has changed since you looked");
        assertThat(reject(seen, null).text()).contains("has changed since you looked");
        assertThat(content("a.txt")).endsWith("more\n");
        assertThat(kept.list(repository.root())).isEmpty();
    }

    @Test
    void otherLinesThanThePersonSawAreNotRejected() throws Exception {
        repository.file("a.txt", changed("\n"));
        HunkMark seen = hunk("a.txt", 0);
        HunkMark other = new HunkMark(seen.oldStart(), seen.newStart(), "0".repeat(64));
        assertThat(reject(mark("a.txt"), other).state()).isEqualTo(JobState.FAILED);
        assertThat(content("a.txt")).isEqualTo(changed("\n"));
    }

    @Test
    void lineEndsOfWindowsStayInTheFile() throws Exception {
        repository.git("config", "core.autocrlf", "true");
        repository.file("a.txt", changed("\r\n"));

        isRejected(mark("a.txt"), hunk("a.txt", 0));
        assertThat(content("a.txt")).isEqualTo(numbers("\r\n").replace("line 31\r\n", "thirty\r\none\r\n"));

        isRejected(mark("a.txt"), null);
        assertThat(content("a.txt")).isEqualTo(numbers("\r\n"));
        assertThat(status()).isEmpty();
    }

    @Test
    void aMissingLineEndAtTheEndOfAFileComesBack() throws Exception {
        repository.file("a.txt", "one\ntwo");
        repository.commit("Short");
        repository.file("a.txt", "one\ntwo\nthree\n");
        isRejected(mark("a.txt"), hunk("a.txt", 0));
        assertThat(content("a.txt")).isEqualTo("one\ntwo");

        repository.file("a.txt", "one");
        isRejected(mark("a.txt"), hunk("a.txt", 0));
        assertThat(content("a.txt")).isEqualTo("one\ntwo");
    }

    @Test
    void newDeletedAndRenamedFilesGoBack() throws Exception {
        repository.file("b.txt", "b\nb\nb\nb\n");
        repository.commit("B");
        repository.file("new/c.txt", "new\n");
        Files.delete(repository.root().resolve("a.txt"));
        repository.git("mv", "b.txt", "d.txt");

        isRejected(mark("new/c.txt"), null);
        isRejected(mark("a.txt"), null);
        isRejected(mark("d.txt"), null);

        assertThat(status()).isEmpty();
        assertThat(repository.root().resolve("new")).doesNotExist();
        assertThat(content("b.txt")).isEqualTo("b\nb\nb\nb\n");
    }

    @Test
    void theOnlyHunkOfANewFileIsTheFile() throws Exception {
        repository.file("c.txt", "new\n");
        isRejected(mark("c.txt"), hunk("c.txt", 0));
        assertThat(repository.root().resolve("c.txt")).doesNotExist();
    }

    @Test
    void modesLinksAndBinaryFilesGoBack() throws Exception {
        Path file = repository.root().resolve("a.txt");
        Path link = repository.root().resolve("link");
        Files.createSymbolicLink(link, Path.of("a.txt"));
        Files.write(repository.root().resolve("x.bin"), new byte[] {0, 1, 2, 13, 10});
        repository.commit("Link");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.delete(link);
        Files.createSymbolicLink(link, Path.of("elsewhere"));
        Files.write(repository.root().resolve("x.bin"), new byte[] {0, 9});

        isRejected(mark("a.txt"), null);
        isRejected(mark("link"), null);
        isRejected(mark("x.bin"), null);

        assertThat(status()).isEmpty();
        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isTrue();
    }

    @Test
    void noHookAndNoFilterRuns() throws Exception {
        repository.file(".gitattributes", "*.sec filter=evil\n");
        repository.file("x.sec", "secret\n");
        repository.commit("Attributes");
        Path trace = folder.resolve("trace");
        repository.git("config", "filter.evil.clean", "touch " + trace + "; cat");
        repository.git("config", "filter.evil.smudge", "touch " + trace + "; cat");
        Path hook = repository.root().resolve(".git/hooks/post-checkout");
        Files.createDirectories(hook.getParent());
        Files.writeString(hook, "#!/bin/sh\ntouch " + trace + "\n");
        assertThat(hook.toFile().setExecutable(true)).isTrue();
        repository.file("a.txt", changed("\n"));
        repository.file("x.sec", "other\n");

        isRejected(mark("a.txt"), null);
        assertThat(reject(mark("x.sec"), null).text()).contains("through a filter");
        assertThat(trace).doesNotExist();
    }

    /** Two versions of a file that Git LFS stores: the second one is in the working tree. */
    private void inLfs() throws Exception {
        assumeTrue(hasLfs(), "Git LFS is not installed, so no file can be stored by it");
        repository.git("lfs", "install", "--local");
        repository.file(".gitattributes", "*.bin filter=lfs diff=lfs merge=lfs -text\n");
        repository.file("large.bin", "first \u00ff content\n".repeat(100));
        repository.commit("Large file");
        repository.file("large.bin", "second\n");
    }

    private static boolean hasLfs() throws Exception {
        return new ProcessBuilder("git", "lfs", "version").start().waitFor() == 0;
    }

    private void isFirstAgain() throws Exception {
        assertThat(Files.readString(repository.root().resolve("large.bin")))
                .isEqualTo("first \u00ff content\n".repeat(100));
        assertThat(status()).isEmpty();
    }

    @Test
    void aFileInGitLfsGetsItsContentBackAndNotThePointer() throws Exception {
        inLfs();
        repository.git("add", "large.bin");

        isRejected(mark("large.bin"), null);

        isFirstAgain();
    }

    @Test
    void theHunkOfAPointerOfGitLfsIsTheWholeFile() throws Exception {
        inLfs();

        isRejected(mark("large.bin"), hunk("large.bin", 0));

        isFirstAgain();
    }

    @Test
    void aRejectionInGitLfsThatWasDoneBeforeAKillIsSettledAsDone() throws Exception {
        inLfs();
        TestRun run = order(mark("large.bin"), null);
        assertThat(runner.run(run).state()).isEqualTo(JobState.DONE);

        JobResult result = runner.recover(run);

        assertThat(result.state()).as(result.text()).isEqualTo(JobState.DONE);
        isFirstAgain();
    }

    /** Commits the pointer to a content, as Git LFS writes it. */
    private void pointer(String content) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
        String id = HexFormat.of().formatHex(digest);
        repository.file("large.bin", "version https://git-lfs.github.com/spec/v1\noid sha256:" + id + "\nsize 6\n");
        repository.commit("Pointer");
        repository.file(".gitattributes", "*.bin filter=lfs -text\n");
        Path object = repository
                .root()
                .resolve(".git/lfs/objects/" + id.substring(0, 2) + "/" + id.substring(2, 4) + "/" + id);
        Files.createDirectories(object.getParent());
        Files.writeString(object, "first\n");
        for (String key : List.of("clean", "smudge", "process")) {
            repository.git("config", "filter.lfs." + key, "");
        }
        repository.git("config", "filter.lfs.required", "false");
        repository.file("large.bin", "second\n");
    }

    @Test
    void theContentComesFromTheFolderOfGitLfsWithoutItsProgram() throws Exception {
        pointer("first\n");

        isRejected(mark("large.bin"), null);

        assertThat(content("large.bin")).isEqualTo("first\n");
    }

    @Test
    void withAnotherContentInTheFolderOfGitLfsTheFileStaysAsItIs() throws Exception {
        pointer("other\n");

        JobResult result = reject(mark("large.bin"), null);

        assertThat(result.sentence().code().word()).isEqualTo(HostTextCode.FILE_NOT_IN_LFS.word());
        assertThat(content("large.bin")).isEqualTo("second\n");
    }

    @Test
    void aProgramOfTheRepositoryUnderTheNameOfGitLfsDoesNotRun() throws Exception {
        repository.file(".gitattributes", "*.bin filter=lfs -text\n");
        repository.file("large.bin", "first\n");
        repository.commit("Attributes");
        Path trace = folder.resolve("trace");
        for (String key : List.of("clean", "smudge", "process")) {
            repository.git("config", "filter.lfs." + key, "touch " + trace + "; cat");
        }
        repository.file("large.bin", "second\n");

        isRejected(mark("large.bin"), null);

        assertThat(content("large.bin")).isEqualTo("first\n");
        assertThat(trace).doesNotExist();
    }

    @Test
    void aFileWithConflictsIsLeftAlone() throws Exception {
        repository.git("switch", "-q", "-c", "other");
        repository.file("a.txt", "other\n");
        repository.commit("Other");
        repository.git("switch", "-q", "main");
        repository.file("a.txt", "main\n");
        repository.commit("Main");
        assertThat(repository.exitOf("merge", "-q", "other")).isNotZero();

        assertThat(reject(mark("a.txt"), null).text()).contains("has conflicts");
    }

    @Test
    void aRejectionThatTheHostHadMadeIsFoundAndNotRepeated() throws Exception {
        repository.file("a.txt", changed("\n"));
        TestRun run = order(mark("a.txt"), hunk("a.txt", 0));
        runner.run(run);
        String now = content("a.txt");

        assertThat(runner.recover(run).state()).isEqualTo(JobState.DONE);
        assertThat(content("a.txt")).isEqualTo(now);

        repository.file("a.txt", "of the agent\n");
        assertThat(runner.recover(run).state()).isEqualTo(JobState.UNKNOWN);
        assertThat(content("a.txt")).isEqualTo("of the agent\n");
    }

    // --- staging

    private Optional<HostText> stage(boolean on, String path, @Nullable HunkMark hunk) throws Exception {
        FileMark file = mark(path);
        return hunk == null
                ? stage.files(tree(), List.of(file), on, () -> false)
                : stage.hunk(tree(), file, hunk, on, () -> false);
    }

    @Test
    void hunksAreStagedAndUnstagedOneByOne() throws Exception {
        repository.file("a.txt", changed("\n"));
        HunkMark first = hunk("a.txt", 0);
        HunkMark second = hunk("a.txt", 1);

        assertThat(stage(true, "a.txt", second)).isEmpty();
        assertThat(repository.git("show", ":a.txt")).isEqualTo(numbers("\n").replace("line 31\n", "thirty\none\n"));
        assertThat(stage(true, "a.txt", first)).isEmpty();
        assertThat(status()).isEqualTo("M  a.txt\n");
        assertThat(stage(false, "a.txt", second)).isEmpty();
        assertThat(repository.git("show", ":a.txt")).isEqualTo(numbers("\n").replace("line 3\n", "THREE\n"));
        assertThat(stage(false, "a.txt", first)).isEmpty();
        assertThat(status()).isEqualTo(" M a.txt\n");
        assertThat(content("a.txt")).isEqualTo(changed("\n"));
    }

    @Test
    void hunksThatTwoDevicesStageAtOnceAreBothStaged() throws Exception {
        repository.file("a.txt", changed("\n"));
        FileMark file = mark("a.txt");
        HunkMark second = hunk("a.txt", 1);
        HunkMark first = hunk("a.txt", 0);
        FutureTask<Optional<HostText>> other =
                new FutureTask<>(() -> stage.hunk(tree(), file, second, true, () -> false));
        new Thread(other, "other-device").start();
        assertThat(stage.hunk(tree(), file, first, true, () -> false)).isEmpty();
        assertThat(other.get()).isEmpty();
        assertThat(status()).isEqualTo("M  a.txt\n");
    }

    @Test
    void aHunkWithLineEndsOfWindowsIsStagedAsGitStoresIt() throws Exception {
        repository.git("config", "core.autocrlf", "true");
        repository.file("a.txt", changed("\r\n"));
        assertThat(stage(true, "a.txt", hunk("a.txt", 0))).isEmpty();
        assertThat(repository.git("show", ":a.txt")).isEqualTo(numbers("\n").replace("line 3\n", "THREE\n"));
    }

    @Test
    void filesAreStagedAndUnstaged() throws Exception {
        repository.file("a.txt", changed("\n"));
        repository.file("c.txt", "new\n");
        assertThat(stage(true, "c.txt", null)).isEmpty();
        assertThat(status()).isEqualTo(" M a.txt\nA  c.txt\n");
        assertThat(stage(false, "c.txt", null)).isEmpty();
        assertThat(status()).isEqualTo(" M a.txt\n?? c.txt\n");
    }

    @Test
    void aFileThatChangedSinceIsNotStaged() throws Exception {
        repository.file("a.txt", changed("\n"));
        FileMark seen = mark("a.txt");
        HunkMark hunk = hunk("a.txt", 0);
        repository.file("a.txt", "other\n");
        assertThat(stage.files(tree(), List.of(seen), true, () -> false)).isPresent();
        assertThat(stage.hunk(tree(), seen, hunk, true, () -> false)).isPresent();
        assertThat(status()).isEqualTo(" M a.txt\n");
    }

    @Test
    void aLockedIndexIsReportedAndNothingIsStaged() throws Exception {
        repository.file("a.txt", changed("\n"));
        Files.createFile(repository.root().resolve(".git/index.lock"));
        assertThat(stage(true, "a.txt", null).orElseThrow().text()).contains("Another git works");
        assertThat(stage(true, "a.txt", hunk("a.txt", 0)).orElseThrow().text()).contains("Another git works");
        Files.delete(repository.root().resolve(".git/index.lock"));
        assertThat(status()).isEqualTo(" M a.txt\n");
    }

    @Test
    void aFileIsUnstagedBeforeTheFirstCommit() throws Exception {
        repository = GitRepository.create(folder, "empty");
        repository.file("a.txt", "one\n");
        repository.git("add", "a.txt");
        assertThat(stage(false, "a.txt", null)).isEmpty();
        assertThat(status()).isEqualTo("?? a.txt\n");
    }

    @Test
    void everyChangedFileCanBeRejectedAsItIsListed() throws Exception {
        repository.file("name with \"quotes\" and ü.txt", "x\n");
        for (ChangedFile file : reader.changes(tree(), ComparisonTarget.HEAD, () -> false)
                .list()
                .files()) {
            isRejected(FileMark.of(file), null);
        }
        assertThat(status()).isEmpty();
    }
}
