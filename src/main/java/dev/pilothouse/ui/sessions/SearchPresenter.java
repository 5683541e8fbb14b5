package dev.pilothouse.ui.sessions;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.pulse.Cancellable;
import dev.pilothouse.pulse.Lane;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.SearchHit;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.Texts;
import dev.pilothouse.ui.text.TimeFormatter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Searches the conversations of all hosts. The request is sent after a pause in typing. A new query replaces the
 * previous one, here and on the host.
 *
 * <p>Owns the results of the latest query, at most {@value #LIMIT} per host. Confined to the FX thread. Ends with the
 * shell.
 */
final class SearchPresenter {
    static final Duration PAUSE = Duration.ofMillis(250);
    private static final int MIN_LENGTH = 2;
    private static final int LIMIT = 100;

    private final Lane timers;
    private final Executor fx;
    private final Runnable changed;
    private final Map<HostId, Answer> answers = new LinkedHashMap<>();
    private Cancellable waiting = Cancellable.NOTHING;
    private String asked = "";
    private long question;

    /**
     * The result of one host.
     *
     * @param found null while the search runs or if it failed
     * @param problem the reason of a failure, else empty
     */
    private record Answer(HostLink link, HostGateway.@Nullable Found found, String problem) {}

    /**
     * @param timers runs the timer for the pause
     * @param changed requests that the rows are drawn again
     */
    SearchPresenter(Lane timers, Executor fx, Runnable changed) {
        this.timers = timers;
        this.fx = fx;
        this.changed = changed;
    }

    /** Starts a search for the typed text. */
    void typed(String text, List<HostLink> links) {
        String next = text.strip();
        if (next.equals(asked)) {
            return;
        }
        asked = next;
        long mine = ++question;
        waiting.cancel();
        answers.clear();
        if (next.length() < MIN_LENGTH) {
            return;
        }
        links.forEach(link -> answers.put(link.hostId(), new Answer(link, null, "")));
        try {
            waiting = timers.schedule(PAUSE, () -> fx.execute(() -> ask(mine)));
        } catch (RejectedExecutionException ending) {
            // The app is ending, so no result is needed.
        }
    }

    /** Cancels the search. Later results are ignored. */
    void close() {
        question++;
        waiting.cancel();
        answers.clear();
    }

    private void ask(long mine) {
        if (mine != question) {
            return;
        }
        for (Answer each : List.copyOf(answers.values())) {
            HostLink link = each.link();
            if (!(link.reader().host().connection() instanceof ConnectionState.Live)) {
                answers.put(link.hostId(), new Answer(link, null, Texts.text("search.unreachable", name(link))));
                continue;
            }
            link.host().search(asked, LIMIT).thenAcceptAsync(reply -> answered(mine, link, reply), fx);
        }
        changed.run();
    }

    private void answered(long mine, HostLink link, HostGateway.Reply<HostGateway.Found> reply) {
        if (mine != question) {
            return;
        }
        if (reply instanceof HostGateway.Reply.Value<HostGateway.Found> value) {
            answers.put(link.hostId(), new Answer(link, value.value(), ""));
        } else if (reply instanceof HostGateway.Reply.Refused<HostGateway.Found> refused
                && refused.code() != ErrorCode.CLOSED) {
            answers.put(link.hostId(), new Answer(link, null, HostTexts.text(refused.sentence())));
        }
        changed.run();
    }

    private static String name(HostLink link) {
        return link.local()
                ? Texts.text("hosts.thisMachine")
                : link.reader().host().hostName();
    }

    /**
     * The rows of the results so far, the newest first.
     *
     * @param hidden sessions that must not be shown
     */
    List<SessionRow> rows(Set<SessionKey> hidden, Instant now) {
        if (answers.isEmpty()) {
            return List.of();
        }
        List<Found> found = new ArrayList<>();
        boolean more = false;
        boolean searching = false;
        int sessions = 0;
        for (Answer answer : answers.values()) {
            HostGateway.Found hits = answer.found();
            if (hits == null) {
                searching |= answer.problem().isEmpty();
                continue;
            }
            more |= hits.more();
            sessions += hits.sessions();
            collect(answer.link(), hits.hits(), hidden, now, found);
        }
        found.sort(Comparator.comparing(Found::at)
                .reversed()
                .thenComparing(each -> each.row().id()));
        List<SessionRow> rows = new ArrayList<>();
        rows.add(new SessionRow.Heading("hits", Texts.text("search.title"), found.size(), 0, false));
        if (searching) {
            rows.add(new SessionRow.Remark("searching", Texts.text("search.searching")));
        }
        for (Answer answer : answers.values()) {
            if (!answer.problem().isEmpty()) {
                rows.add(new SessionRow.Remark("search-" + answer.link().hostId(), answer.problem()));
            }
        }
        found.forEach(each -> rows.add(each.row()));
        if (!searching && found.isEmpty() && sessions > 0) {
            rows.add(new SessionRow.Remark("none", Texts.text("search.nothing")));
        } else if (more) {
            rows.add(new SessionRow.Remark("more", Texts.text("search.more")));
        }
        return rows;
    }

    private record Found(SessionRow row, Instant at) {}

    private void collect(HostLink link, List<SearchHit> hits, Set<SessionKey> hidden, Instant now, List<Found> found) {
        Map<SessionId, SessionSummary> sessions = link.reader().host().sessions().stream()
                .collect(Collectors.toMap(SessionSummary::sessionId, Function.identity()));
        for (SearchHit hit : hits) {
            SessionSummary session = sessions.get(hit.sessionId());
            SessionKey key = new SessionKey(link.hostId(), hit.sessionId());
            if (session != null && !hidden.contains(key)) {
                String host = answers.size() > 1 ? name(link) + " \u00b7 " : "";
                found.add(new Found(
                        new SessionRow.Hit(
                                key,
                                hit.item(),
                                session.name(),
                                TimeFormatter.dateOrTime(hit.at(), now),
                                host + speaker(hit, session),
                                hit.excerpt(),
                                hit.marks()),
                        hit.at()));
            }
        }
    }

    private static String speaker(SearchHit hit, SessionSummary session) {
        return switch (hit.kind()) {
            case USER -> Texts.text("search.you");
            case MESSAGE -> session.agentName();
            case THOUGHT -> Texts.text("search.thought");
            case TOOL -> Texts.text("search.tool");
            case PENDING -> Texts.text("search.question");
            case NOTE -> Texts.text("search.note");
            case OTHER -> Texts.text("search.other");
        };
    }
}
