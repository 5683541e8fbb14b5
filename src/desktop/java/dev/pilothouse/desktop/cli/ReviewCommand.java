package dev.pilothouse.desktop.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.model.ChangedFile;
import dev.pilothouse.model.CommentAnchor;
import dev.pilothouse.model.CommentAuthor;
import dev.pilothouse.model.CommentId;
import dev.pilothouse.model.CommentPlace;
import dev.pilothouse.model.ComparisonTarget;
import dev.pilothouse.model.DiffHunk;
import dev.pilothouse.model.FileDiff;
import dev.pilothouse.model.FindingSeverity;
import dev.pilothouse.model.ReviewComment;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.RunKind;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.ReviewCodec;
import dev.pilothouse.protocol.WireEnum;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.Review;
import dev.pilothouse.session.SessionState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Lists the review comments of a session, writes one, resolves one, or sends the drafts as one prompt. */
@Command(name = "review", description = "Lists, writes, resolves and sends review comments on a session's changes.")
final class ReviewCommand implements Callable<Integer> {
    private static final Pattern PLACE = Pattern.compile("(.+):(\\d{1,7})(?:-(\\d{1,7}))?");

    @ParentCommand
    private CtlCommand ctl;

    @Parameters(index = "0", paramLabel = "SESSION", description = SessionArgument.HELP)
    private String session;

    @Parameters(
            index = "1",
            paramLabel = "TEXT",
            arity = "0..1",
            description = "With --add: the comment, or - for standard input.")
    private @Nullable String text;

    @ArgGroup
    private @Nullable Action action;

    @Option(names = "--old", description = "With --add: the lines as they were before the change.")
    private boolean old;

    @Option(names = "--model", paramLabel = "MODEL", description = "With --with: the model of the agent.")
    private @Nullable String model;

    @Option(names = "--focus", paramLabel = "TEXT", description = "With --with: what to look at.")
    private @Nullable String focus;

    /** At most one of these. */
    private static final class Action {
        @Option(
                names = "--add",
                paramLabel = "FILE:LINE[-LINE]",
                description = "Adds a comment on lines that the changes show.")
        private @Nullable String add;

        @Option(
                names = "--send",
                paramLabel = "INTRO",
                arity = "0..1",
                fallbackValue = "",
                description = "Sends all drafts as one prompt, after this introduction.")
        private @Nullable String send;

        @Option(names = "--edit", paramLabel = "ID", description = "Changes the text of a draft to TEXT.")
        private @Nullable String edit;

        @Option(names = "--resolve", paramLabel = "ID", description = "Marks a comment as resolved.")
        private @Nullable String resolve;

        @Option(names = "--reopen", paramLabel = "ID", description = "Opens a resolved comment again.")
        private @Nullable String reopen;

        @Option(names = "--delete", paramLabel = "ID", description = "Deletes a comment.")
        private @Nullable String delete;

        @Option(
                names = "--with",
                paramLabel = "AGENT",
                description = "Lets another agent review the changes. Prints the id of the run.")
        private @Nullable String with;
    }

    @Override
    public Integer call() throws CommandFailure {
        Action chosen = action;
        if (text != null && (chosen == null || chosen.add == null && chosen.edit == null)) {
            throw CommandFailure.usage("TEXT needs --add or --edit.");
        } else if ((model != null || focus != null) && (chosen == null || chosen.with == null)) {
            throw CommandFailure.usage("--model and --focus need --with.");
        }
        try (HostConnection host = ctl.connect()) {
            SessionId sessionId = host.session(session);
            if (chosen == null) {
                return list(host, sessionId);
            } else if (chosen.add != null) {
                return add(host, sessionId, chosen.add);
            } else if (chosen.edit != null) {
                String changed = text == null ? "" : ctl.terminal().textOf(text);
                return ctl.done(
                        host.submit(new Intent.EditComment(sessionId, id(chosen.edit), changed.strip())), "Changed.");
            } else if (chosen.send != null) {
                IntentResult.Accepted sent = host.submit(new Intent.SendReview(sessionId, chosen.send, List.of()));
                return ctl.done(
                        sent, sent.outcome() == IntentResult.Outcome.QUEUED ? "Queued: the agent is busy." : "Sent.");
            } else if (chosen.with != null) {
                return review(host, sessionId, chosen.with);
            } else if (chosen.resolve != null) {
                return ctl.done(
                        host.submit(new Intent.ResolveComment(sessionId, id(chosen.resolve), true)), "Resolved.");
            } else if (chosen.reopen != null) {
                return ctl.done(
                        host.submit(new Intent.ResolveComment(sessionId, id(chosen.reopen), false)), "Reopened.");
            }
            return ctl.done(
                    host.submit(new Intent.DeleteComment(sessionId, id(String.valueOf(chosen.delete)))), "Deleted.");
        }
    }

    private int review(HostConnection host, SessionId sessionId, String agent) throws CommandFailure {
        RunId runId = host.value(host.client()
                .host()
                .startRun(
                        RunKind.REVIEW,
                        Run.parameters(Map.of(
                                "session",
                                sessionId.value(),
                                "agent",
                                agent,
                                "model",
                                model == null ? "" : model,
                                "focus",
                                focus == null ? "" : focus))));
        ctl.done("runId", runId.value(), runId.value());
        return 0;
    }

    private static CommentId id(String value) throws CommandFailure {
        try {
            return new CommentId(value);
        } catch (IllegalArgumentException bad) {
            throw CommandFailure.usage("That is no comment's id: " + value);
        }
    }

    // --- listing

    private int list(HostConnection host, SessionId sessionId) throws CommandFailure {
        SessionState state = host.awaitSession(sessionId);
        Map<CommentId, CommentPlace> places = new HashMap<>();
        if (!state.review().comments().isEmpty()) {
            host.value(host.client().host().commentPlaces(sessionId))
                    .forEach(place -> places.put(place.commentId(), place));
        }
        if (ctl.json()) {
            JsonArray array = new JsonArray();
            for (ReviewComment comment : state.review().comments()) {
                JsonObject json = ReviewCodec.COMMENT.encode(comment);
                json.addProperty("status", WireEnum.toWire(Review.status(comment, state.queue())));
                CommentPlace place = places.get(comment.id());
                if (place != null) {
                    json.add("place", ReviewCodec.PLACE.encode(place));
                }
                array.add(json);
            }
            ctl.terminal().json(array);
        } else if (state.review().comments().isEmpty()) {
            ctl.terminal().note("There are no comments.");
        } else {
            Table table = new Table("ID", "STATE", "PLACE", "BY", "COMMENT");
            for (ReviewComment comment : state.review().comments()) {
                CommentPlace place = places.get(comment.id());
                table.row(
                        comment.id().value(),
                        status(comment, state, place),
                        place(comment, place),
                        author(comment.author()),
                        comment.text());
            }
            table.print(ctl.terminal());
        }
        return 0;
    }

    private static String author(CommentAuthor author) {
        FindingSeverity severity = author.severity();
        return severity == null ? author.name() : author.name() + ", " + WireEnum.toWire(severity);
    }

    private static String status(ReviewComment comment, SessionState state, @Nullable CommentPlace place) {
        Review.Status status = Review.status(comment, state.queue());
        boolean outdated = place != null && place.state() != CommentPlace.State.UNCHANGED;
        return switch (status) {
            case SENT -> outdated ? "changed since" : "open";
            case QUEUED -> "waiting";
            case DRAFT -> "draft";
            case RESOLVED -> "resolved";
        };
    }

    private static String place(ReviewComment comment, @Nullable CommentPlace place) {
        CommentAnchor anchor = comment.anchor();
        if (anchor.isGeneral()) {
            return "general";
        }
        String path = place == null ? anchor.path() : place.path();
        int first = place == null ? anchor.line() : place.line();
        int last = place == null ? anchor.lastLine() : place.lastLine();
        return path + ":" + first + (last == first ? "" : "-" + last) + (anchor.old() ? " (before)" : "");
    }

    // --- writing

    private int add(HostConnection host, SessionId sessionId, String where) throws CommandFailure {
        Matcher place = PLACE.matcher(where);
        String comment = text == null ? "" : ctl.terminal().textOf(text);
        if (!place.matches()) {
            throw CommandFailure.usage("A place is FILE:LINE or FILE:LINE-LINE, such as src/Main.java:12-14.");
        } else if (comment.isBlank()) {
            throw CommandFailure.usage("The comment is empty. Give its text after the session's id.");
        }
        String path = place.group(1);
        int first = Integer.parseInt(place.group(2));
        int last = place.group(3) == null ? first : Integer.parseInt(place.group(3));
        ChangedFile file = host.value(host.client().host().changes(sessionId, ComparisonTarget.BASE)).files().stream()
                .filter(each -> each.path().equals(path))
                .findFirst()
                .orElseThrow(() -> new CommandFailure(
                        CommandFailure.NO_SUCH_THING, "notChanged", "This file has no changes: " + path));
        TreeMap<Integer, String> lines = lines(host, sessionId, file, first, last);
        if (first < 1 || last < first || lines.size() != last - first + 1) {
            throw new CommandFailure(
                    CommandFailure.NO_SUCH_THING,
                    "noSuchLines",
                    "The changes of " + path + " do not show these lines. 'pilothouse ctl diff " + sessionId + " "
                            + path + "' does.");
        }
        CommentId id = new CommentId(UUID.randomUUID().toString());
        host.submit(new Intent.AddComment(
                sessionId,
                id,
                new CommentAnchor(
                        path, old, first, last, CommentAnchor.quote(List.copyOf(lines.values())), file.content()),
                comment.strip()));
        if (ctl.json()) {
            JsonObject json = new JsonObject();
            json.addProperty("commentId", id.value());
            ctl.terminal().json(json);
        } else {
            ctl.terminal().line(id.value());
        }
        return 0;
    }

    /** The lines of one side that the diff shows, by number. */
    private TreeMap<Integer, String> lines(
            HostConnection host, SessionId sessionId, ChangedFile file, int first, int last) throws CommandFailure {
        TreeMap<Integer, String> lines = new TreeMap<>();
        boolean more = true;
        for (int page = 0; more; page++) {
            FileDiff diff = host.value(
                    host.client().host().diff(sessionId, file.path(), file.oldPath(), ComparisonTarget.BASE, page, ""));
            diff.hunks().forEach(hunk -> add(hunk, lines));
            more = diff.more();
        }
        return new TreeMap<>(lines.subMap(first, true, Math.max(first, last), true));
    }

    private void add(DiffHunk hunk, Map<Integer, String> lines) {
        int number = old ? hunk.oldStart() : hunk.newStart();
        for (String line : hunk.lines()) {
            char kind = line.isEmpty() ? ' ' : line.charAt(0);
            boolean counts = kind == ' ' || kind == (old ? '-' : '+');
            if (counts && (kind != ' ' || !old)) {
                lines.put(number, line.isEmpty() ? "" : line.substring(1));
            }
            number += counts ? 1 : 0;
        }
    }
}
