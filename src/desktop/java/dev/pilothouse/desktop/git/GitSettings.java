package dev.pilothouse.desktop.git;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The settings with which reading runs no program that a repository names. They are passed as {@code GIT_CONFIG_KEY_n},
 * because {@code -c} cannot express a name that contains {@code =}. They override the repository's own settings. Pure.
 */
final class GitSettings {
    /** Lists all keys whose values are programs under a name that the repository chooses. */
    static final String FILTER_KEYS = "^(filter|lfs)\\.";

    static final int MAX_FILTER_KEYS = 200;

    private static final Map<String, String> HARDENED = hardened();

    /** The values that Git LFS installs. Its programs come from the PATH of the host, not from the repository. */
    private static final Set<String> LFS = Set.of(
            "git-lfs clean -- %f",
            "git-lfs smudge -- %f",
            "git-lfs filter-process",
            "git-lfs smudge --skip -- %f",
            "git-lfs filter-process --skip");

    private static final List<String> PROGRAMS_OF_LFS =
            List.of("filter.lfs.clean", "filter.lfs.smudge", "filter.lfs.process");

    /** Settings by which Git LFS itself runs a program. */
    private static final List<String> LFS_PROGRAMS =
            List.of("lfs.extension.", "lfs.customtransfer.", "lfs.standalonetransferagent", "lfs.transfer.");

    private GitSettings() {}

    private static Map<String, String> hardened() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("core.fsmonitor", "false");
        settings.put("core.hooksPath", "/dev/null");
        settings.put("core.pager", "cat");
        settings.put("core.editor", "false");
        settings.put("sequence.editor", "false");
        settings.put("core.askPass", "");
        settings.put("core.sshCommand", "false");
        settings.put("core.gitProxy", "false");
        settings.put("core.alternateRefsCommand", "false");
        settings.put("credential.helper", "");
        settings.put("protocol.allow", "never");
        settings.put("diff.external", "");
        settings.put("diff.autoRefreshIndex", "false");
        settings.put("diff.submodule", "short");
        // Empty lines of a hunk would lose their space.
        settings.put("diff.suppressBlankEmpty", "false");
        settings.put("submodule.recurse", "false");
        settings.put("status.submoduleSummary", "false");
        settings.put("log.showSignature", "false");
        settings.put("gpg.program", "false");
        settings.put("gpg.ssh.program", "false");
        settings.put("gpg.x509.program", "false");
        settings.put("gpg.ssh.defaultKeyCommand", "false");
        settings.put("commit.gpgSign", "false");
        settings.put("safe.bareRepository", "explicit");
        settings.put("core.quotePath", "false");
        settings.put("color.ui", "false");
        settings.put("color.diff", "false");
        settings.put("color.status", "false");
        settings.put("gc.auto", "0");
        settings.put("maintenance.auto", "false");
        return Map.copyOf(settings);
    }

    /** Returns the variables for a reading command. */
    static Map<String, String> variables(Map<String, String> filters) {
        Map<String, String> settings = new LinkedHashMap<>(HARDENED);
        settings.putAll(filters);
        Map<String, String> variables = new LinkedHashMap<>();
        int number = 0;
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            variables.put("GIT_CONFIG_KEY_" + number, setting.getKey());
            variables.put("GIT_CONFIG_VALUE_" + number, setting.getValue());
            number++;
        }
        variables.put("GIT_CONFIG_COUNT", Integer.toString(number));
        return variables;
    }

    /**
     * Returns the settings that disable the filters of a repository.
     *
     * @param listed git's own list, {@code key LF value NUL} each
     * @throws UnusualFilterException if a name cannot be passed safely
     */
    static Map<String, String> withoutFilters(List<String> listed) throws UnusualFilterException {
        boolean lfs = listed.stream().noneMatch(GitSettings::isProgramOfLfs);
        Map<String, String> settings = new LinkedHashMap<>();
        for (String entry : listed) {
            int end = entry.indexOf('\n');
            String key = end < 0 ? entry : entry.substring(0, end);
            String value = end < 0 ? "" : entry.substring(end + 1);
            if (!key.startsWith("filter.")) {
                continue;
            }
            if (!isPrintable(key)) {
                throw new UnusualFilterException(HostText.of(HostTextCode.GIT_FILTER_NAME));
            }
            // An empty value of "required" means false.
            boolean kept = lfs && (LFS.contains(value) || key.equals("filter.lfs.required"));
            settings.put(key, kept ? value : "");
        }
        if (PROGRAMS_OF_LFS.stream()
                .allMatch(key -> settings.getOrDefault(key, "").isEmpty())) {
            // Without a program a required filter makes git fail.
            settings.computeIfPresent("filter.lfs.required", (key, value) -> "");
        }
        if (settings.size() > MAX_FILTER_KEYS) {
            throw new UnusualFilterException(HostText.of(HostTextCode.GIT_FILTERS_FULL, MAX_FILTER_KEYS));
        }
        return settings;
    }

    private static boolean isProgramOfLfs(String entry) {
        return LFS_PROGRAMS.stream().anyMatch(entry::startsWith);
    }

    private static boolean isPrintable(String key) {
        return key.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }

    /** The filters of a repository cannot be disabled, so nothing is run in it. */
    static final class UnusualFilterException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient HostText sentence;

        UnusualFilterException(HostText sentence) {
            super(sentence.text());
            this.sentence = sentence;
        }

        HostText sentence() {
            return sentence;
        }
    }
}
