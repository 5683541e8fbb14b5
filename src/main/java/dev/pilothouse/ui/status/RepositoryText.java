package dev.pilothouse.ui.status;

import dev.pilothouse.model.RepositorySummary;
import dev.pilothouse.ui.text.Texts;

/** Texts about the git working tree of a session. Stateless. */
public final class RepositoryText {
    private RepositoryText() {}

    /** The branch, or that there is none. */
    public static String branch(RepositorySummary repository) {
        return repository.branch().isEmpty() ? Texts.text("repository.detached") : repository.branch();
    }

    /** The commits that the upstream lacks, and those that the branch lacks, as arrows; empty if none. */
    public static String distance(RepositorySummary repository) {
        String ahead = repository.ahead() > 0 ? "\u2191" + repository.ahead() : "";
        String behind = repository.behind() > 0 ? "\u2193" + repository.behind() : "";
        return ahead.isEmpty() || behind.isEmpty() ? ahead + behind : ahead + " " + behind;
    }

    /** The whole state as text, for screen readers. */
    public static String sentence(RepositorySummary repository) {
        StringBuilder words = new StringBuilder(Texts.text("repository.branch", branch(repository)));
        if (repository.files() > 0) {
            words.append(", ").append(Texts.counted("repository.changed", repository.files()));
        }
        if (repository.ahead() > 0) {
            words.append(", ").append(Texts.counted("repository.ahead", repository.ahead()));
        }
        if (repository.behind() > 0) {
            words.append(", ").append(Texts.counted("repository.behind", repository.behind()));
        }
        if (repository.pullRequest() != null) {
            words.append(", ").append(PullRequestText.sentence(repository.pullRequest()));
        }
        return words.toString();
    }
}
