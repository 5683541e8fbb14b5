package dev.pilothouse.desktop.remote;

import dev.pilothouse.desktop.git.GitResult;
import dev.pilothouse.desktop.git.GitRunner;
import dev.pilothouse.desktop.git.WorkingTree;
import dev.pilothouse.model.PullMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * The settings of a repository that decide where commits come from and where they go. Its URLs have credentials, so it
 * stays in this package. Immutable; any thread.
 */
final class RemoteConfig {
    private static final String KEYS = "^(remote\\..*\\.(url|pushurl)|remote\\.pushdefault"
            + "|branch\\..*\\.(remote|merge|rebase|pushremote)|pull\\.(rebase|ff)|push\\.(default|recursesubmodules)"
            + "|url\\..*\\.(insteadof|pushinsteadof)|http\\.(.*\\.)?extraheader)$";

    /** A shorter one could be a part of any word. */
    private static final int SHORTEST_SECRET = 4;

    private static final String HIDDEN = "***";

    private final Map<String, List<String>> values = new LinkedHashMap<>();
    private final List<String> secrets = new ArrayList<>();

    private RemoteConfig(List<String> fields) {
        for (String field : fields) {
            int end = field.indexOf('\n');
            String key = end < 0 ? field : field.substring(0, end);
            String value = end < 0 ? "true" : field.substring(end + 1);
            values.computeIfAbsent(key, added -> new ArrayList<>()).add(value);
            if (key.endsWith(".url") || key.endsWith(".pushurl")) {
                secrets.addAll(RemoteUrl.secrets(value));
            } else if (key.startsWith("url.")) {
                secrets.addAll(RemoteUrl.secrets(key.substring("url.".length(), key.lastIndexOf('.'))));
            } else if (key.endsWith("extraheader")) {
                secrets.add(value.substring(value.lastIndexOf(' ') + 1));
            }
        }
        secrets.removeIf(secret -> secret.length() < SHORTEST_SECRET);
    }

    /** Reads the settings. @return none if git cannot read them */
    static RemoteConfig read(GitRunner git, WorkingTree tree, BooleanSupplier cancelled) {
        GitResult listed =
                git.read(tree.request("config", "--null", "--get-regexp", KEYS).withCancelled(cancelled));
        return new RemoteConfig(listed.succeeded() ? listed.fields() : List.of());
    }

    private String value(String key) {
        List<String> all = values.getOrDefault(key, List.of());
        return all.isEmpty() ? "" : all.get(all.size() - 1);
    }

    private boolean isRemote(String name) {
        return !name.startsWith("-") && values.containsKey("remote." + name + ".url");
    }

    /** The remote of a branch, or else the only one or {@code origin}; empty if there is none. */
    String remote(String branch) {
        String own = value("branch." + branch + ".remote");
        return isRemote(own) ? own : fallback();
    }

    private String fallback() {
        Set<String> names = new LinkedHashSet<>();
        for (String key : values.keySet()) {
            if (key.startsWith("remote.") && key.endsWith(".url")) {
                names.add(key.substring("remote.".length(), key.length() - ".url".length()));
            }
        }
        names.removeIf(name -> !isRemote(name));
        return names.contains("origin")
                ? "origin"
                : names.size() == 1 ? names.iterator().next() : "";
    }

    /** Whether the branch follows a branch of the same repository, so that nothing is fetched. */
    boolean followsLocal(String branch) {
        return value("branch." + branch + ".remote").equals(".");
    }

    /** Whether the branch has an upstream. */
    boolean follows(String branch) {
        return !value("branch." + branch + ".merge").isEmpty();
    }

    /** The remote to which a branch is pushed; empty if there is none. */
    String pushRemote(String branch) {
        for (String name : List.of(value("branch." + branch + ".pushremote"), value("remote.pushdefault"))) {
            if (isRemote(name)) {
                return name;
            }
        }
        return remote(branch);
    }

    /** The branch of the push remote to which a branch is pushed. */
    String target(String branch) {
        String merge = value("branch." + branch + ".merge").replaceFirst("^refs/heads/", "");
        String usual = value("push.default");
        boolean follows = usual.equals("upstream") || usual.equals("tracking");
        return follows && !merge.isEmpty() && pushRemote(branch).equals(value("branch." + branch + ".remote"))
                ? merge
                : branch;
    }

    /** How a pull of the branch is configured; empty if it is not. */
    Optional<PullMode> method(String branch) {
        String own = value("branch." + branch + ".rebase");
        String rebase = own.isEmpty() ? value("pull.rebase") : own;
        return rebase.isEmpty()
                ? Optional.empty()
                : Optional.of(List.of("false", "no", "off", "0").contains(rebase) ? PullMode.MERGE : PullMode.REBASE);
    }

    /** Whether a rebase keeps merges. */
    boolean keepsMerges(String branch) {
        String own = value("branch." + branch + ".rebase");
        String rebase = own.isEmpty() ? value("pull.rebase") : own;
        return rebase.equals("merges") || rebase.equals("m");
    }

    /** Whether git is told to look at submodules when it pushes. */
    boolean checksSubmodules() {
        return List.of("check", "on-demand", "only").contains(value("push.recursesubmodules"));
    }

    /** Where a remote is, with credentials; empty if it is not known. */
    String url(String remote) {
        List<String> urls = values.getOrDefault("remote." + remote + ".url", List.of());
        return urls.isEmpty() ? "" : rewritten(urls.get(0), "insteadof").orElse(urls.get(0));
    }

    /** Where pushes to a remote go, with credentials. */
    List<String> pushUrls(String remote) {
        List<String> own = values.getOrDefault("remote." + remote + ".pushurl", List.of());
        if (!own.isEmpty()) {
            return own.stream()
                    .map(url -> rewritten(url, "insteadof").orElse(url))
                    .toList();
        }
        return values.getOrDefault("remote." + remote + ".url", List.of()).stream()
                .map(url -> rewritten(url, "pushinsteadof")
                        .or(() -> rewritten(url, "insteadof"))
                        .orElse(url))
                .toList();
    }

    /** Where pushes to a remote go, for display and comparison. */
    String shownPushUrl(String remote) {
        return String.join(", ", pushUrls(remote).stream().map(RemoteUrl::shown).toList());
    }

    /** The longest prefix wins, as in git. */
    private Optional<String> rewritten(String url, String kind) {
        String best = "";
        String base = "";
        for (Map.Entry<String, List<String>> entry : values.entrySet()) {
            String key = entry.getKey();
            if (key.startsWith("url.") && key.endsWith("." + kind)) {
                for (String prefix : entry.getValue()) {
                    if (url.startsWith(prefix) && prefix.length() > best.length()) {
                        best = prefix;
                        base = key.substring("url.".length(), key.length() - kind.length() - 1);
                    }
                }
            }
        }
        return best.isEmpty() ? Optional.empty() : Optional.of(base + url.substring(best.length()));
    }

    /** Removes credentials from a line of output, which may be cut in the middle of one. */
    String redacted(String line) {
        String clean = line;
        for (String secret : secrets) {
            clean = clean.replace(secret, HIDDEN);
        }
        clean = RemoteUrl.withoutCredentials(clean);
        for (String secret : secrets) {
            for (int length = secret.length() - 1; length >= SHORTEST_SECRET; length--) {
                if (clean.endsWith(secret.substring(0, length))) {
                    clean = clean.substring(0, clean.length() - length) + HIDDEN;
                    break;
                }
            }
        }
        return clean;
    }
}
