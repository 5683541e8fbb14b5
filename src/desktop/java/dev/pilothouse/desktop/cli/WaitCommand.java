package dev.pilothouse.desktop.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostView;
import dev.pilothouse.session.SessionSummary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Waits until sessions have no work left or need a person. */
@Command(
        name = "wait",
        description = {
            "Waits until each session has no work left, waits for an answer, or has stopped, and prints why:",
            "idle, waiting (for an answer), failed, needsLogin, gone (no agent runs) or deleted.",
            "With --any: ends with the first of them. Without sessions, --any looks at all sessions: one that waits for"
                    + " an answer ends it at once, and otherwise the first that finishes what it works at.",
            "Connects again by itself when the link is lost. Exit code 1 and the word 'timeLimit' after --timeout."
        })
final class WaitCommand implements Callable<Integer> {

    @ParentCommand
    private CtlCommand ctl;

    @Parameters(paramLabel = "SESSION", arity = "0..*", description = SessionArgument.HELP)
    private List<String> names = List.of();

    @Option(names = "--any", description = "Ends with the first of the sessions.")
    private boolean any;

    @Option(
            names = "--after",
            paramLabel = "SEQ",
            defaultValue = "0",
            description = "With one session: the seq that 'prompt' printed. Waits for the end of a turn after it.")
    private long after;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "At most so long: a number with s, m or h, such as 90s (default: without an end).")
    private @Nullable String timeout;

    /** Sessions that have worked since the command began; only without names. */
    private final Set<SessionId> worked = new LinkedHashSet<>();

    /** A session that is settled, and why. */
    private record Outcome(SessionId sessionId, String name, String reason) {}

    @Override
    public Integer call() throws CommandFailure {
        if (names.isEmpty() && !any) {
            throw CommandFailure.usage("Wait for which sessions? Name them, or use --any.");
        } else if (after < 0 || after > 0 && names.size() != 1) {
            throw CommandFailure.usage("--after needs one session, and a seq that is not negative.");
        }
        Duration limit = timeout == null ? Duration.ofDays(3_650) : TimeArgument.span(timeout);
        try (HostConnection host = ctl.connect()) {
            List<SessionSummary> named = new ArrayList<>();
            for (String name : names) {
                named.add(SessionArgument.find(host.view().sessions(), name));
            }
            HostView view;
            try {
                view = host.awaitView(seen -> isOver(seen, named), limit, "");
            } catch (CommandFailure failure) {
                if (timeout == null || failure.exitCode() != CommandFailure.UNREACHABLE) {
                    throw failure;
                }
                throw new CommandFailure(
                        CommandFailure.OTHER, "timeLimit", "No session was ready within " + timeout + ".");
            }
            List<Outcome> outcomes = outcomes(view, named);
            print(any ? outcomes.subList(0, 1) : outcomes);
            return 0;
        }
    }

    private boolean isOver(HostView view, List<SessionSummary> named) {
        if (!(view.connection() instanceof ConnectionState.Live)) {
            return false;
        }
        List<Outcome> outcomes = outcomes(view, named);
        return any ? !outcomes.isEmpty() : outcomes.size() == named.size();
    }

    private List<Outcome> outcomes(HostView view, List<SessionSummary> named) {
        List<Outcome> outcomes = new ArrayList<>();
        if (named.isEmpty()) {
            for (SessionSummary session : view.sessions()) {
                if (!SettledSession.is(session, 0)) {
                    worked.add(session.sessionId());
                } else if (!session.open().isEmpty() || worked.contains(session.sessionId())) {
                    outcomes.add(outcome(session));
                }
            }
            return outcomes;
        }
        for (SessionSummary each : named) {
            Optional<SessionSummary> now = view.sessions().stream()
                    .filter(session -> session.sessionId().equals(each.sessionId()))
                    .findFirst();
            if (now.isEmpty()) {
                outcomes.add(new Outcome(each.sessionId(), each.name(), "deleted"));
            } else if (SettledSession.is(now.get(), after)) {
                outcomes.add(outcome(now.get()));
            }
        }
        return outcomes;
    }

    private static Outcome outcome(SessionSummary session) {
        return new Outcome(session.sessionId(), session.name(), SettledSession.reason(session));
    }

    private void print(List<Outcome> outcomes) {
        if (ctl.json()) {
            JsonArray array = new JsonArray();
            for (Outcome outcome : outcomes) {
                JsonObject json = new JsonObject();
                json.addProperty("sessionId", outcome.sessionId().value());
                json.addProperty("name", outcome.name());
                json.addProperty("reason", outcome.reason());
                array.add(json);
            }
            ctl.terminal().json(array);
            return;
        }
        for (Outcome outcome : outcomes) {
            ctl.terminal()
                    .line(outcome.sessionId() + "  " + outcome.reason() + "  " + Terminal.plainLine(outcome.name()));
        }
    }
}
