package dev.pilothouse.desktop.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.TurnEstimate;
import dev.pilothouse.protocol.WireEnum;
import dev.pilothouse.session.HostView;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.session.WhenBusy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Sends one prompt to several agents. */
@Command(
        name = "send",
        description = {
            "Sends one prompt to several sessions, 50 at most, and prints a receipt for each.",
            "The exit code is 0 if each of them has taken it, and 1 if one has refused it or has not answered."
        })
final class SendCommand implements Callable<Integer> {
    private static final int MAX = 50;

    @ParentCommand
    private CtlCommand ctl;

    @Parameters(
            index = "0",
            paramLabel = "TEXT",
            description = "The text as it is, or - for standard input. Put -- before one that begins with a dash.")
    private String text;

    @Option(
            names = "--to",
            paramLabel = "SESSION",
            split = ",",
            description = "The sessions, each by its id, the beginning of its id, or its exact title; with commas.")
    private List<String> sessions = new ArrayList<>();

    @Option(names = "--group", paramLabel = "NAME", description = "All sessions of this group that are not archived.")
    private @Nullable String group;

    @Option(names = "--preview", description = "Sends nothing; prints what would happen, and the expected cost.")
    private boolean preview;

    @Override
    public Integer call() throws CommandFailure {
        if (sessions.isEmpty() == (group == null)) {
            throw CommandFailure.usage("Say --to or --group.");
        }
        String prompt = ctl.terminal().textOf(text);
        if (prompt.isBlank()) {
            throw CommandFailure.usage("The prompt is empty.");
        }
        try (HostConnection host = ctl.connect()) {
            List<SessionId> recipients = recipients(host.view());
            if (recipients.size() > MAX) {
                throw CommandFailure.usage(
                        "These are " + recipients.size() + " sessions; one prompt goes to " + MAX + " at most.");
            }
            return preview ? show(host, recipients) : send(host, recipients, prompt);
        }
    }

    private List<SessionId> recipients(HostView view) throws CommandFailure {
        if (group == null) {
            List<SessionId> ids = new ArrayList<>();
            for (String session : sessions) {
                SessionId id = recipient(view, session.strip());
                if (!ids.contains(id)) {
                    ids.add(id);
                }
            }
            return ids;
        }
        List<SessionId> ids = view.sessions().stream()
                .filter(session -> session.organisation().group().equalsIgnoreCase(group.strip())
                        && !session.organisation().archived())
                .map(SessionSummary::sessionId)
                .toList();
        if (ids.isEmpty()) {
            throw new CommandFailure(
                    CommandFailure.NO_SUCH_THING, "noSuchGroup", "There is no session in the group " + group + ".");
        }
        return ids;
    }

    /** An unknown id stays, so that its receipt says that it is unknown while the others get the prompt. */
    private static SessionId recipient(HostView view, String name) throws CommandFailure {
        try {
            return SessionArgument.find(view.sessions(), name).sessionId();
        } catch (CommandFailure failure) {
            if (!failure.code().equals(WireEnum.toWire(ErrorCode.NO_SUCH_SESSION))) {
                throw failure;
            }
            return CtlCommand.session(name);
        }
    }

    private static Optional<SessionSummary> summary(HostConnection host, SessionId sessionId) {
        return host.view().sessions().stream()
                .filter(session -> session.sessionId().equals(sessionId))
                .findFirst();
    }

    private int send(HostConnection host, List<SessionId> recipients, String prompt) throws CommandFailure {
        Map<SessionId, String> effects = new LinkedHashMap<>();
        recipients.forEach(id -> effects.put(id, effect(host, id)));
        Map<SessionId, CompletionStage<IntentResult>> sent = new LinkedHashMap<>();
        recipients.forEach(id -> sent.put(id, host.client().submit(new Intent.Prompt(id, prompt, WhenBusy.QUEUE))));
        Table table = new Table("SESSION", "NAME", "RECEIPT");
        JsonArray array = new JsonArray();
        boolean refused = false;
        Duration within = HostConnection.ANSWER_TIMEOUT;
        for (Map.Entry<SessionId, CompletionStage<IntentResult>> each : sent.entrySet()) {
            IntentResult result = answer(each.getValue(), within).orElse(null);
            String name = summary(host, each.getKey()).map(SessionSummary::name).orElse("");
            JsonObject json = new JsonObject();
            json.addProperty("sessionId", each.getKey().value());
            json.addProperty("name", name);
            if (result == null) {
                // The others had the same time.
                within = Duration.ZERO;
                refused = true;
                json.addProperty("outcome", "unknown");
                table.row(
                        each.getKey().value(),
                        name,
                        "unknown: the host did not answer. Read the session before you send it again.");
            } else if (result instanceof IntentResult.Refused no) {
                refused = true;
                json.addProperty("outcome", "refused");
                json.addProperty("code", WireEnum.toWire(no.code()));
                json.addProperty("text", no.text());
                table.row(each.getKey().value(), name, "refused: " + no.text());
            } else if (result instanceof IntentResult.Accepted yes) {
                boolean queued = yes.outcome() == IntentResult.Outcome.QUEUED;
                json.addProperty("outcome", queued ? "queued" : "started");
                json.addProperty("seq", yes.seq());
                table.row(
                        each.getKey().value(),
                        name,
                        queued ? "queued at " + yes.seq() + ": " + effects.get(each.getKey()) : "started");
            }
            array.add(json);
        }
        if (ctl.json()) {
            ctl.terminal().json(array);
        } else {
            table.print(ctl.terminal());
        }
        return refused ? CommandFailure.OTHER : 0;
    }

    /** Empty if the host has not answered: the prompt may still arrive. */
    static Optional<IntentResult> answer(CompletionStage<IntentResult> stage, Duration within) throws CommandFailure {
        try {
            return Optional.of(HostConnection.await(stage, within));
        } catch (CommandFailure failure) {
            if (failure.code().equals(WireEnum.toWire(ErrorCode.UNREACHABLE))) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    private int show(HostConnection host, List<SessionId> recipients) throws CommandFailure {
        List<TurnEstimate> estimates = host.value(host.client().host().estimateTurns(recipients));
        Table table = new Table("SESSION", "NAME", "NOW", "EXPECTED COST");
        JsonArray array = new JsonArray();
        for (TurnEstimate estimate : estimates) {
            SessionId id = estimate.sessionId();
            String name = summary(host, id).map(SessionSummary::name).orElse("");
            table.row(id.value(), name, effect(host, id), cost(estimate));
            JsonObject json = new JsonObject();
            json.addProperty("sessionId", id.value());
            json.addProperty("name", name);
            json.addProperty("now", effect(host, id));
            json.addProperty("turns", estimate.turns());
            json.addProperty("ofAgent", estimate.ofAgent());
            if (estimate.tokens() > 0) {
                json.addProperty("tokens", estimate.tokens());
            }
            json.addProperty("costKnown", estimate.cost() >= 0);
            if (estimate.cost() >= 0) {
                json.addProperty("cost", estimate.cost());
                json.addProperty("currency", estimate.currency());
            }
            array.add(json);
        }
        if (ctl.json()) {
            ctl.terminal().json(array);
        } else {
            table.print(ctl.terminal());
        }
        return 0;
    }

    private static String cost(TurnEstimate estimate) {
        return estimate.cost() < 0
                ? estimate.tokens() > 0 ? estimate.tokens() + " tokens" : "unknown"
                : String.format(Locale.ROOT, "%.4f %s", estimate.cost(), estimate.currency());
    }

    /** Describes the effect of a prompt in the session. */
    private static String effect(HostConnection host, SessionId sessionId) {
        return summary(host, sessionId)
                .map(session -> {
                    SessionPhase phase = session.activity().phase();
                    return switch (phase) {
                        case IDLE -> session.queued() > 0 ? "queued behind a prompt" : "starts at once";
                        case WORKING, WAITING -> "queued behind a turn";
                        case STARTING -> "waits until the agent has started";
                        case GONE, FAILED -> "the agent is started first";
                        case NEEDS_LOGIN -> "the agent needs a login";
                    };
                })
                .orElse("no such session");
    }
}
