package dev.pilothouse.desktop.forge;

import dev.pilothouse.desktop.forge.Forge.Head;
import dev.pilothouse.desktop.git.GitResult;
import dev.pilothouse.desktop.git.GitRunner;
import dev.pilothouse.desktop.worktree.RemoteFinder;
import dev.pilothouse.desktop.worktree.RemoteFinder.Remote;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.PullRequestReference;
import dev.pilothouse.model.PullRequestReference.Repository;
import dev.pilothouse.model.PullRequestStatus.Proposal;
import dev.pilothouse.model.TextCutter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds the branch of a directory on its forge, through git. Reads only. Its methods block for git; any thread. */
final class ForgeLocator {
    private static final int MAX_BASES = 100;
    private static final int MAX_COMMITS = 50;
    private static final Pattern SEGMENT = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,100}");
    private static final Pattern HOST = Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)+");

    private final GitRunner git;
    private final LoginHosts logins;

    /** The kinds of forges that a program is known for. */
    enum Kind {
        GITHUB("gh"),
        GITLAB("glab");

        private final String program;

        Kind(String program) {
            this.program = program;
        }

        String program() {
            return program;
        }
    }

    /**
     * A branch and its forge.
     *
     * @param number the pull request from which the branch was made; 0 if there is none
     * @param base the name of the default branch; empty if it is not known
     * @param baseReference the same as a reference of the repository
     * @param pushed the reference of the branch as last pushed; empty if it was not
     */
    record Place(Kind kind, Head head, int number, String base, String baseReference, String pushed, int unpushed) {
        boolean isPushed() {
            return !pushed.isEmpty();
        }

        /** Whether it is the branch that pull requests are for. */
        boolean isBase() {
            return !head.isFork() && head.branch().equals(base);
        }
    }

    ForgeLocator(GitRunner git, LoginHosts logins) {
        this.git = git;
        this.logins = logins;
    }

    /** The kind of a forge by its host: the known ones, others whose name begins like theirs, and those with a login. */
    static Optional<Kind> kind(Repository repository, LoginHosts logins) {
        String host = repository.host();
        String[] parts = repository.path().split("/");
        boolean plain = HOST.matcher(host).matches()
                && List.of(parts).stream()
                        .allMatch(part -> SEGMENT.matcher(part).matches());
        if (!plain || parts.length < 2) {
            return Optional.empty();
        }
        boolean gitLab = host.startsWith("gitlab.");
        if (host.startsWith("github.")
                || host.endsWith(".ghe.com")
                || !gitLab && parts.length == 2 && logins.has(Kind.GITHUB, host)) {
            return parts.length == 2 ? Optional.of(Kind.GITHUB) : Optional.empty();
        }
        return gitLab || logins.has(Kind.GITLAB, host) ? Optional.of(Kind.GITLAB) : Optional.empty();
    }

    private String line(Path directory, String... arguments) {
        GitResult found = git.read(directory, arguments);
        return found.succeeded() ? found.line() : "";
    }

    /** The place of a directory's branch; empty if it has none, or no remote leads to a known forge. */
    Optional<Place> locate(Path directory) {
        String branch = line(directory, "symbolic-ref", "--quiet", "--short", "HEAD");
        if (branch.isEmpty()) {
            return Optional.empty();
        }
        RemoteFinder remotes = RemoteFinder.of(git, directory);
        Optional<Remote> main = remotes.main();
        Optional<Repository> repository = main.flatMap(Remote::repository);
        Optional<Kind> kind = repository.flatMap(each -> kind(each, logins));
        if (main.isEmpty() || repository.isEmpty() || kind.isEmpty()) {
            return Optional.empty();
        }
        String baseReference = base(directory, main.get().name());
        String base = baseReference.isEmpty()
                ? ""
                : baseReference.substring(("refs/remotes/" + main.get().name() + "/").length());
        Remote pushRemote = main.get();
        String pushed = "";
        String remoteBranch = branch;
        for (String name : pushRemotes(directory, branch, remotes, main.get())) {
            Optional<Remote> remote =
                    remotes.named(name).filter(each -> each.repository().isPresent());
            String reference = "refs/remotes/" + name + "/" + branch;
            if (remote.isPresent() && exists(directory, reference)) {
                pushRemote = remote.get();
                pushed = reference;
                break;
            }
        }
        if (pushed.isEmpty()) {
            String upstream = line(directory, "rev-parse", "--symbolic-full-name", branch + "@{upstream}");
            for (Remote remote : remotes.all()) {
                String prefix = "refs/remotes/" + remote.name() + "/";
                if (upstream.startsWith(prefix)
                        && remote.repository().isPresent()
                        && !upstream.equals(baseReference)
                        && exists(directory, upstream)) {
                    pushRemote = remote;
                    pushed = upstream;
                    remoteBranch = upstream.substring(prefix.length());
                }
            }
        }
        Repository head = pushRemote.repository().orElse(repository.get());
        return Optional.of(new Place(
                kind.get(),
                new Head(
                        repository.get(),
                        head.host().equals(repository.get().host()) ? head : repository.get(),
                        remoteBranch),
                number(directory, branch),
                base,
                baseReference,
                pushed,
                pushed.isEmpty() ? 0 : count(directory, pushed)));
    }

    private boolean exists(Path directory, String reference) {
        return git.read(directory, "show-ref", "--verify", "--quiet", reference).succeeded();
    }

    /** The remotes that may have the branch, in git's own order. */
    private Set<String> pushRemotes(Path directory, String branch, RemoteFinder remotes, Remote main) {
        Set<String> names = new LinkedHashSet<>();
        names.add(line(directory, "config", "--get", "branch." + branch + ".pushRemote"));
        names.add(line(directory, "config", "--get", "remote.pushDefault"));
        names.add(line(directory, "config", "--get", "branch." + branch + ".remote"));
        names.add("origin");
        names.add(main.name());
        remotes.all().forEach(remote -> names.add(remote.name()));
        names.remove("");
        return names;
    }

    private String base(Path directory, String remote) {
        String head = line(directory, "symbolic-ref", "--quiet", "refs/remotes/" + remote + "/HEAD");
        if (!head.isEmpty()) {
            return head.startsWith("refs/remotes/" + remote + "/") ? head : "";
        }
        return List.of("main", "master").stream()
                .map(name -> "refs/remotes/" + remote + "/" + name)
                .filter(reference -> exists(directory, reference))
                .findFirst()
                .orElse("");
    }

    private int number(Path directory, String branch) {
        return PullRequestReference.of(
                        line(directory, "config", "--get", "branch." + branch + "." + RemoteFinder.PULL_REQUEST_KEY))
                .map(PullRequestReference::number)
                .orElse(0);
    }

    private int count(Path directory, String reference) {
        String count = line(directory, "rev-list", "--count", "--max-count=9999", reference + "..HEAD", "--");
        return count.matches("\\d{1,4}") ? Integer.parseInt(count) : 0;
    }

    /** The branches that a pull request may be for, without the branch itself. */
    List<String> bases(Path directory, Place place) {
        String prefix = place.baseReference().isEmpty()
                ? ""
                : place.baseReference()
                        .substring(
                                0, place.baseReference().length() - place.base().length());
        if (prefix.isEmpty()) {
            return List.of();
        }
        GitResult found = git.read(
                directory,
                "for-each-ref",
                "--sort=-committerdate",
                "--count=" + (MAX_BASES + 2),
                "--format=%(refname)",
                prefix);
        List<String> bases = new ArrayList<>(List.of(place.base()));
        if (found.succeeded()) {
            found.text().lines().filter(name -> name.startsWith(prefix)).forEach(name -> {
                String branch = name.substring(prefix.length());
                if (!branch.equals("HEAD")
                        && !bases.contains(branch)
                        && !branch.equals(place.head().branch())
                        && bases.size() < MAX_BASES) {
                    bases.add(branch);
                }
            });
        }
        return bases;
    }

    /** A title and a body from the commits. @param template the body that the repository wants; may be empty */
    Proposal proposal(Path directory, Place place, String template, String comparePage) {
        GitResult log = place.baseReference().isEmpty()
                ? git.read(directory, "log", "-1", "-z", "--format=%B", "HEAD")
                : git.read(
                        directory,
                        "log",
                        "--reverse",
                        "-z",
                        "--max-count=" + MAX_COMMITS,
                        "--format=%B",
                        place.baseReference() + "..HEAD",
                        "--");
        List<String> messages = log.succeeded()
                ? log.fields().stream()
                        .map(String::strip)
                        .filter(text -> !text.isEmpty())
                        .toList()
                : List.of();
        List<String> subjects = messages.stream().map(ForgeLocator::subject).toList();
        String title;
        String body;
        if (messages.size() == 1) {
            title = subjects.get(0);
            body = messages.get(0)
                    .substring(messages.get(0).lines().findFirst().orElse("").length())
                    .strip();
        } else {
            title = title(place.head().branch());
            body = String.join(
                    "\n", subjects.stream().map(subject -> "- " + subject).toList());
        }
        return new Proposal(
                place.base(),
                bases(directory, place),
                TextCutter.line(title, Proposal.MAX_TITLE),
                TextCutter.head(PlainText.note(template.isBlank() ? body : template), Proposal.MAX_BODY),
                comparePage);
    }

    private static String subject(String message) {
        return TextCutter.line(PlainText.line(message.lines().findFirst().orElse("")), Proposal.MAX_TITLE);
    }

    /** A branch as a title: {@code fix/login-race} is <q>Fix/login race</q>. */
    private static String title(String branch) {
        String words =
                PlainText.line(branch).replace('-', ' ').replace('_', ' ').strip();
        return words.isEmpty() ? branch : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
