package dev.pilothouse.ui.reviewer;

import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.RunKind;
import dev.pilothouse.model.RunMember;
import dev.pilothouse.model.RunNote;
import dev.pilothouse.model.RunState;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.platform.Preferences;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostGateway.Reply;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.HostView;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.Texts;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/**
 * The review of a session's changes by another agent: the choice of the agent, and the review that runs. The last choice
 * is stored on the device. Confined to the FX thread. Ends with its sheet.
 */
public final class ReviewerPresenter {
    /** The limit of what to look at, as on the host. */
    static final int MAX_FOCUS = 2_000;

    static final int MAX_MODEL = 200;
    private static final String AGENT = "reviewAgent";
    private static final String MODEL = "reviewModel.";
    /** Actions of the run. */
    private static final String STOP = "stop";

    private static final String FINISH = "finish";

    private final HostLink link;
    private final SessionId sessionId;
    private final Preferences kept;
    private final Executor fx;
    private final ReadOnlyObjectWrapper<Shown> shown = new ReadOnlyObjectWrapper<>(this, "shown", Shown.NOTHING);
    private final ObjectProperty<@Nullable AgentInfo> agent = new SimpleObjectProperty<>(this, "agent");
    private final StringProperty model = new SimpleStringProperty(this, "model", "");
    private final StringProperty focus = new SimpleStringProperty(this, "focus", "");
    private @Nullable RunId started;
    private String problem = "";
    private boolean busy;

    /**
     * The newest review of the session, as text.
     *
     * @param choosing whether findings wait to be sent
     * @param lines its notes, oldest first
     */
    public record ReviewText(
            RunId runId, boolean over, boolean choosing, String title, String text, List<String> lines) {
        public ReviewText {
            lines = List.copyOf(lines);
        }
    }

    /**
     * The content of the sheet. Immutable.
     *
     * @param agents those that can review, the agent of the session last
     * @param hindrance the reason why this device may not start a review now; empty if it may
     * @param mayAct whether this device may end a review
     * @param review the review that runs, or that has ended since the sheet was opened; null if there is none
     */
    public record Shown(
            List<AgentInfo> agents,
            String hindrance,
            String problem,
            boolean busy,
            boolean mayAct,
            @Nullable ReviewText review) {
        static final Shown NOTHING = new Shown(List.of(), "", "", false, false, null);

        public Shown {
            agents = List.copyOf(agents);
        }

        /** Whether a review runs. */
        public boolean running() {
            return review != null && !review.over();
        }
    }

    public ReviewerPresenter(HostLink link, SessionId sessionId, Preferences kept, Executor fx) {
        this.link = link;
        this.sessionId = sessionId;
        this.kept = kept;
        this.fx = fx;
        agent.addListener((property, before, now) -> {
            if (now != null) {
                model.set(kept.get(MODEL + now.agentId()).orElse(""));
            }
            render();
        });
        render();
        String last = kept.get(AGENT).orElse("");
        List<AgentInfo> agents = shown.get().agents();
        agent.set(agents.stream()
                .filter(each -> each.agentId().value().equals(last))
                .findFirst()
                .orElse(agents.isEmpty() ? null : agents.get(0)));
    }

    public ReadOnlyObjectProperty<Shown> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    /** The agent that reviews; null if there is none. */
    public ObjectProperty<@Nullable AgentInfo> agentProperty() {
        return agent;
    }

    /** Its model; empty for its own choice. */
    public StringProperty modelProperty() {
        return model;
    }

    /** The matters to look at; may be empty. */
    public StringProperty focusProperty() {
        return focus;
    }

    /** The host has changed. */
    public void render() {
        HostView host = link.reader().host();
        String own = host.sessions().stream()
                .filter(session -> session.sessionId().equals(sessionId))
                .map(SessionSummary::agentId)
                .map(Object::toString)
                .findFirst()
                .orElse("");
        List<AgentInfo> agents = host.agents().stream()
                .filter(each -> each.installed() && !each.isElsewhere())
                .sorted(Comparator.comparing(each -> each.agentId().value().equals(own)))
                .toList();
        Optional<Run> review = host.runs().stream()
                .filter(run -> run.kind() == RunKind.REVIEW
                        && sessionId.equals(run.request().sessionId()))
                .filter(run -> !run.state().isOver() || run.runId().equals(started))
                .max(Comparator.comparing(run -> run.request().at()));
        shown.set(new Shown(
                agents,
                hindrance(host, agents),
                problem,
                busy,
                host.scope().covers(Scope.STEER),
                review.map(this::text).orElse(null)));
    }

    private static String hindrance(HostView host, List<AgentInfo> agents) {
        if (!(host.connection() instanceof ConnectionState.Live)) {
            return Texts.text("commit.offline", host.hostName());
        }
        if (!host.scope().covers(Scope.STEER)) {
            return Texts.text("reviewer.mayNot");
        }
        return agents.isEmpty() ? Texts.text("reviewer.noAgent") : "";
    }

    private ReviewText text(Run run) {
        String name = run.member("reviewer")
                .map(RunMember::agentId)
                .map(id -> link.reader().host().agents().stream()
                        .filter(each -> each.agentId().equals(id))
                        .map(AgentInfo::name)
                        .findFirst()
                        .orElse(id.value()))
                .orElse("");
        String round = Texts.text("reviewer.round", run.fact("round"), run.fact("rounds"));
        boolean choosing = run.state() == RunState.WAITING_FOR_YOU;
        String status = HostTexts.text(run.status().sentence());
        return new ReviewText(
                run.runId(),
                run.state().isOver(),
                choosing,
                Texts.text("reviewer.by", name, round),
                status.isEmpty() ? Texts.text("reviewer.working") : status,
                run.notes().stream().map(RunNote::sentence).map(HostTexts::text).toList());
    }

    /** Whether a review can be started now. */
    public boolean mayStart() {
        Shown now = shown.get();
        return now.hindrance().isEmpty() && !now.busy() && !now.running() && agent.get() != null;
    }

    public void onStart() {
        AgentInfo chosen = agent.get();
        if (chosen == null || !mayStart()) {
            return;
        }
        kept.put(AGENT, chosen.agentId().value());
        kept.put(MODEL + chosen.agentId(), model.get().strip());
        busy = true;
        problem = "";
        render();
        link.host()
                .startRun(
                        RunKind.REVIEW,
                        Run.parameters(Map.of(
                                "session", sessionId.value(),
                                "agent", chosen.agentId().value(),
                                "model", model.get().strip(),
                                "focus", focus.get().strip())))
                .thenAcceptAsync(this::started, fx);
    }

    private void started(Reply<RunId> reply) {
        busy = false;
        if (reply instanceof Reply.Value<RunId> value) {
            started = value.value();
        } else {
            problem = HostTexts.text(((Reply.Refused<RunId>) reply).sentence());
        }
        render();
    }

    /** Ends the review: the findings stay, and the reviewer looks no more. */
    public void onEnd() {
        ReviewText review = shown.get().review();
        if (review != null && !review.over()) {
            started = review.runId();
            link.host()
                    .actOnRun(review.runId(), review.choosing() ? FINISH : STOP, "{}")
                    .thenAcceptAsync(
                            reply -> {
                                if (reply instanceof Reply.Refused<?> refused) {
                                    problem = HostTexts.text(refused.sentence());
                                }
                                render();
                            },
                            fx);
        }
    }
}
