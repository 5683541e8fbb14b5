package dev.pilothouse.desktop.reviewer;

import dev.pilothouse.desktop.review.CommentValidator;
import dev.pilothouse.model.CommentAnchor;
import dev.pilothouse.model.CommentAuthor;
import dev.pilothouse.model.CommentId;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.ReviewComment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Makes review comments of findings. A finding whose place is not in the files becomes a comment about the whole change
 * that names the place. A finding that an open comment already has is left out. Pure.
 */
final class FindingPlacer {
    /** The share of common words from which two texts say the same. */
    private static final double SAME = 0.8;

    private final Files files;

    /** The files that were reviewed. */
    interface Files {
        /** @return empty if there is no such file on that side, or nobody may read it */
        Optional<List<String>> lines(String path, boolean old);
    }

    /**
     * The comments to add.
     *
     * @param repeated the number of findings that are open already
     * @param general the number of comments about the whole change
     */
    record Placed(List<ReviewComment> comments, int repeated, int general) {
        Placed {
            comments = List.copyOf(comments);
        }
    }

    /**
     * @param prefix of the ids of the comments, the same for the same round
     * @param device the device that asked for the review
     * @param agent the name of the agent
     */
    record Origin(String prefix, DeviceId device, String agent) {}

    FindingPlacer(Files files) {
        this.files = files;
    }

    /** @param known the comments of the session */
    Placed place(List<Finding> findings, List<ReviewComment> known, Origin origin) {
        List<ReviewComment> open = new ArrayList<>();
        known.stream().filter(comment -> !comment.resolved()).forEach(open::add);
        List<ReviewComment> added = new ArrayList<>();
        int repeated = 0;
        for (int i = 0; i < findings.size(); i++) {
            ReviewComment comment = comment(findings.get(i), origin, i);
            if (open.stream().anyMatch(other -> says(other, comment))) {
                repeated++;
            } else {
                open.add(comment);
                added.add(comment);
            }
        }
        return new Placed(added, repeated, (int)
                added.stream().filter(comment -> comment.anchor().isGeneral()).count());
    }

    private ReviewComment comment(Finding finding, Origin origin, int index) {
        CommentAnchor anchor = anchor(finding);
        String place = anchor.isGeneral() ? finding.place() : "";
        return new ReviewComment(
                new CommentId(origin.prefix() + "-" + (index + 1)),
                anchor,
                place.isEmpty() ? finding.text() : place + "\n\n" + finding.text(),
                new CommentAuthor(origin.device(), origin.agent(), finding.severity()));
    }

    private CommentAnchor anchor(Finding finding) {
        if (finding.line() == 0 || !CommentValidator.isPath(finding.path())) {
            return CommentAnchor.GENERAL;
        }
        Optional<List<String>> lines = files.lines(finding.path(), finding.old());
        if (lines.isEmpty() || finding.lastLine() > lines.get().size()) {
            return CommentAnchor.GENERAL;
        }
        return new CommentAnchor(
                finding.path(),
                finding.old(),
                finding.line(),
                finding.lastLine(),
                CommentAnchor.quote(lines.get().subList(finding.line() - 1, finding.lastLine())),
                "");
    }

    /** Whether two comments are about the same place and say nearly the same. */
    static boolean says(ReviewComment one, ReviewComment other) {
        CommentAnchor a = one.anchor();
        CommentAnchor b = other.anchor();
        boolean together = a.path().equals(b.path())
                && a.old() == b.old()
                && (a.line() <= b.lastLine() && b.line() <= a.lastLine()
                        || !a.lines().isEmpty() && a.lines().equals(b.lines()));
        return together && isAlike(one.text(), other.text());
    }

    private static boolean isAlike(String one, String other) {
        Set<String> all = words(one);
        Set<String> others = words(other);
        if (all.isEmpty() || others.isEmpty()) {
            return one.strip().equals(other.strip());
        }
        Set<String> common = new HashSet<>(all);
        common.retainAll(others);
        all.addAll(others);
        return common.size() >= SAME * all.size();
    }

    private static Set<String> words(String text) {
        Set<String> words = new HashSet<>(List.of(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")));
        words.remove("");
        return words;
    }
}
