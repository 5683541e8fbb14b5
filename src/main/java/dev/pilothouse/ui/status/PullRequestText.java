package dev.pilothouse.ui.status;

import dev.pilothouse.model.PullRequestInfo;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.List;

/** Texts about a pull request. Stateless. */
public final class PullRequestText {
    private PullRequestText() {}

    /** The number with the state of the checks as a sign, for a row. */
    public static String label(PullRequestInfo pullRequest) {
        return "#" + pullRequest.number() + sign(pullRequest);
    }

    private static String sign(PullRequestInfo pullRequest) {
        PullRequestInfo.Checks checks = pullRequest.checks();
        if (!pullRequest.state().isOpen()) {
            return "";
        }
        if (checks.failed() > 0) {
            return " \u2717" + checks.failed();
        }
        if (checks.running() > 0) {
            return " \u2026";
        }
        return checks.passed() > 0 ? " \u2713" : "";
    }

    /** The checks in words; empty if there are none. */
    public static String checks(PullRequestInfo.Checks checks) {
        List<String> parts = new ArrayList<>();
        if (checks.failed() > 0) {
            parts.add(Texts.counted("checks.failed", checks.failed()));
        }
        if (checks.running() > 0) {
            parts.add(Texts.counted("checks.running", checks.running()));
        }
        if (checks.passed() > 0) {
            parts.add(Texts.counted("checks.passed", checks.passed()));
        }
        return String.join(", ", parts);
    }

    /** The whole state as text, for screen readers. */
    public static String sentence(PullRequestInfo pullRequest) {
        String state = Texts.text(
                "pullRequest.sentence",
                String.valueOf(pullRequest.number()),
                Texts.text("pullRequest.state." + pullRequest.state().name()));
        String checks = checks(pullRequest.checks());
        return checks.isEmpty() ? state : state + ", " + checks;
    }
}
