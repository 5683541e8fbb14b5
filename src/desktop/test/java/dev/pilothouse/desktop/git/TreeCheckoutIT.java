package dev.pilothouse.desktop.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeCheckoutIT {
    @TempDir
    private Path folder;

    private GitRepository repository;
    private GitRunner git;
    private TreeCheckout checkout;
    private Path copies;
    private Path place;

    @BeforeEach
    void open() throws Exception {
        use(GitRepository.create(folder, "repository"));
        repository.file("a.txt", "one\n");
        repository.file(".gitignore", "*.log\n");
        repository.commit("first");
    }

    @AfterEach
    void close() {
        git.close();
    }

    private void use(GitRepository used) throws Exception {
        repository = used;
        git = used.runner();
        copies = folder.toRealPath().resolve("copies");
        checkout = new TreeCheckout(git, new KeptStore(git, folder.resolve("kept"), Clock.systemUTC()), copies);
    }

    private TreeCheckout.Copy make() throws Exception {
        TreeCheckout.Copy copy = checkout.make(repository.root(), "c1", () -> false);
        place = copy.place();
        return copy;
    }

    private String inCopy(String... arguments) throws Exception {
        return new GitRepository(place, folder.toRealPath().resolve("home"))
                .git(arguments)
                .strip();
    }

    @Test
    void aCopyHasTheFilesAsTheyAreAndTheHistory() throws Exception {
        repository.file("a.txt", "two\r\nthree");
        repository.file("new/untracked.txt", "new\n");
        repository.file("x.log", "ignored\n");
        repository.file(".gitattributes", "* text eol=crlf\n");
        String head = repository.git("rev-parse", "HEAD").strip();
        String status = repository.git("status", "--porcelain=v2", "--branch", "-z");

        TreeCheckout.Copy copy = make();

        Map<String, String> files = KeptStoreIT.files(repository.root());
        files.remove("x.log");
        assertThat(KeptStoreIT.files(place)).isEqualTo(files);
        assertThat(inCopy("rev-parse", "HEAD", "HEAD^")).isEqualTo(copy.commit() + "\n" + head);
        assertThat(inCopy("status", "--porcelain")).isEmpty();
        assertThat(repository.git("status", "--porcelain=v2", "--branch", "-z")).isEqualTo(status);
        assertThat(repository
                        .git("worktree", "list", "--porcelain")
                        .lines()
                        .filter(line -> line.startsWith("worktree ")))
                .hasSize(1);
    }

    @Test
    void nothingThatHappensInACopyReachesTheOriginal() throws Exception {
        repository.git("branch", "other");
        make();
        String references = repository.git("for-each-ref");
        Map<String, String> before = KeptStoreIT.files(repository.root());

        Files.writeString(place.resolve("a.txt"), "changed\n");
        inCopy("checkout", "-q", "-b", "main");
        inCopy("commit", "-q", "-a", "-m", "mine");
        inCopy("config", "user.name", "mallory");
        inCopy("stash", "list");
        inCopy("gc", "-q", "--prune=now");

        assertThat(repository.git("for-each-ref")).isEqualTo(references);
        assertThat(KeptStoreIT.files(repository.root())).isEqualTo(before);
        assertThat(repository.exitOf("config", "--local", "user.name")).isEqualTo(1);
        assertThat(inCopy("remote")).isEmpty();
        assertThat(repository.git("fsck", "--no-dangling")).doesNotContain("missing");
    }

    @Test
    void anotherCopyAtTheSamePlaceHasNothingOfTheEarlierOne() throws Exception {
        make();
        Path ran = folder.resolve("ran");
        Files.writeString(place.resolve("left.log"), "ignored\n");
        Files.writeString(place.resolve("a.txt"), "changed by the reviewer\n");
        Files.createSymbolicLink(place.resolve("link"), repository.root());
        inCopy("config", "core.fsmonitor", "touch " + ran);
        inCopy("config", "filter.x.smudge", "touch " + ran);
        Files.writeString(place.resolve(".git/info/attributes"), "* filter=x\n");
        repository.file("a.txt", "two\n");

        TreeCheckout.Copy again = make();

        assertThat(KeptStoreIT.files(place)).isEqualTo(KeptStoreIT.files(repository.root()));
        assertThat(inCopy("show", again.commit() + ":a.txt")).isEqualTo("two");
        assertThat(ran).doesNotExist();
    }

    @Test
    void aLinkThatAReviewerPutsInPlaceOfItsCopyIsNotFollowed() throws Exception {
        make();
        Map<String, String> before = KeptStoreIT.files(repository.root());
        ScratchFolder.delete(place);
        Files.createSymbolicLink(place, repository.root());
        Path victim = Files.writeString(folder.resolve("victim"), "kept\n");
        Path note = copies.resolve("c1").resolve("original");
        Files.delete(note);
        Files.createSymbolicLink(note, victim);

        make();

        assertThat(KeptStoreIT.files(repository.root())).isEqualTo(before);
        assertThat(repository.git("status", "--porcelain")).isEmpty();
        assertThat(victim).hasContent("kept\n");
        assertThat(Files.isSymbolicLink(place)).isFalse();
        assertThat(KeptStoreIT.files(place)).isEqualTo(before);
        assertThat(checkout.originalOf(place)).contains(repository.root());
    }

    @Test
    void makingACopyRunsNoProgramOfAHostileRepository() throws Exception {
        close();
        HostileRepository hostile = HostileRepository.create(folder);
        use(hostile.repository());
        repository.file("b.txt", "changed\n");

        make();

        assertThat(place.resolve("b.txt")).hasContent("changed\n");
        assertThat(hostile.ran()).doesNotExist();
    }

    @Test
    void aRepositoryWithoutACommitHasACopyToo() throws Exception {
        close();
        use(GitRepository.create(folder, "empty"));
        repository.file("a.txt", "one\n");

        make();

        assertThat(place.resolve("a.txt")).hasContent("one\n");
        assertThat(inCopy("rev-list", "--count", "HEAD")).isEqualTo("1");
    }

    @Test
    void aCopyNamesItsOriginalAndTheFolderOfTheCopiesIsRecognized() throws Exception {
        make();

        assertThat(checkout.contains(place.resolve("folder"))).isTrue();
        assertThat(checkout.originalOf(place)).contains(repository.root());
        assertThat(checkout.contains(repository.root())).isFalse();
        assertThat(checkout.originalOf(repository.root())).isEmpty();
        assertThat(checkout.originalOf(copies)).isEmpty();
    }

    @Test
    void aRemovedCopyLeavesNothingAndFollowsNoLink() throws Exception {
        make();
        Files.createSymbolicLink(place.resolve("link"), repository.root());

        checkout.remove("c1");

        assertThat(copies).isEmptyDirectory();
        assertThat(checkout.ids()).isEmpty();
        assertThat(repository.root().resolve("a.txt")).hasContent("one\n");
        checkout.remove("c1");
    }
}
