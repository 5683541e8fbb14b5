package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.git.RepositoryReader;
import dev.pilothouse.desktop.git.RepositoryReader.UnreadableException;
import dev.pilothouse.desktop.git.WorkingTree;
import dev.pilothouse.desktop.review.CommentFinder;
import dev.pilothouse.desktop.review.CommentValidator;
import dev.pilothouse.model.ChangedFile;
import dev.pilothouse.model.CommentAnchor;
import dev.pilothouse.model.CommentPlace;
import dev.pilothouse.model.ComparisonTarget;
import dev.pilothouse.model.ReviewComment;
import dev.pilothouse.session.Review;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the lines of a session's review comments in its working tree. Reads each file once, and asks git only if a file
 * is missing, because it may be renamed. Used by one thread, once.
 */
final class CommentPlaceReader {
    private final RepositoryReader reader;
    private final WorkingTree tree;
    private final Predicate<String> hidden;
    /** The present names of renamed files, by their old ones; null until they are needed. */
    private @Nullable Map<String, String> renames;

    /** @param hidden whether a path is not shown to clients */
    CommentPlaceReader(RepositoryReader reader, WorkingTree tree, Predicate<String> hidden) {
        this.reader = reader;
        this.tree = tree;
        this.hidden = hidden;
    }

    /** Places all comments. A comment without a place is left out after {@code cancelled}. */
    List<CommentPlace> places(Review review, BooleanSupplier cancelled) {
        Map<String, List<ReviewComment>> files = new LinkedHashMap<>();
        for (ReviewComment comment : review.comments()) {
            files.computeIfAbsent(comment.anchor().path(), path -> new ArrayList<>())
                    .add(comment);
        }
        List<CommentPlace> places = new ArrayList<>();
        for (Map.Entry<String, List<ReviewComment>> file : files.entrySet()) {
            if (cancelled.getAsBoolean()) {
                break;
            }
            String path = file.getKey();
            if (path.isEmpty()) {
                // About the whole change, which is always there.
                file.getValue()
                        .forEach(comment ->
                                places.add(new CommentPlace(comment.id(), CommentPlace.State.UNCHANGED, "", 0, 0)));
                continue;
            }
            Optional<List<String>> lines = read(path);
            String renamed = lines.isPresent() ? path : renames(cancelled).getOrDefault(path, path);
            if (!renamed.equals(path)) {
                lines = read(renamed);
            }
            CommentFinder finder = lines.map(CommentFinder::new).orElse(null);
            file.getValue().forEach(comment -> places.add(place(comment, renamed, finder)));
        }
        return places;
    }

    private Optional<List<String>> read(String path) {
        return CommentValidator.isPath(path) && !hidden.test(path) ? reader.lines(tree, path) : Optional.empty();
    }

    private static CommentPlace place(ReviewComment comment, String path, @Nullable CommentFinder finder) {
        CommentAnchor anchor = comment.anchor();
        // Lines that a change removed stay removed with their file.
        CommentFinder.Found found = finder != null
                ? finder.find(anchor)
                : new CommentFinder.Found(
                        anchor.old() ? CommentPlace.State.UNCHANGED : CommentPlace.State.GONE, anchor.line());
        return new CommentPlace(
                comment.id(), found.state(), path, found.line(), found.line() + anchor.lastLine() - anchor.line());
    }

    private Map<String, String> renames(BooleanSupplier cancelled) {
        Map<String, String> known = renames;
        if (known == null) {
            known = new HashMap<>();
            try {
                for (ChangedFile file : reader.changes(tree, ComparisonTarget.BASE, cancelled)
                        .list()
                        .files()) {
                    if (file.state() == ChangedFile.State.RENAMED) {
                        known.put(file.oldPath(), file.path());
                    }
                }
            } catch (UnreadableException unreadable) {
                // Without names of renamed files, their comments count as those of missing files.
                known.clear();
            }
            renames = known;
        }
        return known;
    }
}
