package dev.pilothouse.desktop.worktree;

import dev.pilothouse.desktop.git.GitResult;
import dev.pilothouse.desktop.git.GitRunner;
import dev.pilothouse.model.PullRequestReference.Repository;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The remotes of a repository, from its configuration. Immutable; any thread.
 *
 * @param all by name, in the order of the configuration
 * @param base the remote that {@code gh repo set-default} has chosen; empty if none
 */
public record RemoteFinder(List<Remote> all, String base) {
    /** In the section of a branch: its pull request, such as {@code #12}. Git removes it with the branch. */
    public static final String PULL_REQUEST_KEY = "pilothouse-pull-request";

    private static final int MAX_REMOTES = 50;

    /**
     * One remote.
     *
     * @param addresses the address as configured, and as git rewrites it by {@code url.*.insteadOf}
     */
    public record Remote(String name, List<String> addresses) {
        /** The repository of a forge that it leads to; empty for a path on the disk. */
        public Optional<Repository> repository() {
            return addresses.stream()
                    .map(Repository::ofRemote)
                    .flatMap(Optional::stream)
                    .findFirst();
        }

        boolean leadsTo(Repository repository) {
            return addresses.stream()
                    .map(Repository::ofRemote)
                    .flatMap(Optional::stream)
                    .anyMatch(repository::isSame);
        }
    }

    public RemoteFinder {
        all = List.copyOf(all);
    }

    /** Reads the remotes. Blocks for git. */
    public static RemoteFinder of(GitRunner git, Path directory) {
        GitResult found = git.read(
                directory,
                "config",
                "--null",
                "--get-regexp",
                "^(remote\\..*\\.(url|gh-resolved)|url\\..*\\.insteadof)$");
        Map<String, String> addresses = new LinkedHashMap<>();
        Map<String, String> rewritten = new LinkedHashMap<>();
        String base = "";
        // Exit code 1: there are none.
        for (String field : found.succeeded() ? found.fields() : List.<String>of()) {
            int end = field.indexOf('\n');
            String key = end < 0 ? field : field.substring(0, end);
            String value = end < 0 ? "" : field.substring(end + 1);
            String name = key.substring(key.indexOf('.') + 1, key.lastIndexOf('.'));
            String last = key.substring(key.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
            if (last.equals("url") && addresses.size() < MAX_REMOTES) {
                addresses.putIfAbsent(name, value);
            } else if (last.equals("insteadof") && !value.isEmpty()) {
                rewritten.put(value, name);
            } else if (last.equals("gh-resolved") && value.equals("base")) {
                base = name;
            }
        }
        List<Remote> all = new ArrayList<>();
        addresses.forEach((name, address) -> {
            // An option, and no name of a remote.
            if (!name.startsWith("-")) {
                all.add(new Remote(name, both(address, rewritten)));
            }
        });
        return new RemoteFinder(all, base);
    }

    private static List<String> both(String address, Map<String, String> rewritten) {
        // The longest prefix wins, as in git.
        return rewritten.entrySet().stream()
                .filter(each -> address.startsWith(each.getKey()))
                .max((a, b) -> Integer.compare(a.getKey().length(), b.getKey().length()))
                .map(each -> List.of(
                        address,
                        each.getValue() + address.substring(each.getKey().length())))
                .orElse(List.of(address));
    }

    /** The remote that pull requests go to: chosen in {@code gh}, or {@code upstream}, {@code origin}, or the first. */
    public Optional<Remote> main() {
        return all.stream()
                .filter(remote -> remote.name().equals(base))
                .findFirst()
                .or(() -> named("upstream"))
                .or(() -> named("origin"))
                .or(() -> all.stream().findFirst());
    }

    public Optional<Remote> named(String name) {
        return all.stream().filter(remote -> remote.name().equals(name)).findFirst();
    }

    /** The remote that leads to a repository of a forge. */
    public Optional<Remote> to(Repository repository) {
        return all.stream().filter(remote -> remote.leadsTo(repository)).findFirst();
    }
}
