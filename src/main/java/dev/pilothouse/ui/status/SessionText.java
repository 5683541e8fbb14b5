package dev.pilothouse.ui.status;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.session.Activity;
import dev.pilothouse.session.LastEvent;
import dev.pilothouse.session.LastTurn;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.session.WatchEvidence;
import dev.pilothouse.session.WatchLabel;
import dev.pilothouse.ui.text.ActionText;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.PathText;
import dev.pilothouse.ui.text.Texts;
import dev.pilothouse.ui.text.TimeFormatter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Formats the state of a session as text. Stateless; any thread may call it. */
public final class SessionText {
    /** Markdown's markers before a line, and around code and bold text. */
    private static final Pattern LINE_MARKS = Pattern.compile("^(?:[>#\\s]+|[-*+]\\s+)+");

    private static final Pattern WORD_MARKS = Pattern.compile("`|\\*\\*");

    /** The built-in agents whose first two letters are those of another one. */
    private static final Map<String, String> LETTERS = Map.of("codex", "Cx", "cline", "Ci", "kimi", "Km", "kiro", "Kr");

    private SessionText() {}

    /** A line of Markdown without its markers. */
    public static String plain(String line) {
        String words =
                WORD_MARKS.matcher(LINE_MARKS.matcher(line).replaceFirst("")).replaceAll("");
        return words.isEmpty() ? line : words;
    }

    /** One line: its question, its activity, or its last line. */
    public static String doing(SessionSummary session, Instant now) {
        Activity activity = session.activity();
        if (SessionStatus.asksForHost(session.open())
                || activity.phase() == SessionPhase.WAITING && !session.open().isEmpty()) {
            return ActionText.asked(session.open().get(0).pending(), session.cwd())
                    .sentence();
        }
        Optional<String> watched = watchText(session, now);
        if (watched.isPresent()) {
            return watched.get();
        }
        LastTurn last = session.lastTurn();
        if (last != null && SessionStatus.isBroken(activity, last)) {
            return Texts.text(last.reason() == StopReason.INTERRUPTED ? "session.interrupted" : "composer.failed");
        }
        String words = evidence(activity);
        if (activity.doing() == LastEvent.TOOL
                && Duration.between(activity.since(), now).toSeconds() >= 60) {
            words = Texts.text("session.toolFor", words, TimeFormatter.age(activity.since(), now));
        }
        return switch (activity.phase()) {
            case WORKING, STARTING, FAILED, NEEDS_LOGIN, WAITING -> words;
            case IDLE, GONE -> session.lastLine().isEmpty() ? words : plain(lastLine(session));
        };
    }

    /** The last line of the conversation, in the user's language if it is a sentence of the host. */
    public static String lastLine(SessionSummary session) {
        return translated(session, session.lastLine());
    }

    /** The last lines of the conversation, those of the host in the user's language. */
    public static String lastLines(SessionSummary session) {
        return session.lastNotes().isEmpty()
                ? session.lastLines()
                : session.lastLines()
                        .lines()
                        .map(line -> translated(session, line))
                        .collect(Collectors.joining("\n"));
    }

    private static String translated(SessionSummary session, String line) {
        return session.lastNotes().stream()
                .filter(note -> note.text().equals(line))
                .findFirst()
                .map(note -> HostTexts.line(line, note.code()))
                .orElse(line);
    }

    /** The report of the host's watchdog with its evidence; empty if there is none. */
    public static Optional<String> watchText(SessionSummary session, Instant now) {
        if (session.activity().phase() != SessionPhase.WORKING || session.label() == WatchLabel.NONE) {
            return Optional.empty();
        }
        boolean stuck = session.label() == WatchLabel.STUCK;
        WatchEvidence seen = session.evidence();
        String quiet = TimeFormatter.age(quietSince(session), now);
        if (seen == null || !seen.knowsProcesses()) {
            return Optional.of(Texts.text(stuck ? "session.stuck" : "session.quiet", quiet));
        }
        String over = TimeFormatter.running(seen.over());
        String many = seen.processes() == 1 ? ".one" : ".many";
        return Optional.of(
                stuck
                        ? Texts.text("session.stuckFor" + many, quiet, seen.processes(), over)
                        : Texts.text("session.quietUsing" + many, quiet, seen.processes(), seconds(seen.cpu()), over));
    }

    /** The start of a session's silence. An older host sends only the start of the current activity. */
    static Instant quietSince(SessionSummary session) {
        return session.evidence() == null
                ? session.activity().since()
                : session.evidence().quietSince();
    }

    private static String seconds(Duration cpu) {
        return String.format(Texts.formats(), "%.1f", cpu.toMillis() / 1000.0);
    }

    /** The evidence for a session's phase, as a sentence. */
    public static String evidence(Activity activity) {
        String detail = activity.detail();
        return switch (activity.doing()) {
            case NOTHING -> Texts.text("session.nothing");
            case STARTING -> Texts.text("session.starting");
            case PROMPTED -> Texts.text("session.prompted");
            case THINKING -> Texts.text("session.thinking");
            case WRITING -> Texts.text("session.writing");
            case TOOL -> detail.isEmpty() ? Texts.text("session.tool") : detail;
            case ASKING -> detail.isEmpty() ? Texts.text("session.asking") : detail;
            case DONE -> Texts.text("session.done");
            case CANCELLED -> Texts.text("session.cancelled");
            case INTERRUPTED -> Texts.text("session.interrupted");
            case ERROR -> detail.isEmpty() ? Texts.text("session.error") : HostTexts.line(detail, activity.says());
            case LOGIN -> detail.isEmpty() ? Texts.text("session.login") : Texts.text("session.loginWith", detail);
            case CLOSED -> Texts.text("session.closed");
        };
    }

    /** The state in a word or two, with its duration: "working 0:42", "waits for you", "idle". */
    public static String state(Activity activity, @Nullable LastTurn last, Instant now) {
        SessionStatus standing = SessionStatus.of(activity, last, false);
        if (standing == SessionStatus.WORKING && activity.turnStartedAt() != null) {
            return Texts.text(
                    "state.workingFor", TimeFormatter.running(Duration.between(activity.turnStartedAt(), now)));
        }
        return statusText(standing);
    }

    /** The title of a group of sessions in the same state. */
    public static String title(SessionStatus.Group state) {
        return switch (state) {
            case NEEDS_YOU -> Texts.text("sessions.group.needsYou");
            case WORKING -> Texts.text("sessions.group.working");
            case DONE -> Texts.text("sessions.group.done");
            case IDLE -> Texts.text("sessions.group.idle");
        };
    }

    /** The state in a word or two. */
    public static String statusText(SessionStatus standing) {
        return switch (standing) {
            case WAITING -> Texts.text("state.waiting");
            case LOGIN -> Texts.text("state.login");
            case WORKING -> Texts.text("state.working");
            case STARTING -> Texts.text("state.starting");
            case DONE -> Texts.text("state.done");
            case FAILED, FAILED_SEEN -> Texts.text("state.failed");
            case IDLE -> Texts.text("state.idle");
            case GONE -> Texts.text("state.gone");
        };
    }

    /** The agent, the directory and the mode. */
    public static String location(String agentName, String cwd, String modeName) {
        String where = agentName + " \u00b7 " + directory(cwd);
        return modeName.isEmpty() ? where : where + " \u00b7 " + modeName;
    }

    /** A directory with the home directory shortened to {@code ~}. */
    public static String directory(String cwd) {
        return PathText.home(cwd);
    }

    /** Two letters that stand for an agent: those of a built-in one, or the first two letters of its name. */
    static String letters(AgentId agent, String name) {
        String known = LETTERS.get(agent.value());
        if (known != null) {
            return known;
        }
        int[] letters = name.replaceFirst("^GitHub ", "")
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .limit(2)
                .toArray();
        if (letters.length == 0) {
            return "?";
        }
        String first = new String(letters, 0, 1).toUpperCase(Texts.formats());
        return letters.length == 1 ? first : first + new String(letters, 1, 1).toLowerCase(Texts.formats());
    }
}
