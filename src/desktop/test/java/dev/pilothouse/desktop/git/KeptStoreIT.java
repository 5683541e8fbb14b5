package dev.pilothouse.desktop.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.desktop.git.KeptTree.Left;
import dev.pilothouse.desktop.git.KeptTree.Reason;
import dev.pilothouse.desktop.git.KeptTree.Why;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "makes files with bash")
class KeptStoreIT {
    @TempDir
    private Path folder;

    private GitRepository repository;
    private GitRunner git;
    private KeptStore store;

    @BeforeEach
    void open() throws Exception {
        use(GitRepository.create(folder, "repository"));
    }

    @AfterEach
    void close() {
        git.close();
    }

    private void use(GitRepository used) {
        repository = used;
        git = used.runner();
        store = store(Clock.systemUTC());
    }

    private KeptStore store(Clock clock) {
        return new KeptStore(git, folder.resolve("kept"), clock);
    }

    private KeptTree keep() throws KeptException {
        return store.keep(new KeptStore.Request(repository.root(), Reason.REQUEST, "test"))
                .snapshot();
    }

    private KeptStore.Restored restore(KeptTree snapshot) throws KeptException {
        return store.restore(repository.root(), snapshot.id(), "test");
    }

    /** Every file, link and mode of the working tree, and the state of the index as git describes it. */
    private Map<String, String> state() throws Exception {
        Map<String, String> state = files(repository.root());
        state.put(" staged", repository.git("ls-files", "--stage", "-z"));
        state.put(" flags", repository.git("ls-files", "-v", "-z"));
        state.put(" status", repository.git("status", "--porcelain=v2", "-z"));
        return state;
    }

    static Map<String, String> files(Path root) throws IOException {
        Map<String, String> state = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.toList()) {
                String name = root.relativize(file).toString();
                if (name.equals(".git") || name.startsWith(".git/") || name.contains("/.git")) {
                    continue;
                }
                if (Files.isSymbolicLink(file)) {
                    state.put(name, "link " + Files.readSymbolicLink(file));
                } else if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    state.put(
                            name,
                            (Files.isExecutable(file) ? "program " : "file ")
                                    + HexFormat.of().formatHex(Files.readAllBytes(file)));
                }
            }
        }
        return state;
    }

    private void start() throws Exception {
        repository.file("a.txt", "one\n");
        repository.file("folder/b.txt", "two\n");
        repository.file(".gitignore", "ignored\n*.log\n");
        repository.commit("first");
    }

    @Test
    void changedStagedUntrackedAndDeletedFilesComeBackAsTheyWere() throws Exception {
        start();
        repository.file("a.txt", "staged\n");
        repository.git("add", "a.txt");
        repository.file("a.txt", "not staged\n");
        repository.file("new/untracked.txt", "new\n");
        repository.file("program", "#!/bin/sh\n");
        Files.setPosixFilePermissions(
                repository.root().resolve("program"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createSymbolicLink(repository.root().resolve("link"), Path.of("nowhere"));
        Files.delete(repository.root().resolve("folder/b.txt"));
        Map<String, String> before = state();
        KeptTree snapshot = keep();
        assertThat(state()).isEqualTo(before);

        repository.git("reset", "-q", "--hard");
        repository.git("clean", "-qfd");
        repository.file("other.txt", "of the agent\n");
        KeptStore.Restored restored = restore(snapshot);

        assertThat(state()).isEqualTo(before);
        assertThat(restored.left()).isEmpty();
        assertThat(restored.changes())
                .contains(
                        new KeptStore.Change('D', "other.txt"),
                        new KeptStore.Change('M', "a.txt"),
                        new KeptStore.Change('A', "program"));
        restore(restored.before());
        assertThat(repository.root().resolve("other.txt")).hasContent("of the agent\n");
        assertThat(repository.root().resolve("program")).doesNotExist();
    }

    @Test
    void takingASnapshotChangesNeitherTheIndexNorItsTime() throws Exception {
        start();
        repository.file("a.txt", "changed\n");
        Path index = repository.root().resolve(".git/index");
        byte[] bytes = Files.readAllBytes(index);
        Object time = Files.getLastModifiedTime(index);
        keep();
        assertThat(Files.readAllBytes(index)).isEqualTo(bytes);
        assertThat(Files.getLastModifiedTime(index)).isEqualTo(time);
        assertThat(Files.list(folder.resolve("kept/scratch")).flatMap(KeptStoreIT::children))
                .isEmpty();
    }

    private static Stream<Path> children(Path folder) {
        try {
            return Files.list(folder);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anUnchangedTreeNeedsNoSecondSnapshot() throws Exception {
        start();
        repository.file("a.txt", "changed\n");
        KeptTree first = keep();
        assertThat(keep()).isEqualTo(first);
        repository.git("add", "a.txt");
        assertThat(keep().id()).isNotEqualTo(first.id());
        assertThat(store.list(repository.root())).hasSize(2).contains(first);
    }

    @Test
    void aSnapshotOfATurnDoesNotStandForOneThatMustStay() throws Exception {
        start();
        KeptStore.Request turn = new KeptStore.Request(repository.root(), Reason.TURN, "s1");
        KeptStore.Request removal = new KeptStore.Request(repository.root(), Reason.REMOVAL, "");
        assertThat(store.keep(turn).fresh()).isTrue();
        assertThat(store.keep(removal).fresh()).isTrue();
        assertThat(store.keep(removal).fresh()).isFalse();
        assertThat(store.keep(turn).fresh()).isFalse();
    }

    @Test
    void ignoredFilesWithSettingsComeBackWithARemovedWorktreeAndStayOutOfTheRepository() throws Exception {
        repository.file(".gitignore", ".env\n*.local\nbuild/\n");
        repository.commit("first");
        repository.file("app/.env", "PASSWORD=secret\n");
        repository.file("db.local", "mine\n");
        repository.file("build/.env", "generated\n");
        repository.file("large.local", "x".repeat((int) KeptPrivateFiles.MAX_FILE + 1));
        KeptTree snapshot = store.keep(new KeptStore.Request(repository.root(), Reason.REMOVAL, ""))
                .snapshot();
        assertThat(repository.exitOf("cat-file", "-e", snapshot.commit() + ":app/.env"))
                .isNotZero();
        Path kept = folder.resolve("kept/private").resolve(snapshot.id());
        assertThat(Files.getPosixFilePermissions(kept.resolve("0")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        Files.delete(repository.root().resolve("app/.env"));
        repository.file("db.local", "later\n");
        restore(snapshot);
        assertThat(repository.root().resolve("app/.env")).hasContent("PASSWORD=secret\n");
        assertThat(repository.root().resolve("db.local")).hasContent("later\n");
        store.forget(repository.root(), snapshot.id());
        assertThat(kept).doesNotExist();
    }

    @Test
    void theConfigurationCannotPointASnapshotAtAnotherFolder() throws Exception {
        start();
        Path other = Files.createDirectories(folder.toRealPath().resolve("other"));
        Files.writeString(other.resolve("private.txt"), "private\n");
        repository.git("config", "core.worktree", other.toString());
        repository.file("a.txt", "changed\n");

        KeptTree snapshot = keep();
        repository.file("a.txt", "later\n");
        restore(snapshot);

        assertThat(snapshot.directory()).isEqualTo(repository.root());
        assertThat(repository.root().resolve("a.txt")).hasContent("changed\n");
        assertThat(files(other)).containsOnlyKeys("private.txt");
    }

    @Test
    void theHostsOwnDataInTheWorkingTreeIsLeftOut() throws Exception {
        start();
        Path data = Files.createDirectories(repository.root().resolve("my [own] data"));
        Files.writeString(data.resolve("host.key"), "secret\n");
        repository.file("new.txt", "new\n");
        store = new KeptStore(git, data.resolve("kept"), Clock.systemUTC());

        KeptTree snapshot = keep();
        Files.writeString(data.resolve("host.key"), "later\n");
        restore(snapshot);

        assertThat(repository.git("ls-tree", "-r", "--name-only", snapshot.commit()))
                .contains("new.txt")
                .doesNotContain("own");
        assertThat(data.resolve("host.key")).hasContent("later\n");
    }

    @Test
    void ignoredFilesStayWhereTheyAre() throws Exception {
        start();
        repository.file("ignored", "mine\n");
        KeptTree snapshot = keep();
        repository.file("ignored", "later\n");
        repository.file("a.txt", "changed\n");
        restore(snapshot);
        assertThat(repository.root().resolve("ignored")).hasContent("later\n");
        assertThat(repository.root().resolve("a.txt")).hasContent("one\n");
    }

    @Test
    void aFileThatTheAgentHasIgnoredSinceComesBackToo() throws Exception {
        start();
        repository.file("notes.txt", "mine\n");
        KeptTree snapshot = keep();
        repository.file(".gitignore", "notes.txt\n");
        repository.file("notes.txt", "of the agent\n");
        KeptStore.Restored restored = restore(snapshot);
        assertThat(repository.root().resolve("notes.txt")).hasContent("mine\n");
        restore(restored.before());
        assertThat(repository.root().resolve("notes.txt")).hasContent("of the agent\n");
    }

    @Test
    void lineEndsComeBackAsTheyWere() throws Exception {
        repository.file(".gitattributes", "*.txt text\n*.id ident\n");
        repository.file("dos.txt", "one\r\ntwo\r\n");
        repository.file("unix.txt", "one\n");
        repository.file("a.id", "$Id$\n");
        repository.commit("first");
        repository.git("checkout-index", "-f", "a.id");
        repository.git("status");
        Map<String, String> before = files(repository.root());
        KeptTree snapshot = keep();
        repository.file("dos.txt", "gone\n");
        repository.file("unix.txt", "gone\r\n");
        repository.file("a.id", "gone");
        restore(snapshot);
        assertThat(files(repository.root())).isEqualTo(before);
        repository.file("dos.txt", "changed\r\n");
        KeptTree second = keep();
        Files.delete(repository.root().resolve("dos.txt"));
        restore(second);
        assertThat(repository.root().resolve("dos.txt")).hasContent("changed\r\n");
        assertThat(repository.git("status", "--porcelain")).isEqualTo(" M dos.txt\n");
    }

    @Test
    void aFilterOfTheRepositoryIsNotRun() throws Exception {
        start();
        Path ran = folder.resolve("ran");
        repository.git("config", "filter.evil.clean", "touch '" + ran + "'; cat");
        repository.git("config", "filter.evil.smudge", "touch '" + ran + "'; cat");
        repository.git("config", "core.fsmonitor", "touch '" + ran + "'; false");
        repository.file(".gitattributes", "* filter=evil\n");
        repository.file(".git/info/attributes", "* filter=evil\n");
        for (String hook : List.of("reference-transaction", "post-checkout", "post-index-change")) {
            Path file = repository.root().resolve(".git/hooks").resolve(hook);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "#!/bin/sh\ntouch '" + ran + "'\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        repository.file("a.txt", "changed\n");
        Map<String, String> before = files(repository.root());
        KeptTree snapshot = keep();
        repository.file("a.txt", "changed again\n");
        restore(snapshot);
        store.forget(repository.root(), snapshot.id());
        assertThat(files(repository.root())).isEqualTo(before);
        assertThat(ran).doesNotExist();
    }

    @Test
    void anUnchangedFileUnderAFilterStaysInTheFormOfTheRepository() throws Exception {
        repository.git("config", "filter.large.clean", "printf pointer");
        repository.git("config", "filter.large.smudge", "printf 'the large content'");
        repository.file(".gitattributes", "*.bin filter=large\n");
        repository.file("a.bin", "the large content");
        repository.commit("first");
        KeptTree snapshot = keep();
        assertThat(repository.git("show", snapshot.commit() + ":a.bin")).isEqualTo("pointer");
        assertThat(snapshot.left()).containsExactly(new Left(Why.FILTERED, "a.bin"));
        repository.file("other", "new");
        restore(snapshot);
        assertThat(repository.root().resolve("a.bin")).hasContent("the large content");
        repository.file("a.bin", "changed");
        assertThat(restore(snapshot).left()).containsExactly(new Left(Why.FILTERED, "a.bin"));
    }

    @Test
    void aFilterWithoutAProgramConvertsNothing() throws Exception {
        repository.git("config", "core.autocrlf", "input");
        repository.file(".gitattributes", "* filter=none\n");
        repository.file("dos.txt", "line\r\n");
        repository.commit("first");
        KeptTree snapshot = keep();
        Files.delete(repository.root().resolve("dos.txt"));
        assertThat(restore(snapshot).left()).isEmpty();
        assertThat(Files.readString(repository.root().resolve("dos.txt"))).isEqualTo("line\r\n");
    }

    /** Git compares the content of such files, since their times and sizes say nothing. */
    @Test
    void filesThatChangedInTheSecondOfTheIndexStayChangedWhenTheIndexIsPutBack() throws Exception {
        repository.git("config", "core.trustctime", "false");
        FileTime second = FileTime.from(Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.SECONDS));
        for (String content : List.of("one\n", "two\n")) {
            for (int i = 0; i < 20; i++) {
                repository.file("f" + i, content);
                Files.setLastModifiedTime(repository.root().resolve("f" + i), second);
            }
            if (content.equals("one\n")) {
                repository.git("add", "-A");
            }
        }
        Path index = repository.root().resolve(".git/index");
        Files.setLastModifiedTime(index, FileTime.from(second.toInstant().plusMillis(900)));
        KeptTree snapshot = keep();
        repository.file("later", "staged\n");
        // Git would mark the files in the index as changed if it were as young as they are.
        Files.setLastModifiedTime(index, FileTime.from(Instant.now()));
        repository.git("add", "later");
        Files.setLastModifiedTime(index, FileTime.from(second.toInstant().plusMillis(900)));

        assertThat(restore(snapshot).index()).isTrue();

        assertThat(repository.git("diff-files", "--name-only").lines()).hasSize(20);
        assertThat(repository.root().resolve("f7")).hasContent("two\n");
    }

    /** Git compares the content of a file that is as young as its index, without its filter. */
    @Test
    void filesUnderAFilterArePutAsideWithTheirBytesAlsoFromTheSecondOfTheIndex() throws Exception {
        repository.git("config", "filter.large.clean", "printf pointer");
        repository.file(".gitattributes", "*.bin filter=large\n");
        repository.commit("first");
        KeptTree without = keep();
        repository.file("a.bin", "the large content");
        repository.file("b.bin", "another large content");
        Files.setLastModifiedTime(
                repository.root().resolve("b.bin"), FileTime.from(Instant.now().minusSeconds(60)));
        repository.git("add", "b.bin");
        KeptTree one = keep();
        Instant second = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Files.setLastModifiedTime(repository.root().resolve("a.bin"), FileTime.from(second));
        repository.git("add", "a.bin");
        Files.setLastModifiedTime(repository.root().resolve(".git/index"), FileTime.from(second.plusMillis(900)));
        Map<String, String> before = files(repository.root());

        KeptStore.Restored restored = restore(without);
        assertThat(files(repository.root())).containsOnlyKeys(".gitattributes");
        assertThat(restore(restored.before()).left()).isEmpty();
        assertThat(files(repository.root())).isEqualTo(before);
        restore(one);
        assertThat(repository.root().resolve("a.bin")).hasContent("the large content");
    }

    @Test
    void aRepositoryWithoutACommitIsKept() throws Exception {
        repository.file("a.txt", "one\n");
        repository.file("b.txt", "two\n");
        repository.git("add", "a.txt");
        Map<String, String> before = state();
        KeptTree snapshot = keep();
        repository.git("rm", "-q", "--cached", "a.txt");
        Files.delete(repository.root().resolve("a.txt"));
        Files.delete(repository.root().resolve("b.txt"));
        restore(snapshot);
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void anEmptyRepositoryIsKept() throws Exception {
        KeptTree snapshot = keep();
        repository.file("a.txt", "one\n");
        restore(snapshot);
        assertThat(repository.root().resolve("a.txt")).doesNotExist();
    }

    @Test
    void anUnmergedIndexComesBack() throws Exception {
        start();
        repository.git("checkout", "-q", "-b", "other");
        repository.file("a.txt", "theirs\n");
        repository.commit("theirs");
        repository.git("checkout", "-q", "main");
        repository.file("a.txt", "ours\n");
        repository.git("rm", "-q", "folder/b.txt");
        repository.commit("ours");
        assertThat(repository.exitOf("merge", "other")).isNotZero();
        Map<String, String> before = state();
        KeptTree snapshot = keep();
        assertThat(state()).isEqualTo(before);
        repository.file("a.txt", "solved\n");
        repository.git("add", "a.txt");
        restore(snapshot);
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void theFlagsOfTheIndexComeBack() throws Exception {
        start();
        repository.file("c.txt", "three\n");
        repository.commit("second");
        repository.git("update-index", "--assume-unchanged", "a.txt");
        repository.git("update-index", "--skip-worktree", "c.txt");
        repository.file("a.txt", "hidden change\n");
        repository.file("later.txt", "later\n");
        repository.git("add", "--intent-to-add", "later.txt");
        Map<String, String> before = state();
        KeptTree snapshot = keep();
        repository.git("update-index", "--no-assume-unchanged", "a.txt");
        repository.git("update-index", "--no-skip-worktree", "c.txt");
        repository.git("reset", "-q", "--hard");
        Files.deleteIfExists(repository.root().resolve("later.txt"));
        restore(snapshot);
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void aSparseCheckoutStaysSparse() throws Exception {
        start();
        repository.file("other/c.txt", "three\n");
        repository.commit("second");
        repository.git("sparse-checkout", "set", "--no-cone", "/folder/", "/*.txt");
        repository.file("folder/b.txt", "changed\n");
        Map<String, String> before = state();
        assertThat(before).doesNotContainKey("other/c.txt");
        KeptTree snapshot = keep();
        assertThat(repository.git("show", snapshot.commit() + ":other/c.txt")).isEqualTo("three\n");
        repository.file("folder/b.txt", "changed again\n");
        repository.git("add", "folder/b.txt");
        restore(snapshot);
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void aSparseAndASplitIndexAreRead() throws Exception {
        start();
        repository.file("other/c.txt", "three\n");
        repository.commit("second");
        repository.git("update-index", "--split-index");
        repository.file("a.txt", "changed\n");
        repository.git("add", "a.txt");
        Map<String, String> before = state();
        KeptTree snapshot = keep();
        repository.git("reset", "-q", "--hard");
        restore(snapshot);
        assertThat(state()).isEqualTo(before);
        repository.git("update-index", "--no-split-index", "--index-version", "4");
        repository.git("reset", "-q", "--hard");
        repository.git("sparse-checkout", "set", "--cone", "--sparse-index", "folder");
        repository.file("folder/b.txt", "changed\n");
        before = state();
        snapshot = keep();
        repository.git("checkout", "-q", "folder/b.txt");
        restore(snapshot);
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void aSubmoduleAndANestedRepositoryAreNamedAndStay() throws Exception {
        start();
        GitRepository inner = GitRepository.create(repository.root(), "nested");
        inner.file("deep.txt", "deep\n");
        inner.commit("inner");
        Files.createDirectories(repository.root().resolve("unborn"));
        new GitRepository(repository.root().resolve("unborn"), folder.resolve("home")).git("init", "-q");
        GitRepository.create(folder, "library").file("l.txt", "library\n");
        new GitRepository(folder.resolve("library"), folder.resolve("home")).commit("library");
        repository.git(
                "-c",
                "protocol.file.allow=always",
                "submodule",
                "--quiet",
                "add",
                folder.resolve("library").toRealPath().toString(),
                "module");
        Files.walk(repository.root().resolve("home"))
                .sorted(java.util.Comparator.reverseOrder())
                .forEach(KeptStoreIT::delete);
        KeptTree snapshot = keep();
        assertThat(snapshot.left())
                .containsExactlyInAnyOrder(
                        new Left(Why.NESTED, "nested/"),
                        new Left(Why.NESTED, "unborn/"),
                        new Left(Why.SUBMODULE, "module"));
        repository.file("a.txt", "changed\n");
        repository.file("module/l.txt", "changed\n");
        restore(snapshot);
        assertThat(repository.root().resolve("a.txt")).hasContent("one\n");
        assertThat(repository.root().resolve("nested/deep.txt")).exists();
        assertThat(repository.root().resolve("module/l.txt")).hasContent("changed\n");
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aRepositoryWithSha256IsKept() throws Exception {
        Path root = Files.createDirectories(folder.toRealPath().resolve("sha256"));
        GitRepository large = new GitRepository(root, folder.toRealPath().resolve("home"));
        large.git("init", "-q", "-b", "main", "--object-format=sha256");
        use(large);
        start();
        repository.file("a.txt", "changed\n");
        repository.file("new", "new\n");
        Map<String, String> before = state();
        KeptTree snapshot = keep();
        repository.git("reset", "-q", "--hard");
        Files.delete(repository.root().resolve("new"));
        restore(snapshot);
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void unusualNamesComeBack() throws Exception {
        start();
        repository.file("two\nlines.txt", "one\n");
        repository.file("-option", "two\n");
        repository.file("*", "three\n");
        repository.file("ä b\t\"c\"", "four\n");
        repository.file("git~1", "five\n");
        Process made = new ProcessBuilder("bash", "-c", "printf six > $'bytes-\\xff\\xfe'")
                .directory(repository.root().toFile())
                .start();
        assertThat(made.waitFor()).isZero();
        String before = repository.git("status", "--porcelain", "-z");
        KeptTree snapshot = keep();
        repository.git("clean", "-qfd");
        restore(snapshot);
        assertThat(repository.git("status", "--porcelain", "-z")).isEqualTo(before);
        assertThat(repository.root().resolve("two\nlines.txt")).hasContent("one\n");
        assertThat(new String(
                        new ProcessBuilder("bash", "-c", "cat $'bytes-\\xff\\xfe'")
                                .directory(repository.root().toFile())
                                .start()
                                .getInputStream()
                                .readAllBytes(),
                        StandardCharsets.UTF_8))
                .isEqualTo("six");
    }

    @Test
    void filesAndFoldersThatChangePlacesComeBack() throws Exception {
        start();
        repository.file("place/inner.txt", "inner\n");
        repository.commit("second");
        Map<String, String> before = state();
        KeptTree first = keep();
        Files.delete(repository.root().resolve("place/inner.txt"));
        Files.delete(repository.root().resolve("place"));
        repository.file("place", "now a file\n");
        Files.delete(repository.root().resolve("a.txt"));
        repository.file("a.txt/b/c", "now a folder\n");
        Files.delete(repository.root().resolve("folder/b.txt"));
        Files.delete(repository.root().resolve("folder"));
        Files.createSymbolicLink(repository.root().resolve("folder"), Path.of("a.txt"));
        Files.createDirectories(repository.root().resolve("a.txt"));
        repository.file("a.txt/b.txt", "seen through the link\n");
        Map<String, String> changed = state();
        KeptTree second = keep();
        restore(first);
        assertThat(state()).isEqualTo(before);
        restore(second);
        assertThat(state()).isEqualTo(changed);
        restore(first);
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void aLinkedWorktreeKeepsItsSnapshotsInTheRepository() throws Exception {
        start();
        repository.git(
                "worktree",
                "add",
                "-q",
                "-b",
                "side",
                folder.toRealPath().resolve("linked").toString());
        KeptTree main = keep();
        GitRepository linked = new GitRepository(folder.toRealPath().resolve("linked"), folder.resolve("home"));
        linked.file("a.txt", "linked\n");
        linked.file("untracked", "linked\n");
        KeptTree snapshot = store.keep(new KeptStore.Request(linked.root().resolve("folder"), Reason.REMOVAL, "side"))
                .snapshot();
        assertThat(snapshot.branch()).isEqualTo("refs/heads/side");
        assertThat(store.list(repository.root())).extracting(KeptTree::id).containsExactly(main.id(), snapshot.id());
        repository.git("worktree", "remove", "--force", linked.root().toString());
        repository.git("worktree", "add", "-q", linked.root().toString(), "side");
        store.restore(linked.root(), snapshot.id(), "");
        assertThat(linked.root().resolve("a.txt")).hasContent("linked\n");
        assertThat(linked.root().resolve("untracked")).hasContent("linked\n");
        assertThat(linked.git("status", "--porcelain")).isEqualTo(" M a.txt\n?? untracked\n");
        assertThat(repository.git("status", "--porcelain")).isEmpty();
    }

    @Test
    void headStaysAndTheCommitsOfTheTurnAreKept() throws Exception {
        start();
        KeptTree snapshot = keep();
        repository.file("a.txt", "committed by the agent\n");
        repository.commit("agent");
        String head = repository.git("rev-parse", "HEAD");
        restore(snapshot);
        assertThat(repository.git("rev-parse", "HEAD")).isEqualTo(head);
        assertThat(repository.git("status", "--porcelain")).isEqualTo("M  a.txt\n");
        assertThat(repository.root().resolve("a.txt")).hasContent("one\n");
    }

    @Test
    void aLargeFileIsNamedAndLeftAlone() throws Exception {
        start();
        repository.file("large", "x".repeat(2_000));
        KeptTree snapshot = store.keep(new KeptStore.Request(repository.root(), Reason.TURN, "s", 1_000, () -> false))
                .snapshot();
        assertThat(snapshot.left()).containsExactly(new Left(Why.LARGE, "large"));
        assertThat(store.preview(repository.root(), snapshot.id(), () -> false)).isEmpty();
        KeptStore.Restored restored = restore(snapshot);
        assertThat(repository.root().resolve("large")).exists();
        assertThat(restored.left()).containsExactly(new Left(Why.LARGE, "large"));
    }

    @Test
    void aFileThatGrewPastTheLimitComesBack() throws Exception {
        start();
        repository.file("new.txt", "small\n");
        repository.file("a.txt", "small\n");
        KeptTree snapshot = store.keep(new KeptStore.Request(repository.root(), Reason.TURN, "s", 1_000, () -> false))
                .snapshot();
        repository.file("new.txt", "x".repeat(2_000));
        repository.file("a.txt", "y".repeat(2_000));
        KeptStore.Restored restored = restore(snapshot);
        assertThat(repository.root().resolve("new.txt")).hasContent("small\n");
        assertThat(repository.root().resolve("a.txt")).hasContent("small\n");
        restore(restored.before());
        assertThat(repository.root().resolve("new.txt")).hasContent("x".repeat(2_000));
        assertThat(repository.root().resolve("a.txt")).hasContent("y".repeat(2_000));
    }

    @Test
    void anIgnoredFileInThePlaceOfAFolderIsKept() throws Exception {
        start();
        repository.file("x/y.txt", "inner\n");
        KeptTree snapshot = keep();
        Files.delete(repository.root().resolve("x/y.txt"));
        Files.delete(repository.root().resolve("x"));
        repository.file(".gitignore", "x\n");
        repository.file("x", "ignored\n");
        KeptStore.Restored restored = restore(snapshot);
        assertThat(repository.root().resolve("x/y.txt")).hasContent("inner\n");
        restore(restored.before());
        assertThat(repository.root().resolve("x")).hasContent("ignored\n");
    }

    @Test
    void aChangeInTheSecondOfTheIndexIsSeen() throws Exception {
        start();
        for (int i = 0; i < 5; i++) {
            repository.file("a.txt", "al" + i + "\n");
            repository.git("add", "a.txt");
            repository.file("a.txt", "bl" + i + "\n");
            assertThat(repository.git("show", keep().commit() + ":a.txt")).isEqualTo("bl" + i + "\n");
        }
    }

    @Test
    void anIgnoredFolderInTheWayStopsTheRestoreBeforeItChangesAFile() throws Exception {
        start();
        repository.file("thing", "a file\n");
        KeptTree snapshot = keep();
        Files.delete(repository.root().resolve("thing"));
        repository.file("thing/data.log", "ignored\n");
        repository.file("a.txt", "changed\n");
        assertThatThrownBy(() -> restore(snapshot))
                .isInstanceOf(KeptException.class)
                .hasMessageContaining("as before");
        assertThat(repository.root().resolve("a.txt")).hasContent("changed\n");
        assertThat(repository.root().resolve("thing/data.log")).exists();
        assertThat(store.recover()).isEmpty();
    }

    @Test
    void aLockOfAnotherGitIsNotBroken() throws Exception {
        start();
        repository.file("a.txt", "staged\n");
        repository.git("add", "a.txt");
        KeptTree snapshot = keep();
        repository.git("reset", "-q", "--hard");
        Path lock = repository.root().resolve(".git/index.lock");
        Files.writeString(lock, "");
        assertThatThrownBy(() -> restore(snapshot))
                .isInstanceOf(KeptException.class)
                .hasMessageContaining("Another git");
        assertThat(lock).exists();
        Files.delete(lock);
        assertThat(store.recover()).isEmpty();
        assertThat(repository.git("status", "--porcelain")).isEqualTo("M  a.txt\n");
    }

    @Test
    void aSnapshotExpiresAfterThirtyDays() throws Exception {
        start();
        repository.file("a.txt", "old\n");
        Instant now = Instant.now();
        KeptTree old = store(Clock.fixed(now.minus(Duration.ofDays(31)), ZoneOffset.UTC))
                .keep(new KeptStore.Request(repository.root(), Reason.REQUEST, ""))
                .snapshot();
        repository.file("a.txt", "new\n");
        KeptTree young = keep();
        store.expire();
        assertThat(store.list(repository.root())).extracting(KeptTree::id).containsExactly(young.id());
        assertThat(old.id()).isLessThan(young.id());
        assertThat(store.forget(repository.root(), young.id())).isTrue();
        assertThat(store.forget(repository.root(), young.id())).isFalse();
        assertThat(store.list(repository.root())).isEmpty();
    }

    @Test
    void outsideOfARepositoryASentenceSaysSo() {
        Path outside = folder.resolve("home");
        assertThatThrownBy(() -> store.keep(new KeptStore.Request(outside, Reason.TURN, "")))
                .isInstanceOf(KeptException.class)
                .hasMessageContaining("is not in the working tree of a git repository");
        assertThatThrownBy(() -> store.restore(repository.root(), "../../heads/main", ""))
                .isInstanceOf(KeptException.class)
                .hasMessageContaining("no such snapshot");
    }
}
