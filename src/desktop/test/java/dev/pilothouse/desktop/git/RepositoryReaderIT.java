package dev.pilothouse.desktop.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.pilothouse.desktop.git.RepositoryReader.Changes;
import dev.pilothouse.desktop.git.RepositoryReader.Reference;
import dev.pilothouse.model.ChangedFile;
import dev.pilothouse.model.ChangedFile.State;
import dev.pilothouse.model.ComparisonTarget;
import dev.pilothouse.model.DiffHunk;
import dev.pilothouse.model.FileDiff;
import dev.pilothouse.model.RepositorySummary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Reads real repositories with the real git. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the test repository is made with a shell's git")
@Timeout(120)
class RepositoryReaderIT {
    @TempDir
    Path outer;

    private GitRepository repository;
    private GitRunner git;
    private RepositoryReader reader;

    @BeforeEach
    void makeTheRepository() throws Exception {
        repository = GitRepository.create(outer, "project");
        git = repository.runner();
        reader = new RepositoryReader(git);
    }

    @AfterEach
    void end() {
        git.close();
    }

    private WorkingTree tree() {
        return WorkingTree.containing(repository.root()).orElseThrow();
    }

    private RepositorySummary summary() throws Exception {
        return reader.summary(tree(), () -> false);
    }

    private Changes sinceBase() throws Exception {
        return reader.changes(tree(), ComparisonTarget.BASE, () -> false);
    }

    private Changes sinceHead() throws Exception {
        return reader.changes(tree(), ComparisonTarget.HEAD, () -> false);
    }

    private FileDiff diff(Reference against, String path, String oldPath, int page) throws Exception {
        return reader.diff(tree(), against, path, oldPath, page, () -> false);
    }

    private static List<String> lines(FileDiff diff) {
        return diff.hunks().stream().flatMap(hunk -> hunk.lines().stream()).toList();
    }

    /** A clone of the repository whose origin has one commit, with a branch that has another. */
    private void branchOfAClone() throws Exception {
        repository.file("a.txt", "1\n2\n3\n");
        repository.commit("first");
        repository.git("clone", "-q", repository.root().toString(), "../clone");
        repository = new GitRepository(
                repository.root().resolveSibling("clone"), repository.root().resolveSibling("home"));
        repository.git("checkout", "-q", "-b", "topic", "--track", "origin/main");
        repository.file("a.txt", "1\n2\n3\n4\n");
        repository.commit("on the branch");
    }

    @Test
    void theSummaryCountsCommittedAndUncommittedChangesOfTheBranch() throws Exception {
        branchOfAClone();
        repository.file("a.txt", "1\n3\n4\n");
        repository.file("new folder/n\u00e4w \"x\".txt", "one\ntwo");

        assertThat(summary()).isEqualTo(new RepositorySummary("topic", "origin/main", 1, 0, "origin/main", 2, 3, 1));
    }

    @Test
    void withoutABaseTheLastCommitCounts() throws Exception {
        repository.file("a.txt", "1\n");
        repository.commit("first");
        repository.file("a.txt", "2\n");

        assertThat(summary()).isEqualTo(new RepositorySummary("main", "", 0, 0, "", 1, 1, 1));
    }

    @Test
    void aRecordedBaseCountsIfItIsTheNameOfABranch() throws Exception {
        branchOfAClone();
        repository.git("branch", "release", "topic~1");
        String key = RepositoryReader.baseKey("topic");
        for (String other : List.of("--all", "HEAD", "refs/heads/topic", "refs/heads/none", "refs/heads/a..b")) {
            repository.git("config", key, other);
            assertThat(summary().base()).as(other).isEqualTo("origin/main");
        }

        repository.git("config", key, "refs/heads/release");
        assertThat(summary().base()).isEqualTo("release");
        assertThat(summary().added()).isEqualTo(1);
    }

    @Test
    void beforeTheFirstCommitEverythingIsNew() throws Exception {
        repository.file("a.txt", "1\n");
        repository.git("add", "a.txt");
        repository.file("b.txt", "1\n");

        assertThat(summary()).isEqualTo(new RepositorySummary("main", "", 0, 0, "", 2, 2, 0));
    }

    @Test
    void aDetachedHeadHasNoBranch() throws Exception {
        branchOfAClone();
        repository.git("checkout", "-q", "--detach");

        assertThat(summary().branch()).isEmpty();
        assertThat(summary().base()).isEqualTo("origin/main");
    }

    @Test
    void onTheBaseBranchTheUnpushedCommitsCount() throws Exception {
        branchOfAClone();
        repository.git("checkout", "-q", "main");
        repository.file("a.txt", "1\n2\n3\n5\n");
        repository.commit("not pushed");

        assertThat(summary()).isEqualTo(new RepositorySummary("main", "origin/main", 1, 0, "origin/main", 1, 1, 0));
    }

    @Test
    void eachKindOfChangeIsNamed() throws Exception {
        repository.file("kept.txt", "kept\n");
        repository.file("moved.txt", "a\nb\nc\nd\ne\n");
        repository.file("gone.txt", "gone\n");
        repository.file("changed.txt", "1\n");
        repository.file("image.bin", "\0\1");
        repository.file("package-lock.json", "{}\n");
        repository.commit("first");
        repository.git("mv", "moved.txt", "to.txt");
        repository.git("rm", "-q", "gone.txt");
        repository.file("changed.txt", "1\n2\n");
        repository.file("image.bin", "\0\2");
        repository.file("package-lock.json", "{\n}\n");
        repository.file("staged.txt", "new\n");
        repository.git("add", "staged.txt");
        repository.file("loose.txt", "new\nlines\n");

        Changes changes = sinceHead();

        assertThat(changes.list().files())
                .extracting(
                        ChangedFile::path,
                        ChangedFile::oldPath,
                        ChangedFile::state,
                        ChangedFile::added,
                        ChangedFile::removed,
                        ChangedFile::binary,
                        ChangedFile::generated)
                .containsExactly(
                        tuple("changed.txt", "", State.MODIFIED, 1, 0, false, false),
                        tuple("gone.txt", "", State.DELETED, 0, 1, false, false),
                        tuple("image.bin", "", State.MODIFIED, 0, 0, true, false),
                        tuple("loose.txt", "", State.UNTRACKED, 2, 0, false, false),
                        tuple("package-lock.json", "", State.MODIFIED, 2, 1, false, true),
                        tuple("staged.txt", "", State.ADDED, 1, 0, false, false),
                        tuple("to.txt", "moved.txt", State.RENAMED, 0, 0, false, false));
        assertThat(changes.list().total()).isEqualTo(7);
    }

    @Test
    void aFileInConflictIsNamed() throws Exception {
        repository.file("a.txt", "base\n");
        repository.commit("base");
        repository.git("checkout", "-q", "-b", "other");
        repository.file("a.txt", "other\n");
        repository.commit("other");
        repository.git("checkout", "-q", "main");
        repository.file("a.txt", "main\n");
        repository.commit("main");
        assertThat(repository.exitOf("merge", "other")).isEqualTo(1);

        assertThat(sinceHead().list().files())
                .extracting(ChangedFile::path, ChangedFile::state)
                .containsExactly(tuple("a.txt", State.CONFLICTED));
    }

    @Test
    void aFileWhoseTimeAloneHasChangedIsNotListed() throws Exception {
        repository.file("a.txt", "1\n");
        repository.file("b.bin", "\0");
        repository.commit("first");
        for (String path : List.of("a.txt", "b.bin")) {
            Files.setLastModifiedTime(repository.root().resolve(path), FileTime.fromMillis(1_000));
        }

        assertThat(sinceHead().list().files()).isEmpty();
        assertThat(summary().files()).isZero();
    }

    @Test
    void theContentStaysTheSameWhenAFileIsStagedAndCommitted() throws Exception {
        branchOfAClone();
        repository.file("a.txt", "other\n");
        String loose = sinceBase().list().files().get(0).content();
        repository.git("add", "a.txt");
        String staged = sinceBase().list().files().get(0).content();
        repository.commit("second");
        String committed = sinceBase().list().files().get(0).content();

        assertThat(loose).hasSize(40).isEqualTo(staged).isEqualTo(committed);
        repository.file("a.txt", "another\n");
        assertThat(sinceBase().list().files().get(0).content()).isNotEqualTo(loose);
    }

    @Test
    void theDiffOfAFileHasItsHunks() throws Exception {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= 40; i++) {
            text.append("line ").append(i).append('\n');
        }
        repository.file("a.txt", text.toString());
        repository.commit("first");
        repository.file(
                "a.txt", text.toString().replace("line 3\n", "line three\n").replace("line 30\n", ""));

        FileDiff diff = diff(sinceHead().against(), "a.txt", "", 0);

        assertThat(diff.hunks())
                .extracting(DiffHunk::oldStart, DiffHunk::newStart)
                .containsExactly(tuple(1, 1), tuple(27, 27));
        assertThat(diff.hunks().get(0).lines())
                .containsExactly(" line 1", " line 2", "-line 3", "+line three", " line 4", " line 5", " line 6");
        assertThat(diff.more()).isFalse();
    }

    @Test
    void theDiffOfAFileIsTheSameWhetherItIsStagedOrNot() throws Exception {
        repository.file("a.txt", "one\ntwo\n");
        repository.commit("first");
        Reference first = sinceHead().against();
        List<String> changed = List.of(" one", "-two", "+three");
        repository.file("a.txt", "one\nthree\n");
        assertThat(lines(diff(first, "a.txt", "", 0))).isEqualTo(changed);
        repository.git("add", "a.txt");
        assertThat(lines(diff(first, "a.txt", "", 0))).as("staged").isEqualTo(changed);
        repository.commit("second");
        assertThat(lines(diff(first, "a.txt", "", 0))).as("committed").isEqualTo(changed);

        repository.file("a.txt", "one\nfour\n");
        List<String> both = List.of(" one", "-two", "+four");
        assertThat(lines(diff(first, "a.txt", "", 0)))
                .as("committed, and edited again")
                .isEqualTo(both);
        repository.git("add", "a.txt");
        repository.file("a.txt", "one\nfive\n");
        assertThat(lines(diff(sinceHead().against(), "a.txt", "", 0)))
                .as("staged, and edited again")
                .containsExactly(" one", "-three", "+five");
    }

    @Test
    void aRenamedAnUntrackedADeletedAndABinaryFileHaveADiff() throws Exception {
        repository.file("old.txt", "a\nb\nc\nd\ne\nf\n");
        repository.file("gone.txt", "gone\n");
        repository.file("image.bin", "\0\1");
        repository.commit("first");
        repository.git("mv", "old.txt", "new.txt");
        repository.file("new.txt", "a\nb\nc\nd\ne\nF\n");
        repository.git("rm", "-q", "gone.txt");
        repository.file("image.bin", "\0\2");
        repository.file("loose.txt", "one\r\ntwo\u202e");
        Reference head = sinceHead().against();

        assertThat(lines(diff(head, "new.txt", "old.txt", 0)))
                .contains("-f", "+F")
                .doesNotContain("-a");
        assertThat(lines(diff(head, "gone.txt", "", 0))).containsExactly("-gone");
        assertThat(diff(head, "image.bin", "", 0).binary()).isTrue();
        assertThat(lines(diff(head, "loose.txt", "", 0))).containsExactly("+one", "+two\u27e8U+202E\u27e9");
    }

    @Test
    void aDeletedFileWhosePathBecameAFolderHasADiff() throws Exception {
        repository.file("path", "gone\n");
        repository.commit("first");
        Files.delete(repository.root().resolve("path"));
        repository.file("path/new.txt", "new\n");
        Reference head = sinceHead().against();

        FileDiff deleted = diff(head, "path", "", 0);

        assertThat(deleted.binary()).isFalse();
        assertThat(lines(deleted)).containsExactly("-gone");
        assertThat(lines(diff(head, "path/new.txt", "", 0))).containsExactly("+new");
    }

    @Test
    void aFileIsComparedWithAContentThatGitStillHas() throws Exception {
        repository.file("a.txt", "1\n2\n");
        repository.commit("first");
        repository.file("loose.txt", "seen\n");
        String committed = repository.git("rev-parse", "HEAD:a.txt").strip();
        String loose = repository.git("hash-object", "-w", "loose.txt").strip();
        repository.file("a.txt", "1\n3\n");
        repository.file("loose.txt", "now\n");

        assertThat(sinceSeen(committed, "a.txt").map(RepositoryReaderIT::lines)).contains(List.of(" 1", "-2", "+3"));
        assertThat(sinceSeen(loose, "loose.txt").map(RepositoryReaderIT::lines)).contains(List.of("-seen", "+now"));
        String tree = repository.git("rev-parse", "HEAD^{tree}").strip();
        for (String other : List.of("", "HEAD", "--output=x", "0".repeat(40), tree)) {
            assertThat(sinceSeen(other, "a.txt")).as(other).isEmpty();
        }
        assertThat(sinceSeen(committed, "gone.txt")).isEmpty();
    }

    @Test
    void aFileIsComparedWithAContentThatWasReadWhileGitNeverHadIt() throws Exception {
        repository.file("a.txt", "1\n2\n");
        repository.commit("first");
        repository.file("a.txt", "1\nseen\n");
        String seen = diff(sinceHead().against(), "a.txt", "", 0).content();
        repository.file("a.txt", "1\nnow\n");

        assertThat(sinceSeen(seen, "a.txt").map(RepositoryReaderIT::lines)).contains(List.of(" 1", "-seen", "+now"));
        assertThat(repository.exitOf("cat-file", "-e", seen)).isNotZero();
        assertThat(new RepositoryReader(git).diffSince(tree(), seen, "a.txt", 0, () -> false))
                .isEmpty();
    }

    private Optional<FileDiff> sinceSeen(String content, String path) throws Exception {
        return reader.diffSince(tree(), content, path, 0, () -> false);
    }

    @Test
    void aChangeOfTheModeIsNamed() throws Exception {
        repository.file("run.sh", "run\n");
        repository.file("link", "text\n");
        repository.commit("first");
        Files.setPosixFilePermissions(
                repository.root().resolve("run.sh"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.delete(repository.root().resolve("link"));
        Files.createSymbolicLink(repository.root().resolve("link"), Path.of("run.sh"));
        Reference head = sinceHead().against();

        FileDiff script = diff(head, "run.sh", "", 0);
        FileDiff link = diff(head, "link", "", 0);

        assertThat(script.hunks()).isEmpty();
        assertThat(List.of(script.oldMode(), script.newMode())).containsExactly("100644", "100755");
        assertThat(List.of(link.oldMode(), link.newMode())).containsExactly("100644", "120000");
    }

    @Test
    void anEmptyLineOfAHunkStaysIfTheConfigurationSuppressesItsSpace() throws Exception {
        repository.git("config", "diff.suppressBlankEmpty", "true");
        repository.file("a.txt", "1\n\n3\n");
        repository.commit("first");
        repository.file("a.txt", "2\n\n4\n");

        assertThat(lines(diff(sinceHead().against(), "a.txt", "", 0))).containsExactly("-1", "+2", " ", "-3", "+4");
    }

    @Test
    void aBinaryFileThatWasOnlyRenamedHasTheSameContent() throws Exception {
        repository.file("old.png", "\0\1\2\3".repeat(100));
        repository.file("other.png", "\0\5");
        repository.commit("first");
        repository.git("mv", "old.png", "new.png");
        repository.file("other.png", "\0\6");

        assertThat(sinceHead().list().files())
                .extracting(ChangedFile::path, ChangedFile::state, ChangedFile::isContentSame)
                .containsExactly(tuple("new.png", State.RENAMED, true), tuple("other.png", State.MODIFIED, false));
    }

    @Test
    void aTreeThatHoldsUntrackedFilesIsComparedWithThem() throws Exception {
        repository.file("a.txt", "1\n");
        repository.commit("first");
        repository.file("same.txt", "same\n");
        repository.file("other.txt", "1\n2\n");
        repository.git("add", "-A");
        String before = repository.git("write-tree").strip();
        repository.git("rm", "-q", "--cached", "same.txt", "other.txt");
        repository.file("other.txt", "1\n3\n");
        Reference turn = new Reference("", before);

        assertThat(reader.since(tree(), turn, () -> false).list().files())
                .extracting(ChangedFile::path, ChangedFile::state)
                .containsExactly(tuple("other.txt", State.MODIFIED));
        assertThat(lines(diff(turn, "other.txt", "", 0))).containsExactly(" 1", "-2", "+3");
    }

    @Test
    void aLongDiffComesInPagesThatTogetherAreTheWhole() throws Exception {
        repository.commitEmpty("first");
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= 2_500; i++) {
            text.append(i).append('\n');
        }
        repository.file("a.txt", text.toString());
        Reference head = sinceHead().against();

        FileDiff first = diff(head, "a.txt", "", 0);
        FileDiff second = diff(head, "a.txt", "", 1);
        FileDiff third = diff(head, "a.txt", "", 2);

        assertThat(first.more()).isTrue();
        assertThat(second.more()).isTrue();
        assertThat(third.more()).isFalse();
        assertThat(lines(first)).hasSize(HunkReader.LINES).startsWith("+1");
        assertThat(second.hunks().get(0).newStart()).isEqualTo(HunkReader.LINES + 1);
        assertThat(lines(second)).hasSize(HunkReader.LINES).startsWith("+1001");
        assertThat(lines(third)).hasSize(500).endsWith("+2500");
        assertThat(diff(head, "a.txt", "", 3).hunks()).isEmpty();
    }

    @Test
    void aLinkedWorktreeIsReadAsItsOwn() throws Exception {
        repository.file("a.txt", "1\n");
        repository.commit("first");
        repository.git("worktree", "add", "-q", "-b", "side", "../side");
        repository = new GitRepository(
                repository.root().resolveSibling("side"), repository.root().resolveSibling("home"));
        repository.file("a.txt", "2\n");

        assertThat(summary()).isEqualTo(new RepositorySummary("side", "", 0, 0, "main", 1, 1, 1));
    }

    @Test
    void theConfigurationCannotPointAtAnotherFolder() throws Exception {
        repository.file("a.txt", "1\n");
        repository.commit("first");
        Path secret = Files.createDirectories(outer.resolve("secret"));
        Files.writeString(secret.resolve("key.txt"), "key\n");
        repository.git("config", "core.worktree", secret.toString());

        assertThat(sinceHead().list().files()).isEmpty();
    }

    @Test
    void aLinkOutOfTheTreeIsNotFollowed() throws Exception {
        repository.commitEmpty("first");
        Path secret = Files.createDirectories(outer.resolve("secret"));
        Files.writeString(secret.resolve("key.txt"), "key\n");
        Files.createSymbolicLink(repository.root().resolve("file.txt"), secret.resolve("key.txt"));
        Files.createSymbolicLink(repository.root().resolve("folder"), secret);
        Reference head = sinceHead().against();

        for (String path : List.of("file.txt", "folder/key.txt", "../secret/key.txt", secret + "/key.txt")) {
            try {
                assertThat(lines(diff(head, path, "", 0))).as(path).noneMatch(line -> line.contains("+key"));
            } catch (RepositoryReader.UnreadableException refused) {
                assertThat(refused.sentence().text()).isNotBlank();
            }
        }
        assertThat(tree().file(".git/config")).isEmpty();
    }

    @Test
    void aHostileRepositoryIsReadWithoutRunningItsPrograms() throws Exception {
        HostileRepository hostile = HostileRepository.create(Files.createDirectories(outer.resolve("h")));
        WorkingTree tree = WorkingTree.containing(hostile.repository().root()).orElseThrow();
        byte[] index = Files.readAllBytes(tree.root().resolve(".git/index"));
        FileTime time = Files.getLastModifiedTime(tree.root().resolve(".git"));

        reader.summary(tree, () -> false);
        Changes changes = reader.changes(tree, ComparisonTarget.HEAD, () -> false);
        reader.changes(tree, ComparisonTarget.BASE, () -> false);
        assertThat(changes.list().files()).hasSizeGreaterThan(5);
        for (ChangedFile file : changes.list().files()) {
            reader.diff(tree, changes.against(), file.path(), file.oldPath(), 0, () -> false);
        }

        assertThat(hostile.ran()).doesNotExist();
        assertThat(Files.readAllBytes(tree.root().resolve(".git/index"))).isEqualTo(index);
        assertThat(Files.getLastModifiedTime(tree.root().resolve(".git"))).isEqualTo(time);
    }

    @Test
    void aBrokenRepositoryIsExplained() throws Exception {
        repository.commitEmpty("first");
        Files.delete(repository.root().resolve(".git/HEAD"));

        assertThatThrownBy(this::summary)
                .isInstanceOf(RepositoryReader.UnreadableException.class)
                .hasMessageContaining("not a git repository");
    }
}
