package dev.pilothouse.desktop.cli;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.session.SessionSummary;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Finds the session that a person names: by its id, its exact title, or the beginning of its id. Stateless. */
final class SessionArgument {
    /** The help of every argument that names a session. */
    static final String HELP = "The session: its id, the beginning of its id, or its exact title.";

    private static final int MAX_LISTED = 10;
    private static final int MAX_TITLE = 60;

    private SessionArgument() {}

    /** @throws CommandFailure if there is none, or more than one */
    static SessionSummary find(List<SessionSummary> sessions, String text) throws CommandFailure {
        List<Predicate<SessionSummary>> ways = List.of(
                session -> session.sessionId().value().equals(text),
                session -> session.name().equals(text),
                session -> !text.isEmpty() && session.sessionId().value().startsWith(text));
        for (Predicate<SessionSummary> way : ways) {
            List<SessionSummary> found = sessions.stream().filter(way).toList();
            if (found.size() == 1) {
                return found.get(0);
            } else if (found.size() > 1) {
                throw ambiguous(text, found);
            }
        }
        throw none(text);
    }

    /** Like {@link #find}, but not by the beginning of an id, for what cannot be undone. */
    static SessionSummary exact(List<SessionSummary> sessions, String text) throws CommandFailure {
        SessionSummary found = find(sessions, text);
        if (!found.sessionId().value().equals(text) && !found.name().equals(text)) {
            throw CommandFailure.usage(
                    "Name the whole id or the exact title, because this cannot be undone: " + described(found) + '.');
        }
        return found;
    }

    static SessionSummary byId(List<SessionSummary> sessions, SessionId sessionId) throws CommandFailure {
        return sessions.stream()
                .filter(session -> session.sessionId().equals(sessionId))
                .findFirst()
                .orElseThrow(() -> none(sessionId.value()));
    }

    private static CommandFailure none(String text) {
        return CommandFailure.of(
                ErrorCode.NO_SUCH_SESSION, "The host has no session " + TextCutter.excerpt(text, MAX_TITLE) + ".");
    }

    private static CommandFailure ambiguous(String text, List<SessionSummary> found) {
        String more = found.size() > MAX_LISTED ? "\n  and " + (found.size() - MAX_LISTED) + " more" : "";
        return new CommandFailure(
                CommandFailure.NO_SUCH_THING,
                "ambiguous",
                found.size() + " sessions match " + TextCutter.excerpt(text, MAX_TITLE) + ". Name one by its id:\n"
                        + found.stream()
                                .limit(MAX_LISTED)
                                .map(session -> "  " + described(session))
                                .collect(Collectors.joining("\n"))
                        + more);
    }

    private static String described(SessionSummary session) {
        return session.sessionId() + " (" + TextCutter.excerpt(Terminal.plainLine(session.name()), MAX_TITLE) + ")";
    }
}
