package dev.pilothouse.desktop.reviewer;

import dev.pilothouse.desktop.git.KeptException;
import dev.pilothouse.desktop.git.RepositoryReader;
import dev.pilothouse.desktop.git.RepositoryReader.Changes;
import dev.pilothouse.desktop.git.RepositoryReader.Reference;
import dev.pilothouse.desktop.git.RepositoryReader.UnreadableException;
import dev.pilothouse.desktop.git.TreeCheckout;
import dev.pilothouse.desktop.git.WorkingTree;
import dev.pilothouse.model.ComparisonTarget;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.ReviewComment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Makes the copy for a reviewing agent, and its prompts. Any thread; blocks for git. */
final class ReviewPreparer {
    /** The most characters of a patch that are read; more than a prompt takes. */
    private static final int MAX_READ = 4 * ReviewerPrompt.MAX_PATCH;

    private final TreeCheckout copies;
    private final RepositoryReader reader;

    /** Something cannot be reviewed. */
    static final class NotReviewableException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient HostText sentence;

        NotReviewableException(HostText sentence) {
            super(sentence.text());
            this.sentence = sentence;
        }

        HostText sentence() {
            return sentence;
        }

        /** Whether there are no changes. */
        boolean isUnchanged() {
            return sentence.equals(HostText.of(HostTextCode.REVIEW_NO_CHANGES));
        }
    }

    /**
     * The copy and the prompt of a round.
     *
     * @param commit HEAD of the copy
     * @param base the commit or tree with which it is compared
     */
    record Prepared(Path place, String commit, String base, String prompt) {}

    ReviewPreparer(TreeCheckout copies, RepositoryReader reader) {
        this.copies = copies;
        this.reader = reader;
    }

    /** Prepares the first round. @param focus what the person wants to be looked at; may be empty */
    Prepared first(Path directory, String id, String focus, BooleanSupplier cancelled)
            throws IOException, NotReviewableException {
        try {
            Reference base = reader.resolve(original(directory), ComparisonTarget.BASE, cancelled);
            TreeCheckout.Copy copy = copies.make(directory, id, cancelled);
            WorkingTree tree = new WorkingTree(copy.place());
            Changes changes = reader.since(tree, base, cancelled);
            if (changes.list().files().isEmpty()) {
                throw new NotReviewableException(HostText.of(HostTextCode.REVIEW_NO_CHANGES));
            }
            return new Prepared(
                    copy.place(),
                    copy.commit(),
                    base.tree(),
                    ReviewerPrompt.first(
                            base.name(), base.tree(), focus, changes.list().files(), patch(tree, base, cancelled)));
        } catch (UnreadableException e) {
            throw new NotReviewableException(e.sentence());
        } catch (KeptException e) {
            throw new NotReviewableException(e.sentence());
        }
    }

    /**
     * Prepares a later round.
     *
     * @param before HEAD of the copy in the round before
     * @param comments the findings of the agent so far
     */
    Prepared again(
            Path directory,
            String id,
            String base,
            String before,
            List<ReviewComment> comments,
            BooleanSupplier cancelled)
            throws IOException, NotReviewableException {
        try {
            TreeCheckout.Copy copy = copies.make(directory, id, cancelled);
            String patch = patch(new WorkingTree(copy.place()), new Reference("", before), cancelled);
            return new Prepared(copy.place(), copy.commit(), base, ReviewerPrompt.again(comments, patch));
        } catch (UnreadableException e) {
            throw new NotReviewableException(e.sentence());
        } catch (KeptException e) {
            throw new NotReviewableException(e.sentence());
        }
    }

    /**
     * Prepares the judgement of a goal.
     *
     * @param base the commit with which the files are compared; empty for that of the base branch
     * @param checks the commands that passed
     */
    Prepared goal(Path directory, String id, String base, String goal, List<String> checks, BooleanSupplier cancelled)
            throws IOException, NotReviewableException {
        try {
            Reference against = base.isEmpty()
                    ? reader.resolve(original(directory), ComparisonTarget.BASE, cancelled)
                    : new Reference("", base);
            TreeCheckout.Copy copy = copies.make(directory, id, cancelled);
            WorkingTree tree = new WorkingTree(copy.place());
            Changes changes = reader.since(tree, against, cancelled);
            return new Prepared(
                    copy.place(),
                    copy.commit(),
                    against.tree(),
                    ReviewerPrompt.goal(
                            goal, checks, against.tree(), changes.list().files(), patch(tree, against, cancelled)));
        } catch (UnreadableException e) {
            throw new NotReviewableException(e.sentence());
        } catch (KeptException e) {
            throw new NotReviewableException(e.sentence());
        }
    }

    /** The last commit of a directory's working tree. */
    String head(Path directory) throws NotReviewableException {
        try {
            return reader.resolve(original(directory), ComparisonTarget.HEAD, () -> false)
                    .tree();
        } catch (UnreadableException e) {
            throw new NotReviewableException(e.sentence());
        }
    }

    private static WorkingTree original(Path directory) throws NotReviewableException {
        return WorkingTree.containing(directory)
                .orElseThrow(() -> new NotReviewableException(HostText.of(HostTextCode.NO_REPOSITORY_HERE)));
    }

    private String patch(WorkingTree tree, Reference against, BooleanSupplier cancelled) throws UnreadableException {
        byte[] bytes = reader.patch(tree, against, "", path -> false, cancelled).bytes();
        return PlainText.exact(new String(bytes, 0, Math.min(bytes.length, MAX_READ), StandardCharsets.UTF_8));
    }

    /**
     * The files of both sides of the change, from git's objects of the original: a reviewer may have changed those of its
     * copy.
     */
    FindingPlacer.Files files(Path directory, String commit, String base) {
        Optional<WorkingTree> original = WorkingTree.containing(directory);
        return (path, old) -> {
            try {
                byte[] bytes = original.isEmpty()
                        ? new byte[0]
                        : reader.content(
                                        original.get(),
                                        new Reference("", old ? base : commit),
                                        path,
                                        "",
                                        true,
                                        () -> false)
                                .bytes();
                return bytes.length == 0 ? Optional.empty() : Optional.of(RepositoryReader.lines(bytes));
            } catch (UnreadableException unreadable) {
                return Optional.empty();
            }
        };
    }

    /** Removes the copy. */
    void remove(String id) throws IOException {
        copies.remove(id);
    }
}
