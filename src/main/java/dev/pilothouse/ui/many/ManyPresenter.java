package dev.pilothouse.ui.many;

import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.TurnEstimate;
import dev.pilothouse.platform.Preferences;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostGateway.Reply;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.status.SessionText;
import dev.pilothouse.ui.text.Texts;
import dev.pilothouse.ui.text.TimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/**
 * A prompt to several sessions before it is sent: the chosen sessions, what happens in each of them, and the expected cost.
 * The text is stored on this device. Confined to the FX thread. There is nothing to close.
 */
public final class ManyPresenter {
    /** At most as many sessions get one prompt. */
    static final int MAX = 50;
    /** The limit on the text, in UTF-16 units. */
    static final int MAX_TEXT = 20_000;
    /** At most as many sessions are offered. */
    static final int MAX_ROWS = 200;

    private static final String DRAFT = "sendToMany.draft";

    private final Supplier<List<HostLink>> links;
    private final Preferences kept;
    private final Executor fx;
    private final SentPromptPresenter sent;
    private final StringProperty draft = new SimpleStringProperty(this, "draft", "");
    private final ReadOnlyObjectWrapper<Shown> shown = new ReadOnlyObjectWrapper<>(this, "shown", Shown.NOTHING);
    private final Set<SessionKey> chosen = new LinkedHashSet<>();
    private final Map<SessionKey, TurnEstimate> estimates = new HashMap<>();
    private final Set<SessionKey> asked = new LinkedHashSet<>();
    /** The sessions that were chosen when the sheet was opened; they stay on top. */
    private Set<SessionKey> first = Set.of();

    private boolean open;

    /** The effect of the prompt in a session. */
    private enum Effect {
        STARTS,
        QUEUED,
        STARTING,
        RESUMED,
        LOGIN,
        OFFLINE
    }

    /**
     * A session that is offered.
     *
     * @param about its state, and what happens to the prompt
     */
    public record Row(SessionKey key, String name, String about, boolean chosen) {}

    /** A group of sessions. @param chosen whether all of them are */
    public record Group(String name, String text, boolean chosen, List<SessionKey> members) {
        public Group {
            members = List.copyOf(members);
        }
    }

    /**
     * The content of the sheet. Immutable.
     *
     * @param preview how many sessions are chosen, and what happens in them
     * @param cost the expected cost
     * @param obstacle why the prompt cannot be sent; empty if it can, or has no text yet
     */
    public record Shown(
            String title,
            List<Group> groups,
            List<Row> rows,
            boolean more,
            String preview,
            String cost,
            String obstacle,
            boolean sendable) {
        static final Shown NOTHING = new Shown("", List.of(), List.of(), false, "", "", "", false);

        public Shown {
            groups = List.copyOf(groups);
            rows = List.copyOf(rows);
        }
    }

    private record Found(HostLink link, SessionSummary session) {
        SessionKey key() {
            return new SessionKey(link.hostId(), session.sessionId());
        }
    }

    public ManyPresenter(Supplier<List<HostLink>> links, Preferences kept, Executor fx, SentPromptPresenter sent) {
        this.links = links;
        this.kept = kept;
        this.fx = fx;
        this.sent = sent;
        draft.set(kept.get(DRAFT).orElse(""));
        draft.addListener((property, before, now) -> {
            kept.put(DRAFT, now);
            render();
        });
    }

    public StringProperty draftProperty() {
        return draft;
    }

    public ReadOnlyObjectProperty<Shown> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    /** The sheet is open from now on. @param keys the sessions that are chosen at first */
    public void onOpen(Collection<SessionKey> keys) {
        open = true;
        chosen.clear();
        chosen.addAll(keys);
        first = Set.copyOf(keys);
        estimates.clear();
        asked.clear();
        render();
    }

    public void onClose() {
        open = false;
    }

    /** Shows the present state of the hosts, while the sheet is open. */
    public void render() {
        if (!open) {
            return;
        }
        List<Found> all = offered();
        chosen.retainAll(all.stream().map(Found::key).collect(Collectors.toSet()));
        List<Found> recipients =
                all.stream().filter(each -> chosen.contains(each.key())).toList();
        ask(recipients);
        String obstacle = recipients.size() > MAX ? Texts.text("many.tooMany", MAX) : "";
        shown.set(new Shown(
                Texts.counted("many.title", recipients.size()),
                groups(all),
                all.stream().limit(MAX_ROWS).map(this::row).toList(),
                all.size() > MAX_ROWS,
                preview(recipients),
                cost(recipients),
                obstacle,
                obstacle.isEmpty() && !recipients.isEmpty() && !draft.get().isBlank()));
    }

    /** The sessions that this device may steer, without archived ones that were not chosen. */
    private List<Found> offered() {
        List<Found> all = new ArrayList<>();
        for (HostLink link : links.get()) {
            if (link.reader().host().scope().covers(Scope.STEER)) {
                link.reader().host().sessions().stream()
                        .map(session -> new Found(link, session))
                        .filter(each -> !each.session().organisation().archived() || first.contains(each.key()))
                        .forEach(all::add);
            }
        }
        all.sort(Comparator.comparing((Found each) -> !first.contains(each.key()))
                .thenComparing(each -> each.session().lastActive(), Comparator.reverseOrder())
                .thenComparing(each -> each.session().sessionId().value()));
        return all;
    }

    private List<Group> groups(List<Found> all) {
        Map<String, List<SessionKey>> members = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Found each : all) {
            String group = each.session().organisation().group();
            if (!group.isEmpty()) {
                members.computeIfAbsent(group, none -> new ArrayList<>()).add(each.key());
            }
        }
        return members.entrySet().stream()
                .map(each -> new Group(
                        each.getKey(),
                        Texts.text(
                                "selection.counted",
                                each.getKey(),
                                each.getValue().size()),
                        chosen.containsAll(each.getValue()),
                        each.getValue()))
                .toList();
    }

    private Row row(Found found) {
        List<String> about = new ArrayList<>();
        about.add(Texts.text("many.effect." + effect(found)));
        about.add(found.session().agentName());
        about.add(SessionText.directory(found.session().cwd()));
        if (links.get().size() > 1) {
            about.add(found.link().reader().host().hostName());
        }
        about.removeIf(String::isEmpty);
        return new Row(
                found.key(), found.session().name(), String.join(" \u00b7 ", about), chosen.contains(found.key()));
    }

    private static Effect effect(Found found) {
        if (!(found.link().reader().host().connection() instanceof ConnectionState.Live)) {
            return Effect.OFFLINE;
        }
        SessionPhase phase = found.session().activity().phase();
        return switch (phase) {
            case IDLE -> found.session().queued() > 0 ? Effect.QUEUED : Effect.STARTS;
            case WORKING, WAITING -> Effect.QUEUED;
            case STARTING -> Effect.STARTING;
            case GONE, FAILED -> Effect.RESUMED;
            case NEEDS_LOGIN -> Effect.LOGIN;
        };
    }

    private static String preview(List<Found> recipients) {
        if (recipients.isEmpty()) {
            return Texts.text("many.none");
        }
        Map<Effect, Integer> counts = new EnumMap<>(Effect.class);
        recipients.forEach(each -> counts.merge(effect(each), 1, Integer::sum));
        return counts.entrySet().stream()
                .map(each -> Texts.text("many.preview", Texts.text("many.effect." + each.getKey()), each.getValue()))
                .collect(Collectors.joining(" \u00b7 "));
    }

    // --- cost

    /** Asks for the estimates of these sessions, each once. */
    private void ask(List<Found> recipients) {
        Map<HostLink, List<SessionId>> open = new HashMap<>();
        recipients.stream()
                .filter(each -> each.link().reader().host().connection() instanceof ConnectionState.Live)
                .limit(MAX)
                .filter(each -> asked.add(each.key()))
                .forEach(each -> open.computeIfAbsent(each.link(), none -> new ArrayList<>())
                        .add(each.session().sessionId()));
        open.forEach((link, sessions) ->
                link.host().estimateTurns(sessions).thenAcceptAsync(reply -> estimated(link, reply), fx));
    }

    private void estimated(HostLink link, Reply<List<TurnEstimate>> reply) {
        // An older host refuses. The cost is unknown then.
        if (reply instanceof Reply.Value<List<TurnEstimate>> value) {
            value.value().forEach(each -> estimates.put(new SessionKey(link.hostId(), each.sessionId()), each));
            render();
        }
    }

    private String cost(List<Found> recipients) {
        if (recipients.isEmpty()) {
            return "";
        }
        Map<String, Double> sums = new TreeMap<>();
        long tokens = 0;
        int unpriced = 0;
        int unknown = 0;
        for (Found each : recipients) {
            TurnEstimate estimate = Objects.requireNonNullElse(
                    estimates.get(each.key()),
                    TurnEstimate.unknown(each.session().sessionId()));
            if (estimate.cost() >= 0) {
                sums.merge(estimate.currency(), estimate.cost(), Double::sum);
            } else {
                unpriced++;
            }
            if (estimate.tokens() > 0) {
                tokens += estimate.tokens();
            } else {
                unknown++;
            }
        }
        Optional<String> sum = sums.isEmpty()
                ? tokens == 0 ? Optional.empty() : Optional.of(Texts.text("usage.tokens", TimeFormatter.tokens(tokens)))
                : Optional.of(sums.entrySet().stream()
                        .map(each -> TimeFormatter.cost(each.getValue(), each.getKey()))
                        .collect(Collectors.joining(" + ")));
        int without = sums.isEmpty() ? unknown : unpriced;
        return sum.map(about ->
                        without == 0 ? Texts.text("many.cost", about) : Texts.text("many.costPart", about, without))
                .orElse(Texts.text("many.costUnknown"));
    }

    // --- actions

    /** Chooses a session, or removes it from the choice. */
    public void onToggle(SessionKey key) {
        if (!chosen.remove(key)) {
            chosen.add(key);
        }
        render();
    }

    /** Chooses the sessions of a group, or removes them if all are chosen. */
    public void onGroup(Group group) {
        if (group.chosen()) {
            group.members().forEach(chosen::remove);
        } else {
            chosen.addAll(group.members());
        }
        render();
    }

    /** Sends the prompt. @return whether it can be sent */
    public boolean onSend() {
        if (!shown.get().sendable()) {
            return false;
        }
        String text = draft.get().strip();
        List<SessionKey> recipients =
                offered().stream().map(Found::key).filter(chosen::contains).toList();
        draft.set("");
        sent.send(text, recipients);
        return true;
    }
}
