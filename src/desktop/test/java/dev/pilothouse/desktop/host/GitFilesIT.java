package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.pilothouse.desktop.bridge.FileSearchResult;
import dev.pilothouse.desktop.git.GitRunner;
import dev.pilothouse.desktop.process.ProcessRegistry;
import dev.pilothouse.model.FileMatch;
import dev.pilothouse.model.FolderEntry;
import dev.pilothouse.pulse.ManualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Real git on real repositories, among them one that tries to have its programs run. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the test repository is made with a shell's git")
@Timeout(120)
class GitFilesIT {
    private static final Duration GIT_WITHIN = Duration.ofSeconds(30);

    @TempDir
    Path outer;

    private Path project;
    private Path ran;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void makeTheRepository() throws Exception {
        outer = outer.toRealPath();
        project = Files.createDirectories(outer.resolve("project"));
        ran = outer.resolve("ran.txt");
        environment.putAll(System.getenv());
        environment.put("HOME", Files.createDirectories(outer.resolve("home")).toString());
        environment.remove("XDG_CONFIG_HOME");
        assumeThat(System.getenv("PATH").split(":"))
                .as("a machine with git")
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, "git")));
        git("init", "-q");
    }

    private void git(String... arguments) throws Exception {
        assertThat(exitOfGit(arguments)).isZero();
    }

    private int exitOfGit(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git", "-c", "user.name=t", "-c", "user.email=t@example.org"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(project.toFile());
        builder.environment().put("HOME", environment.get("HOME"));
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(GIT_WITHIN.toSeconds(), TimeUnit.SECONDS)).isTrue();
        if (process.exitValue() != 0) {
            System.err.println(said);
        }
        return process.exitValue();
    }

    private void file(String path, String content) throws IOException {
        Path file = project.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private void files(String... paths) throws IOException {
        for (String path : paths) {
            file(path, path);
        }
    }

    private GitRunner runner() {
        Map<String, String> now = Map.copyOf(environment);
        return new GitRunner(ProcessRegistry.none(), "test", () -> now);
    }

    private GitFiles git() {
        // A generous timeout, since a busy machine starts processes slowly; another test covers the timeout.
        return new GitFiles(runner(), GIT_WITHIN);
    }

    private List<String> found(String query) {
        FileSearchResult found = new FileFinder(new ManualClock(), git()).find(project, query, () -> false);
        return ((FileSearchResult.Found) found)
                .files().stream()
                        .filter(match -> !match.directory())
                        .map(FileMatch::path)
                        .toList();
    }

    @Test
    void inARepositoryGitSaysWhichFilesThereAre() throws Exception {
        file(".gitignore", "*.x\n!keep.x\nout/\n");
        file("web/.gitignore", "/local.x.txt\n");
        file(".git/info/exclude", "private.x.txt\n");
        files(
                "a.x",
                "keep.x",
                "web/local.x.txt",
                "web/shared.x.txt",
                "private.x.txt",
                "out/tracked.x.txt",
                "out/b.x.txt");
        files("build/tool.x.txt", "gone.x.txt", "gl\u00fcck x/\u00e4 \"x\".txt");
        git("add", ".gitignore", "gone.x.txt");
        git("add", "-f", "out/tracked.x.txt");
        Files.delete(project.resolve("gone.x.txt"));

        assertThat(found("x"))
                .containsExactlyInAnyOrder(
                        "keep.x",
                        "web/shared.x.txt",
                        "out/tracked.x.txt",
                        "build/tool.x.txt",
                        "gl\u00fcck x/\u00e4 \"x\".txt");
    }

    @Test
    void inAFolderThatIsListedGitSaysWhatIsIgnored() throws Exception {
        file(".gitignore", "*.x\nout/\n");
        file("web/.gitignore", "/local.txt\n");
        files("a.x", "b.txt", "out/c.txt", "build/tool.txt", "web/local.txt", "web/d.txt");
        Files.createDirectories(project.resolve("empty"));
        ProjectFolderLister lister = new ProjectFolderLister(new ProjectFolders(List.of()), git());

        assertThat(lister.list(project, "", () -> false).entries())
                .filteredOn(FolderEntry::ignored)
                .extracting(FolderEntry::name)
                .containsExactly("out", "a.x");
        assertThat(lister.list(project, "web", () -> false).entries())
                .filteredOn(FolderEntry::ignored)
                .extracting(FolderEntry::name)
                .containsExactly("local.txt");
        assertThat(lister.list(project, "out", () -> false).entries()).allMatch(FolderEntry::ignored);
    }

    @Test
    void aFileInConflictIsListedOnce() throws Exception {
        for (String version : List.of("base", "theirs", "ours")) {
            if (!version.equals("base")) {
                git("checkout", "-q", "-b", version, "base");
            }
            file("note.txt", version);
            git("add", "note.txt");
            git("commit", "-q", "-m", version);
            if (version.equals("base")) {
                git("tag", "base");
            }
        }
        assertThat(exitOfGit("merge", "-q", "theirs")).isEqualTo(1);

        assertThat(found("note")).containsExactly("note.txt");
    }

    @Test
    void aFolderOfARepositoryIsListedWithPathsOfItsOwn() throws Exception {
        file(".gitignore", "*.x\n");
        files("top.txt", "inner/deep/one.txt", "inner/deep/one.x");
        project = project.resolve("inner");

        assertThat(found("one")).containsExactly("deep/one.txt");
        assertThat(found("top")).isEmpty();
    }

    @Test
    void aFolderThatItsRepositoryIgnoresAsAWholeIsReadWithoutGit() throws Exception {
        file(".gitignore", "scratch/\n");
        files("scratch/note.txt");
        project = project.resolve("scratch");

        assertThat(found("note")).containsExactly("note.txt");
    }

    private void commit() throws Exception {
        file("tracked.txt", "1");
        file(".gitattributes", "* filter=planted diff=planted merge=planted\n");
        git("add", ".");
        git("commit", "-q", "-m", "first");
    }

    /** Plants each way by which a repository's configuration can name a program. */
    private void plant() throws Exception {
        Path program = outer.resolve("planted.sh");
        Files.writeString(program, "#!/bin/sh\necho \"$0 $*\" >> " + ran + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        String path = program.toString();
        for (String hook : List.of("post-index-change", "pre-commit", "post-checkout", "fsmonitor-watchman")) {
            Path file = project.resolve(".git/hooks").resolve(hook);
            Files.createDirectories(file.getParent());
            Files.copy(program, file);
        }
        Map<String, String> settings = new HashMap<>(Map.of(
                "core.fsmonitor", path,
                "core.pager", path,
                "core.editor", path,
                "core.sshCommand", path,
                "core.askPass", path,
                "pager.ls-files", path,
                "alias.ls-files", "!" + path,
                "filter.planted.clean", path,
                "filter.planted.smudge", path));
        settings.putAll(Map.of(
                "filter.planted.process",
                path,
                "filter.planted.required",
                "true",
                "diff.external",
                path,
                "diff.planted.textconv",
                path,
                "credential.helper",
                "!" + path,
                "submodule.recurse",
                "true",
                "protocol.ext.allow",
                "always",
                "remote.origin.url",
                "ext::" + path,
                "remote.origin.promisor",
                "true",
                "core.hooksPath",
                project.resolve(".git/hooks").toString()));
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            git("config", setting.getKey(), setting.getValue());
        }
        Files.deleteIfExists(ran);
        file("tracked.txt", "22");
        file("new.txt", "new");
    }

    @Test
    void noProgramThatARepositoryNamesRuns() throws Exception {
        commit();
        plant();

        assertThat(found("txt")).containsExactlyInAnyOrder("tracked.txt", "new.txt");

        assertThat(ran).doesNotExist();
        // The planted programs do run where they are not disabled.
        exitOfGit("status", "--porcelain");
        assertThat(ran).isNotEmptyFile();
    }

    @Test
    void aRepositoryWhoseObjectsAreMissingFetchesNothing() throws Exception {
        file("sub/.gitignore", "*.log\n");
        commit();
        git("update-index", "--skip-worktree", "sub/.gitignore");
        Files.delete(project.resolve("sub/.gitignore"));
        plant();
        deleteObjects();
        files("sub/one.txt");

        // To find what is ignored in the folder, git reads the missing object.
        assertThat(found("one")).containsExactly("sub/one.txt");
        assertThat(ran).doesNotExist();
        exitOfGit("-c", "core.fsmonitor=false", "--no-pager", "ls-files", "--others", "--exclude-standard");
        assertThat(ran).content().contains("planted.sh");
    }

    private void deleteObjects() throws IOException {
        try (var objects = Files.walk(project.resolve(".git/objects"))) {
            for (Path object : objects.filter(Files::isRegularFile).toList()) {
                Files.delete(object);
            }
        }
    }

    @Test
    void anotherRepositoryOfTheEnvironmentIsNotAsked() throws Exception {
        files("here.txt");
        Path mine = project;
        project = Files.createDirectories(outer.resolve("foreign"));
        git("init", "-q");
        files("there.txt");
        environment.put("GIT_DIR", project.resolve(".git").toString());
        environment.put("GIT_WORK_TREE", project.toString());
        environment.put("GIT_INDEX_FILE", project.resolve(".git/index").toString());
        project = mine;

        assertThat(found("ere")).containsExactly("here.txt");
    }

    @Test
    void aTrackedFileBehindALinkThatLeadsOutIsNotNamed() throws Exception {
        files("folder/secret.txt", "plain.txt");
        git("add", ".");
        Files.delete(project.resolve("folder/secret.txt"));
        Files.delete(project.resolve("folder"));
        Path elsewhere = Files.createDirectories(outer.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("secret.txt"), "secret");
        Files.createSymbolicLink(project.resolve("folder"), elsewhere);
        Files.createSymbolicLink(project.resolve("secret-link.txt"), elsewhere.resolve("secret.txt"));

        assertThat(found("secret")).isEmpty();
        assertThat(found("plain")).containsExactly("plain.txt");
    }

    @Test
    void withoutGitTheLinesOfTheProjectItselfCount() throws Exception {
        file(".gitignore", "*.log\n!keep.log\n");
        files("debug.log", "keep.log");
        environment.put("PATH", outer.resolve("home").toString());

        assertThat(found("log")).containsExactly("keep.log");
    }

    @Test
    void withoutGitTheLinesMeanWhatGitTakesThemFor() throws Exception {
        file(
                ".gitignore",
                "# comment\n\\#literal\n\\!odd\n*.log\n!keep.log\n/top.txt\nsub/here.txt\n**/deep/x.txt\na/**/z.txt\n"
                        + "inside/**\n!inside/kept\nonlydirs/\nq?.txt\n[a-c]1.txt\n[!a-c]2.txt\nse*n*d.txt\n"
                        + "trailing.txt   \nfoo/*.txt\n*.d/\nlast.txt\n!last.txt\n[unclosed.txt\nb\\*r.txt\n");
        files("#literal", "!odd", "a.log", "keep.log", "top.txt", "s/top.txt", "sub/here.txt", "x/sub/here.txt");
        files("deep/x.txt", "m/n/deep/x.txt", "a/z.txt", "a/b/z.txt", "a/b/c/z.txt", "inside/one", "inside/kept");
        files("onlydirs/f", "s/onlydirs", "qa.txt", "q.txt", "qab.txt", "a1.txt", "d1.txt", "a2.txt", "d2.txt");
        files("second.txt", "seond.txt", "send.txt", "trailing.txt", "foo/f.txt", "foo/g/f.txt", "x.d/f", "s/y.d");
        files("last.txt", "[unclosed.txt", "b*r.txt", "bar.txt");
        List<String> byGit = git().list(project, () -> false).orElseThrow();
        environment.put("PATH", outer.resolve("home").toString());

        FileFinder withoutGit = new FileFinder(new ManualClock(), git());
        TreeSet<String> all = new TreeSet<>();
        for (String letter : List.of("a", "e", "i", "o", "t", "d", "x", "l", "q")) {
            ((FileSearchResult.Found) withoutGit.find(project, letter, () -> false))
                    .files().stream()
                            .filter(match -> !match.directory())
                            .map(FileMatch::path)
                            .forEach(all::add);
        }
        assertThat(all).containsExactlyInAnyOrderElementsOf(byGit);
        assertThat(byGit).hasSizeGreaterThan(10);
    }

    /** Puts a program in git's place. */
    private void gitIs(String script) throws IOException {
        Path bin = Files.createDirectories(outer.resolve("bin"));
        Files.writeString(
                bin.resolve("git"),
                "#!/bin/sh\n[ \"$1\" = version ] && { echo git version 2.47.3; exit; }\n" + script + "\n");
        assertThat(bin.resolve("git").toFile().setExecutable(true)).isTrue();
        environment.put("PATH", bin + ":" + System.getenv("PATH"));
    }

    @Test
    void aGitThatIsGivenUpEndsWithAllThatItHasStarted() throws Exception {
        Path pids = outer.resolve("pids");
        gitIs("sleep 1000 & echo $$ $! > " + pids + ".new; mv " + pids + ".new " + pids + "; wait");

        assertThat(git().list(project, () -> Files.exists(pids))).isEmpty();

        for (String pid : Files.readString(pids).strip().split(" ")) {
            Awaitility.await()
                    .atMost(GIT_WITHIN)
                    .until(() -> ProcessHandle.of(Long.parseLong(pid))
                            .filter(ProcessHandle::isAlive)
                            .isEmpty());
        }
    }

    @Test
    void aGitThatDoesNotAnswerInTimeIsGivenUp() throws Exception {
        file(".gitignore", "*.log\n");
        files("one.log", "one.txt");
        gitIs("exec sleep 1000");
        GitFiles impatient = new GitFiles(runner(), Duration.ZERO);

        assertThat(impatient.list(project, () -> false)).isEmpty();
        FileSearchResult found = new FileFinder(new ManualClock(), impatient).find(project, "one", () -> false);
        assertThat(((FileSearchResult.Found) found).files()).containsExactly(new FileMatch("one.txt", false));
    }

    @Test
    void anAnswerThatIsTooLargeOrNotWholeIsNone() throws Exception {
        gitIs("head -c " + (GitFiles.MAX_BYTES + 1) + " /dev/zero | tr '\\0' x");
        assertThat(git().list(project, () -> false)).isEmpty();
        gitIs("printf 'one.txt\\0two.txt\\0'; exit 1");
        assertThat(git().list(project, () -> false)).isEmpty();
        gitIs("printf 'one.txt\\0two.txt\\0'");
        assertThat(git().list(project, () -> false)).contains(List.of("one.txt", "two.txt"));
    }
}
