package dev.pilothouse.ui.goal;

import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.Budget;
import dev.pilothouse.model.GoalLimits;
import dev.pilothouse.model.GoalOrder;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunCheck;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.RunKind;
import dev.pilothouse.model.RunState;
import dev.pilothouse.model.RunStopReason;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.HostView;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.SpendText;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** The goal of a session, or the form for a new one. Confined to the FX thread. There is nothing to close. */
public final class GoalPresenter {
    private final HostLink link;
    private final SessionId sessionId;
    private final Executor fx;
    private final StringProperty text = new SimpleStringProperty(this, "text", "");
    private final StringProperty check = new SimpleStringProperty(this, "check", "");
    private final BooleanProperty repositoryCheck = new SimpleBooleanProperty(this, "repositoryCheck");
    private final StringProperty reviewer = new SimpleStringProperty(this, "reviewer", "");
    private final StringProperty reviewerModel = new SimpleStringProperty(this, "reviewerModel", "");
    private final StringProperty rounds =
            new SimpleStringProperty(this, "rounds", number(GoalLimits.USUAL.continuations()));
    private final StringProperty minutes =
            new SimpleStringProperty(this, "minutes", number(GoalLimits.USUAL.minutes()));
    private final StringProperty tokens = new SimpleStringProperty(this, "tokens", number(GoalLimits.USUAL.budget()));
    private final ReadOnlyObjectWrapper<Shown> shown;
    private boolean wantsNew;
    private boolean sent;
    private String problem = "";

    /**
     * The sheet, as texts.
     *
     * @param form whether it is the form for a new goal
     * @param state the state, or the reason of the end
     * @param outcome about the state; may be empty
     * @param note the newest remark of the host; may be empty
     * @param problem about the last command; may be empty
     */
    public record Shown(
            boolean form,
            String title,
            String state,
            String outcome,
            String progress,
            String note,
            String problem,
            boolean mayAct,
            boolean running,
            boolean paused,
            boolean asking,
            boolean raisable,
            boolean over) {}

    public GoalPresenter(HostLink link, SessionId sessionId, Executor fx) {
        this.link = link;
        this.sessionId = sessionId;
        this.fx = fx;
        this.shown = new ReadOnlyObjectWrapper<>(this, "shown", now());
    }

    private static String number(double value) {
        return Long.toString((long) value);
    }

    public StringProperty textProperty() {
        return text;
    }

    public StringProperty checkProperty() {
        return check;
    }

    public BooleanProperty repositoryCheckProperty() {
        return repositoryCheck;
    }

    /** The id of the agent that judges the goal; empty for none. */
    public StringProperty reviewerProperty() {
        return reviewer;
    }

    /** Its model; empty for its own choice. */
    public StringProperty reviewerModelProperty() {
        return reviewerModel;
    }

    /** The agents that can judge the goal, that of the session last. */
    List<AgentInfo> reviewers() {
        HostView host = link.reader().host();
        String own = host.sessions().stream()
                .filter(session -> session.sessionId().equals(sessionId))
                .map(session -> session.agentId().value())
                .findFirst()
                .orElse("");
        return host.agents().stream()
                .filter(agent -> agent.installed() && !agent.isElsewhere())
                .sorted(Comparator.comparing(agent -> agent.agentId().value().equals(own)))
                .toList();
    }

    public StringProperty roundsProperty() {
        return rounds;
    }

    public StringProperty minutesProperty() {
        return minutes;
    }

    public StringProperty tokensProperty() {
        return tokens;
    }

    public ReadOnlyObjectProperty<Shown> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    /** The newest goal of a session, if it has had one. */
    public static Optional<Run> goalOf(HostLink link, SessionId sessionId) {
        return link.reader().host().runs().stream()
                .filter(run -> run.kind() == RunKind.GOAL
                        && sessionId.equals(run.request().sessionId()))
                .max(Comparator.comparing(run -> run.request().at()));
    }

    /** Shows the present state of the host. */
    public void render() {
        shown.set(now());
    }

    private Shown now() {
        boolean may = link.reader().host().scope().covers(Scope.STEER);
        Optional<Run> found = wantsNew ? Optional.empty() : goalOf(link, sessionId);
        if (found.isEmpty()) {
            String hint = may ? problem : Texts.text("goal.mayNot");
            return new Shown(true, "", "", "", "", "", hint, may && !sent, false, false, false, false, false);
        }
        Run run = found.get();
        RunStopReason reason = run.status().stopReason();
        boolean over = run.state().isOver();
        return new Shown(
                false,
                run.fact("text").isEmpty() ? run.title() : run.fact("text"),
                reason == null ? Texts.text("runState." + run.state().name()) : Texts.text("runStop." + reason.name()),
                HostTexts.text(run.status().sentence()),
                progress(run),
                run.notes().isEmpty()
                        ? ""
                        : HostTexts.text(run.notes().get(run.notes().size() - 1).sentence()),
                problem,
                may && !sent && run.state() != RunState.STOPPING,
                !over && run.state() != RunState.PAUSED,
                run.state() == RunState.PAUSED || over && reason != RunStopReason.MET,
                run.fact("phase").equals("asking") && !over,
                reason != RunStopReason.MET,
                over);
    }

    private static String progress(Run run) {
        String spend = SpendText.of(run.spend());
        String line = Texts.text(
                "goal.progress", run.fact("round"), run.fact("rounds"), run.fact("elapsed"), run.fact("minutes"));
        return Stream.of(line, unattended(run), spend)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" \u00b7 "));
    }

    /** The mode in which its session acts without asking; empty if it asks. */
    private static String unattended(Run goal) {
        String mode = goal.fact("unattended");
        return mode.isEmpty() ? "" : Texts.text("goal.stripUnattended", mode);
    }

    /** How far a goal is, on one line. */
    static String line(Run goal) {
        List<String> parts = new ArrayList<>();
        parts.add(Texts.text("goal.stripRound", goal.fact("round")));
        parts.add(unattended(goal));
        lineState(goal).ifPresent(parts::add);
        parts.add(Texts.text("goal.stripMinutes", goal.fact("elapsed")));
        String spend = SpendText.of(goal.spend());
        if (!spend.isEmpty()) {
            parts.add(spend);
        }
        parts.removeIf(String::isEmpty);
        return String.join(" \u00b7 ", parts);
    }

    private static Optional<String> lineState(Run goal) {
        if (goal.state() != RunState.RUNNING) {
            return Optional.of(Texts.text("runState." + goal.state().name()));
        }
        RunCheck check =
                goal.members().isEmpty() ? RunCheck.NONE : goal.members().get(0).check();
        return switch (goal.fact("phase")) {
            case "checking" -> Optional.of(Texts.text("goal.stripChecking"));
            case "reviewing" -> Optional.of(Texts.text("goal.stripReviewing"));
            case "limited" -> Optional.of(Texts.text("goal.stripLimited"));
            default -> check == RunCheck.FAILED ? Optional.of(Texts.text("goal.stripFailed")) : Optional.empty();
        };
    }

    // --- commands

    /** Whether the form has a text. */
    public boolean mayStart() {
        return shown.get().form() && shown.get().mayAct() && !text.get().isBlank();
    }

    public void onStart() {
        if (!mayStart()) {
            return;
        }
        List<String> commands =
                check.get().lines().filter(line -> !line.isBlank()).toList();
        GoalOrder order = new GoalOrder(
                text.get(),
                commands,
                commands.isEmpty() && repositoryCheck.get(),
                0,
                reviewer.get(),
                reviewer.get().isEmpty() ? "" : reviewerModel.get().strip(),
                new GoalLimits(
                        (int) parsed(rounds.get()), (int) parsed(minutes.get()), parsed(tokens.get()), Budget.TOKENS));
        send(link.host().startGoal(sessionId, order), () -> wantsNew = false);
    }

    /** A limit that cannot be read is one that the host refuses. */
    private static long parsed(String number) {
        try {
            long value = Long.parseLong(number.strip());
            return value > 0 && value < Integer.MAX_VALUE ? value : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Shows the form again after the end. */
    public void onNew() {
        wantsNew = true;
        render();
    }

    public void onPause() {
        act("pause", "{}");
    }

    public void onResume() {
        act("resume", "{}");
    }

    public void onStop() {
        act("stop", "{}");
    }

    /** The goal is met, the person says. */
    public void onMet() {
        act("met", "{}");
    }

    /** The goal is not met yet, the person says. */
    public void onContinue() {
        act("continue", "{}");
    }

    /** Raises all limits by half. */
    public void onRaise() {
        goalOf(link, sessionId).ifPresent(run -> {
            long most = raised(parsed(run.fact("rounds")) - 1, GoalLimits.MOST_CONTINUATIONS);
            long time = raised(parsed(run.fact("minutes")), GoalLimits.MOST_MINUTES);
            act("raise", "{\"continuations\":" + most + ",\"minutes\":" + time + budget(run) + "}");
        });
    }

    private static long raised(long before, long most) {
        return Math.min(most, Math.max(before + 1, before * 3 / 2));
    }

    private static String budget(Run run) {
        try {
            double budget = Double.parseDouble(run.fact("budget")) * 1.5;
            String unit = run.fact("unit");
            return unit.matches("tokens|[A-Z]{3}") ? ",\"budget\":" + budget + ",\"unit\":\"" + unit + "\"" : "";
        } catch (NumberFormatException e) {
            return "";
        }
    }

    private void act(String action, String parameters) {
        Optional<RunId> goal = goalOf(link, sessionId).map(Run::runId);
        if (goal.isPresent() && shown.get().mayAct()) {
            send(link.host().actOnRun(goal.get(), action, parameters), () -> {});
        }
    }

    private <T> void send(CompletionStage<HostGateway.Reply<T>> command, Runnable done) {
        sent = true;
        problem = "";
        render();
        command.thenAcceptAsync(
                reply -> {
                    sent = false;
                    if (reply instanceof HostGateway.Reply.Refused<T> refused) {
                        problem = HostTexts.text(refused.sentence());
                    } else {
                        done.run();
                    }
                    render();
                },
                fx);
    }
}
