package dev.pilothouse.desktop.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A repository that plants each way by which git can be made to run a program. Every planted program writes its label
 * to one file.
 */
public final class HostileRepository {
    private final GitRepository repository;
    private final Path ran;
    private final Path program;

    private HostileRepository(GitRepository repository, Path outer) throws IOException {
        this.repository = repository;
        this.ran = outer.resolve("ran.txt");
        this.program = outer.resolve("planted.sh");
        Files.writeString(program, "#!/bin/sh\necho \"$0 $*\" >> '" + ran + "'\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    /** Creates the repository in {@code outer}, with two commits, changed files and a submodule. */
    public static HostileRepository create(Path outer) throws IOException, InterruptedException {
        Path real = outer.toRealPath();
        GitRepository inner = GitRepository.create(real, "inner");
        inner.file("inner.txt", "1\n");
        inner.commit("inner");
        GitRepository repository = GitRepository.create(real, "hostile");
        HostileRepository hostile = new HostileRepository(repository, real);
        hostile.plant(inner);
        return hostile;
    }

    public GitRepository repository() {
        return repository;
    }

    /** Returns the file that exists as soon as a planted program has run. It holds the labels of those programs. */
    public Path ran() {
        return ran;
    }

    private String run(String label) {
        return program + " " + label;
    }

    private void plant(GitRepository inner) throws IOException, InterruptedException {
        repository.file("tracked.txt", "1\n");
        repository.file("text.conv", "1\n");
        repository.file("commanded.cmd", "1\n");
        repository.file("named.eq", "1\n");
        repository.file("large.lfs", "1\n");
        repository.file(
                ".gitattributes",
                "tracked.txt filter=tree\n*.conv diff=conv\n*.cmd diff=cmd\n*.eq filter=a=b\n*.lfs filter=lfs\n");
        repository.git(
                "-c",
                "protocol.file.allow=always",
                "submodule",
                "-q",
                "add",
                inner.root().toString(),
                "sub");
        repository.commit("first");
        repository.file("second.txt", "2\n");
        repository.commit("second");
        plantSubmodule();
        signHead();
        Files.writeString(repository.root().resolve(".git/info/attributes"), "second.txt filter=info\n");
        Path included = repository.root().resolve(".git/included");
        Files.writeString(
                included,
                "[filter \"info\"]\n\tclean = " + run("included-clean")
                        + "\n\trequired = true\n[filter \"a=b\"]\n\tclean = " + run("equals-clean") + "\n");
        Map<String, String> settings = new TreeMap<>(Map.of(
                "core.fsmonitor", run("fsmonitor"),
                "core.pager", run("pager"),
                "core.editor", run("editor"),
                "core.sshCommand", run("ssh"),
                "core.askPass", run("askpass"),
                "core.gitProxy", run("proxy"),
                "core.alternateRefsCommand", run("alternates"),
                "credential.helper", "!" + run("credential"),
                "include.path", included.toString()));
        settings.putAll(Map.of(
                "filter.tree.clean", run("clean"),
                "filter.tree.smudge", run("smudge"),
                "filter.tree.required", "true",
                "diff.external", run("external"),
                "diff.conv.textconv", run("textconv"),
                "diff.cmd.command", run("command"),
                "gpg.program", gpg().toString(),
                "log.showSignature", "true",
                "diff.submodule", "log"));
        settings.putAll(Map.of(
                "pager.status", "true",
                "pager.diff", "true",
                "submodule.recurse", "true",
                "status.submoduleSummary", "true",
                "submodule.sub.ignore", "none",
                "protocol.ext.allow", "always",
                "remote.origin.url", "ext::" + program,
                "remote.origin.promisor", "true",
                "includeIf.onbranch:main.path", included.toString()));
        settings.putAll(Map.of(
                "filter.lfs.clean",
                "git-lfs clean -- %f",
                "filter.lfs.required",
                "true",
                "lfs.extension.planted.clean",
                run("lfs"),
                "merge.tree.driver",
                run("merge")));
        for (String command : List.of("status", "diff", "log", "ls-files", "rev-parse", "diff-index", "config")) {
            settings.put("alias." + command, "!" + run("alias-" + command));
        }
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            repository.git("config", setting.getKey(), setting.getValue());
        }
        plantHooks(repository.root().resolve(".git/hooks"));
        for (String changed :
                List.of("tracked.txt", "text.conv", "commanded.cmd", "named.eq", "large.lfs", "second.txt")) {
            repository.file(changed, "a longer content\n");
        }
        repository.file("new.txt", "new\n");
        Files.deleteIfExists(ran);
    }

    /** The configuration of the submodule is its own; git starts another git there to ask whether it is dirty. */
    private void plantSubmodule() throws IOException, InterruptedException {
        GitRepository sub = new GitRepository(
                repository.root().resolve("sub"), repository.root().resolveSibling("home"));
        sub.git("config", "core.fsmonitor", run("sub-fsmonitor"));
        sub.git("config", "filter.sub.clean", run("sub-clean"));
        sub.file(".gitattributes", "* filter=sub\n");
        sub.file("inner.txt", "2\n");
    }

    /** Makes a commit whose signature only {@code gpg.program} can check. */
    private void signHead() throws IOException, InterruptedException {
        String commit = repository.git("cat-file", "commit", "HEAD");
        int end = commit.indexOf("\n\n");
        Path signed = repository.root().resolveSibling("signed.txt");
        Files.writeString(
                signed,
                commit.substring(0, end)
                        + "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n iQ\n -----END PGP SIGNATURE-----"
                        + commit.substring(end));
        String id = repository
                .git("hash-object", "-t", "commit", "-w", signed.toString())
                .strip();
        repository.git("update-ref", "refs/heads/main", id);
    }

    /** Git runs this one without a shell, so it gets no label. */
    private Path gpg() throws IOException {
        Path gpg = program.resolveSibling("planted-gpg.sh");
        Files.copy(program, gpg);
        return gpg;
    }

    private void plantHooks(Path hooks) throws IOException {
        for (String hook : List.of(
                "post-index-change", "pre-commit", "post-checkout", "fsmonitor-watchman", "reference-transaction")) {
            Files.createDirectories(hooks);
            Files.copy(program, hooks.resolve(hook));
        }
    }
}
